/**
 * /api/replays, which RabbitMQ has not: dead letters on their way back to where they came from, or
 * all messages of a queue on their way to another one, with a dry run, a pace, progress and a way
 * to stop them.
 */
import type { Authorization } from '../../core/access/authorization.js';
import { BrokerError } from '../../core/errors.js';
import { DEATH_REASONS } from '../../core/queue/death-history.js';
import type { Origin } from '../../core/replay/origin.js';
import type { Replay, ReplayRequest } from '../../core/replay/replay.js';
import type { Vhost } from '../../core/vhost.js';
import { ApiError } from '../api-error.js';
import { authorizationOf, requireVhost, visibleVhosts } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { createSearch, readPlaces } from '../messages/search.js';
import { presentReplay } from '../present/replay.js';
import {
  actor,
  field,
  jsonBody,
  type JsonObject,
  param,
  readBoolean,
  readString,
} from '../request.js';
import { respondEmpty } from '../respond.js';
import { readableQueue } from './queue-messages.js';

/** One message in a quarter of an hour. */
const PER_SECOND_MIN = 0.001;
const PER_SECOND_MAX = 1_000_000;

export function replaysRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker } = context;

  router.get('/replays', (ctx) => {
    const visible = new Set(visibleVhosts(ctx, broker).map(({ name }) => name));
    ctx.body = [...broker.replays.all()]
      .filter(({ vhost }) => visible.has(vhost))
      .map(presentReplay);
  });

  router.get('/replays/:id', (ctx) => {
    ctx.body = presentReplay(requireReplay(ctx, context).replay);
  });

  router.delete('/replays/:id', (ctx) => {
    const { replay, vhost } = requireReplay(ctx, context);
    authorizationOf(ctx, broker, vhost)?.require('read', 'queue', replay.queueName);
    replay.cancel();
    respondEmpty(ctx, 204);
  });

  router.post('/queues/:vhost/:queue/replays', (ctx) => {
    const { vhost, queue } = readableQueue(ctx, context);
    const authorization = authorizationOf(ctx, broker, vhost);
    const request = readReplay(jsonBody(ctx), context, vhost, authorization);
    respondStarted(ctx, broker.replays.start(vhost, queue, request));
  });

  router.post('/queues/:vhost/:queue/messages/move', (ctx) => {
    const { vhost, queue } = readableQueue(ctx, context);
    const body = jsonBody(ctx);
    const target = readString(body, 'queue', '');
    if (target === '') throw ApiError.badRequest('"queue" has to name where the messages go');
    if (target === queue.name) throw ApiError.badRequest('the messages are in that queue already');
    const authorization = authorizationOf(ctx, broker, vhost);
    authorization?.require('write', 'queue', target);
    vhost.requireQueue(target, actor(ctx));
    const mayReachIt = (origin: Origin) => mayReach(origin, 'queue', vhost, authorization);
    const terms = readTerms(body, context);
    const request = { ...terms, to: 'queue', target, mayReach: mayReachIt } as const;
    respondStarted(ctx, broker.replays.start(vhost, queue, request));
  });
}

function respondStarted(ctx: ApiContext, replay: Replay): void {
  ctx.status = 201;
  ctx.set('location', `/api/replays/${replay.id}`);
  ctx.body = presentReplay(replay);
}

function requireReplay(
  ctx: ApiContext,
  { broker }: ManagementContext,
): { readonly replay: Replay; readonly vhost: Vhost } {
  const replay = broker.replays.get(param(ctx, 'id'));
  if (replay === undefined) throw ApiError.notFound();
  return { replay, vhost: requireVhost(ctx, broker, replay.vhost) };
}

function readReplay(
  body: JsonObject,
  context: ManagementContext,
  vhost: Vhost,
  authorization: Authorization | undefined,
): ReplayRequest {
  const to = readString(body, 'to', 'queue');
  if (to !== 'queue' && to !== 'exchange') throw ApiError.badRequest(['unknown', to]);
  const mayReachIt = (origin: Origin) => mayReach(origin, to, vhost, authorization);
  return { ...readTerms(body, context), to, mayReach: mayReachIt };
}

function readTerms(
  body: JsonObject,
  { compilePattern }: ManagementContext,
): Omit<ReplayRequest, 'to'> {
  const search = {
    text: readString(body, 'search', ''),
    isRegex: readBoolean(body, 'use_regex', false),
    places: readPlaces(readString(body, 'search_in', '')),
  };
  return {
    reason: readReason(field(body, 'reason')),
    fromQueue: readOptional(body, 'from_queue'),
    perSecond: readPace(field(body, 'per_second')),
    isDryRun: readBoolean(body, 'dry_run', false),
    matches: createSearch(search, compilePattern),
  };
}

/** Headers tell where a letter came from, and headers can be made up: each place is asked for. */
function mayReach(
  { queue, exchange, routingKey }: Origin,
  to: 'queue' | 'exchange',
  vhost: Vhost,
  authorization: Authorization | undefined,
): boolean {
  if (to === 'exchange' && vhost.exchange(exchange)?.definition.internal === true) return false;
  try {
    if (to === 'queue') authorization?.require('write', 'queue', queue);
    else authorization?.requirePublish(exchange, routingKey, []);
    return true;
  } catch (fault) {
    if (!(fault instanceof BrokerError)) throw fault;
    // What is not there is told as a letter that nobody takes.
    return fault.kind !== 'access-refused';
  }
}

function readReason(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const reason = DEATH_REASONS.find((known) => known === value);
  if (reason === undefined) throw ApiError.badRequest(['unknown', value]);
  return reason;
}

function readOptional(body: JsonObject, key: string): string | undefined {
  return field(body, key) === null ? undefined : readString(body, key, '') || undefined;
}

function readPace(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && value >= PER_SECOND_MIN && value <= PER_SECOND_MAX) return value;
  throw ApiError.badRequest(
    `per_second has to be a number from ${PER_SECOND_MIN} to ${PER_SECOND_MAX}`,
  );
}
