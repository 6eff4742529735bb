/** /api/queues: lists, declares, purges and deletes them, and acts on them. */
import type { Broker } from '../../core/broker.js';
import type { Queue } from '../../core/queue/queue.js';
import type { Vhost } from '../../core/vhost.js';
import { ApiError } from '../api-error.js';
import { authorizationOf, requireVhost, visibleVhosts } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { tableOfJson } from '../field-json.js';
import { type List, respondPaged, respondWhole } from '../lists/respond-list.js';
import { byVhostAndName } from '../lists/term-order.js';
import { presentBareQueue, presentQueue, presentQueueTotals } from '../present/queue.js';
import { queuePicker, queueReader } from '../present/queue-columns.js';
import { presentQueueClients } from '../present/queue-clients.js';
import { presentQueueFate } from '../present/queue-fate.js';
import { INVALID_RANGE, type RatedContext } from '../rates/rates.js';
import {
  actor,
  field,
  isObject,
  jsonBody,
  type JsonObject,
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
      nameOf,
      order: byVhostAndName,
      ...presenterFor(ctx, context),
    });

  router.get('/queues', (ctx) => list(ctx, visibleVhosts(ctx, broker)));

  /** Those that are named, in that order, for whoever looks at some of many. */
  router.post('/queues', (ctx) => {
    const vhosts = new Map(visibleVhosts(ctx, broker).map((vhost) => [vhost.name, vhost]));
    const things = readNames(jsonBody(ctx)).flatMap(
      ({ vhost, name }) => vhosts.get(vhost)?.queue(name) ?? [],
    );
    return respondWhole(ctx, { things, nameOf, ...presenterFor(ctx, context) });
  });

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
): Pick<List<Queue>, 'present' | 'readerOf' | 'pickerOf'> {
  if (hasStatsDisabled(ctx)) {
    const present = hasQueueTotals(ctx) ? presentQueueTotals : presentBareQueue;
    return { present: (queue) => present(queue, nodeName) };
  }
  const view = rates.view(ctx, INVALID_RANGE);
  const { now } = broker.clock;
  return {
    present: (queue) => Object.assign(presentQueue(queue, nodeName, now), view.queue(queue)),
    readerOf: (keys) => queueReader(keys, now) ?? view.queueReader(keys),
    pickerOf: (columns) => queuePicker(columns, now, (below) => view.queueStatsPicker(below)),
  };
}

const nameOf = ({ name }: Queue): string => name;

/** As many as a page of the list may have. */
const NAMES_MAX = 500;

function readNames(body: JsonObject): readonly { vhost: string; name: string }[] {
  requireFields(body, ['queues']);
  const names = field(body, 'queues');
  if (!Array.isArray(names) || !names.every(isName)) {
    throw ApiError.badRequest('queues has to be a list of {"vhost": "...", "name": "..."}');
  }
  if (names.length <= NAMES_MAX) return names;
  throw ApiError.badRequest(`queues has ${names.length} names, and may have ${NAMES_MAX}`);
}

function isName(value: unknown): value is { vhost: string; name: string } {
  return isObject(value) && [value['vhost'], value['name']].every((it) => typeof it === 'string');
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
