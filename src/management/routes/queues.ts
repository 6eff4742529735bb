/** /api/queues: lists, declares, purges and deletes them, and acts on them. */
import type { Broker } from '../../core/broker.js';
import type { Queue } from '../../core/queue/queue.js';
import type { Vhost } from '../../core/vhost.js';
import { ApiError } from '../api-error.js';
import { authorizationOf, requireVhost, visibleVhosts } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { tableOfJson } from '../field-json.js';
import { presentQueue } from '../present/queue.js';
import { presentQueueClients } from '../present/queue-clients.js';
import {
  actor,
  field,
  jsonBody,
  param,
  queryOf,
  readBoolean,
  readObject,
  requireFields,
} from '../request.js';
import { respondEmpty, respondPut } from '../respond.js';

export function queuesRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, nodeName } = context;
  const present = (queue: Queue) => presentQueue(queue, nodeName);

  router.get('/queues', (ctx) => {
    ctx.body = visibleVhosts(ctx, broker).flatMap((vhost) => [...vhost.queues()].map(present));
  });

  router.get('/queues/:vhost', (ctx) => {
    ctx.body = [...vhostOf(ctx, broker).queues()].map(present);
  });

  router.get('/queues/:vhost/:queue', (ctx) => {
    const queue = requireQueue(ctx, vhostOf(ctx, broker));
    ctx.body = { ...present(queue), ...presentQueueClients(queue, nodeName) };
  });

  addChanges(router, context);
}

/** What a queue's lock allows is the vhost's to know: nobody here is the owner of one. */
function addChanges(router: ApiRouter, { broker, durably }: ManagementContext): void {
  router.put('/queues/:vhost/:queue', async (ctx) => {
    const vhost = vhostOf(ctx, broker);
    const name = param(ctx, 'queue');
    const wasThere = vhost.queue(name) !== undefined;
    const body = jsonBody(ctx);
    const request = {
      name,
      durable: readBoolean(body, 'durable', false),
      autoDelete: readBoolean(body, 'auto_delete', false),
      exclusive: false,
      arguments: tableOfJson(readObject(body, 'arguments')),
    };
    const authorization = authorizationOf(ctx, broker, vhost);
    await durably(() =>
      vhost.declareQueue(request, actor(ctx), (declared) =>
        authorization?.requireQueueDeclare(declared, request.arguments),
      ),
    );
    respondPut(ctx, wasThere);
  });

  router.delete('/queues/:vhost/:queue', async (ctx) => {
    const vhost = vhostOf(ctx, broker);
    const { name } = requireQueue(ctx, vhost);
    authorizationOf(ctx, broker, vhost)?.require('configure', 'queue', name);
    const conditions = {
      ifUnused: queryOf(ctx, 'if-unused') === 'true',
      ifEmpty: queryOf(ctx, 'if-empty') === 'true',
    };
    await durably(() => vhost.deleteQueue(name, conditions, actor(ctx)));
    respondEmpty(ctx, 204);
  });

  router.delete('/queues/:vhost/:queue/contents', async (ctx) => {
    const vhost = vhostOf(ctx, broker);
    const { name } = requireQueue(ctx, vhost);
    authorizationOf(ctx, broker, vhost)?.require('read', 'queue', name);
    await durably(() => vhost.requireQueue(name, actor(ctx)).purge());
    respondEmpty(ctx, 204);
  });

  router.post('/queues/:vhost/:queue/actions', async (ctx) => {
    const vhost = vhostOf(ctx, broker);
    const { name } = requireQueue(ctx, vhost);
    authorizationOf(ctx, broker, vhost)?.require('configure', 'queue', name);
    const body = jsonBody(ctx);
    requireFields(body, ['action']);
    await durably(() => act(vhost.requireQueue(name, actor(ctx)), field(body, 'action')));
    respondEmpty(ctx, 204);
  });
}

function vhostOf(ctx: ApiContext, broker: Broker): Vhost {
  return requireVhost(ctx, broker, param(ctx, 'vhost'));
}

function requireQueue(ctx: ApiContext, vhost: Vhost): Queue {
  const queue = vhost.queue(param(ctx, 'queue'));
  if (queue === undefined) throw ApiError.notFound();
  return queue;
}

/** RabbitMQ synchronises mirrors, of which there are none here; pause and resume are ours. */
function act(queue: Queue, action: unknown): void {
  switch (action) {
    case 'pause':
      return queue.pause();
    case 'resume':
      return queue.resume();
    case 'sync':
    case 'cancel_sync':
      return undefined;
    default:
      throw ApiError.badRequest(['unknown', action]);
  }
}
