/**
 * May a user do something with a queue or an exchange, and what decides so? For administrators;
 * RabbitMQ's API has no such. The words are those that it sends to authorization services.
 */
import { decide } from '../../core/access/decision.js';
import { ApiError } from '../api-error.js';
import { requireAdministrator } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { requireShort } from '../messages/read-message.js';
import { presentDecision } from '../present/decision.js';
import { exchangeName, param, queryOf } from '../request.js';

const PERMISSIONS = ['configure', 'write', 'read'] as const;
const RESOURCES = ['queue', 'exchange'] as const;

export function permissionDecisionRoutes(router: ApiRouter, { broker }: ManagementContext): void {
  router.get('/permissions/:vhost/:user/decision', (ctx) => {
    requireAdministrator(ctx);
    const user = param(ctx, 'user');
    const vhost = broker.vhost(param(ctx, 'vhost'));
    if (vhost === undefined) throw notFound('vhost', param(ctx, 'vhost'));
    if (broker.access.users.get(user) === undefined) throw notFound('user', user);
    const operation = oneOf(ctx, 'permission', PERMISSIONS);
    const kind = oneOf(ctx, 'resource', RESOURCES);
    const name = readName(ctx);
    const question = {
      operation,
      kind,
      name: kind === 'exchange' ? exchangeName(name) : name,
      routingKey: readRoutingKey(ctx, operation, kind),
    };
    const asked = { ...question, user, vhost: vhost.name };
    ctx.body = presentDecision(asked, decide(broker.access, user, vhost, question));
  });
}

function notFound(what: string, name: string): ApiError {
  return new ApiError(404, 'not_found', `there is no ${what} '${name}'`);
}

function oneOf<T extends string>(ctx: ApiContext, name: string, words: readonly T[]): T {
  const text = queryOf(ctx, name);
  const word = words.find((each) => each === text);
  if (word !== undefined) return word;
  throw ApiError.badRequest(`${name} has to be one of ${words.join(', ')}`);
}

function readName(ctx: ApiContext): string {
  const name = queryOf(ctx, 'name');
  if (name !== undefined && name !== '') return requireShort('name', name);
  throw ApiError.badRequest('name has to be that of the resource; amq.default for the default one');
}

function readRoutingKey(ctx: ApiContext, permission: string, resource: string): string | undefined {
  const key = queryOf(ctx, 'routing_key');
  if (key === undefined) return undefined;
  if (resource === 'exchange' && permission !== 'configure')
    return requireShort('routing_key', key);
  throw ApiError.badRequest('routing_key is for an exchange, to write to or to read from');
}
