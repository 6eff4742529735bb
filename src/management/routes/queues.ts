/** /api/queues: lists, declares, purges and deletes them, and acts on them. */
import type { Broker } from '../../core/broker.js';
import type { Queue } from '../../core/queue/queue.js';
import type { Vhost } from '../../core/vhost.js';
import { ApiError } from '../api-error.js';
import { authorizationOf, requireVhost, visibleVhosts } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { tableOfJson } from '../field-json.js';
import { type List, respondPaged } from '../lists/respond-list.js';
import { byVhostAndName } from '../lists/term-order.js';
import {
  presentBareQueue,
  presentQueue,
  presentQueueTotals,
  queueReader,
} from '../present/queue.js';
import { presentQueueClients } from '../present/queue-clients.js';
import { presentQueueFate } from '../present/queue-fate.js';
import { INVALID_RANGE, type RatedContext } from '../rates/rates.js';
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
import { hasQueueTotals, hasStatsDisabled } from '../stats-query.js';

export function queuesRoutes(router: ApiRouter, context: RatedContext): void {
  const { broker, nodeName, compilePattern } = context;
  const list = (ctx: ApiContext, vhosts: readonly Vhost[]): Promise<void> =>
    respondPaged(ctx, compilePattern, {
      things: vhosts.flatMap((vhost) => [...vhost.queues()]),
      nameOf: ({ name }) => name,
      order: byVhostAndName,
      ...presenterFor(ctx, context),
    });

  router.get('/queues', (ctx) => list(ctx, visibleVhosts(ctx, broker)));

  router.get('/queues/:vhost', (ctx) => list(ctx, [vhostOf(ctx, broker)]));

  router.get('/queues/:vhost/:queue', (ctx) => {
    const queue = requireQueue(ctx, vhostOf(ctx, broker));
    if (hasStatsDisabled(ctx)) {
      ctx.body = presentBareQueue(queue, nodeName);
      return;
    }
    const view = context.rates.view(ctx);
    ctx.body = {
      ...presentQueue(queue, nodeName, broker.clock.now),
      ...presentQueueClients(queue, nodeName),
      ...presentQueueFate(queue),
      ...view.queue(queue),
      ...view.queueAge(queue),
    };
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
    await durably(() => act(() => vhost.requireQueue(name, actor(ctx)), field(body, 'action')));
    respondEmpty(ctx, 204);
  });
}

function presenterFor(
  ctx: ApiContext,
  { broker, nodeName, rates }: RatedContext,
): Pick<List<Queue>, 'present' | 'readerOf'> {
  if (hasStatsDisabled(ctx)) {
    const present = hasQueueTotals(ctx) ? presentQueueTotals : presentBareQueue;
    return { present: (queue) => present(queue, nodeName) };
  }
  const view = rates.view(ctx, INVALID_RANGE);
  const { now } = broker.clock;
  return {
    present: (queue) => ({ ...presentQueue(queue, nodeName, now), ...view.queue(queue) }),
    readerOf: (keys) => queueReader(keys) ?? view.queueReader(keys),
  };
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
function act(queue: () => Queue, action: unknown): void {
  switch (action) {
    case 'pause':
      return queue().pause();
    case 'resume':
      return queue().resume();
    case 'sync':
    case 'cancel_sync':
      return undefined;
    default:
      throw ApiError.badRequest(['unknown', action]);
  }
}
