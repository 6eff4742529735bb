/** /api/queues: lists, declares, purges and deletes them, and acts on them. */
import type { Queue } from '../../core/queue/queue.js';
import { ApiError } from '../api-error.js';
import { requireVhost, visibleVhosts } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { tableOfJson } from '../field-json.js';
import { requirePermission } from '../permission.js';
import { presentQueue } from '../present/queue.js';
import {
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
  const require = (ctx: ApiContext): Queue => {
    const queue = requireVhost(ctx, broker, param(ctx, 'vhost')).queue(param(ctx, 'queue'));
    if (queue === undefined) throw ApiError.notFound();
    return queue;
  };
  const present = (queue: Queue) => presentQueue(queue, nodeName);

  router.get('/queues', (ctx) => {
    ctx.body = visibleVhosts(ctx, broker).flatMap((vhost) => [...vhost.queues()].map(present));
  });

  router.get('/queues/:vhost', (ctx) => {
    ctx.body = [...requireVhost(ctx, broker, param(ctx, 'vhost')).queues()].map(present);
  });

  router.get('/queues/:vhost/:queue', (ctx) => {
    ctx.body = present(require(ctx));
  });

  router.put('/queues/:vhost/:queue', async (ctx) => {
    const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
    const name = param(ctx, 'queue');
    requirePermission(ctx, broker, 'configure', { vhost: vhost.name, name });
    const wasThere = vhost.queue(name) !== undefined;
    const body = jsonBody(ctx);
    const request = {
      name,
      durable: readBoolean(body, 'durable', false),
      autoDelete: readBoolean(body, 'auto_delete', false),
      exclusive: false,
      arguments: tableOfJson(readObject(body, 'arguments')),
    };
    await context.durably(() => vhost.declareQueue(request, ctx.state.user));
    respondPut(ctx, wasThere);
  });

  router.delete('/queues/:vhost/:queue', async (ctx) => {
    const { name } = require(ctx);
    const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
    requirePermission(ctx, broker, 'configure', { vhost: vhost.name, name });
    const conditions = {
      ifUnused: queryOf(ctx, 'if-unused') === 'true',
      ifEmpty: queryOf(ctx, 'if-empty') === 'true',
    };
    await context.durably(() => vhost.deleteQueue(name, conditions, ctx.state.user));
    respondEmpty(ctx, 204);
  });

  router.delete('/queues/:vhost/:queue/contents', async (ctx) => {
    const { name } = require(ctx);
    const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
    requirePermission(ctx, broker, 'read', { vhost: vhost.name, name });
    // The lock of an exclusive queue is the vhost's to know.
    await context.durably(() => vhost.requireQueue(name, ctx.state.user).purge());
    respondEmpty(ctx, 204);
  });

  router.post('/queues/:vhost/:queue/actions', async (ctx) => {
    const queue = require(ctx);
    requirePermission(ctx, broker, 'configure', queue.definition);
    const body = jsonBody(ctx);
    requireFields(body, ['action']);
    await context.durably(() => act(queue, field(body, 'action')));
    respondEmpty(ctx, 204);
  });
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
