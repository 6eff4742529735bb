/**
 * Permissions on single queues and exchanges, for routes that do what a client of AMQP would do.
 * The owner of the data folder needs none.
 */
import type { Operation } from '../core/access/permissions.js';
import type { Broker } from '../core/broker.js';
import { ApiError } from './api-error.js';
import type { ApiContext } from './context.js';

/** Throws in RabbitMQ's words. `name` is that of a queue or an exchange. */
export function requirePermission(
  ctx: ApiContext,
  { access }: Broker,
  operation: Operation,
  { vhost, name }: { readonly vhost: string; readonly name: string },
): void {
  if (ctx.state.isOwner) return;
  // What the default exchange is called in permissions.
  if (access.may(operation, ctx.state.user.name, vhost, name === '' ? 'amq.default' : name)) return;
  throw ApiError.notAuthorised('Access refused.');
}
