/**
 * /api/traces, which RabbitMQ has not: the ways of the messages that are published to an exchange,
 * enter a queue or have a correlation id. No bodies are kept.
 */
import type { Broker } from '../../core/broker.js';
import { notFound } from '../../core/resource-name.js';
import type { Trace, TraceSubject } from '../../core/trace/trace.js';
import { SUBJECT_KINDS, WAYS_MAX } from '../../core/trace/trace.js';
import { SECONDS_DEFAULT, SECONDS_MAX } from '../../core/trace/traces.js';
import type { Way } from '../../core/trace/way.js';
import type { Vhost } from '../../core/vhost.js';
import { ApiError } from '../api-error.js';
import { isMonitoring, requireVhost, visibleVhosts } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { requireShort } from '../messages/read-message.js';
import { presentTrace, presentWay, presentWholeWay } from '../present/trace.js';
import {
  DEFAULT_EXCHANGE,
  exchangeName,
  field,
  jsonBody,
  type JsonObject,
  param,
  queryInteger,
  readInteger,
  readString,
} from '../request.js';
import { respondEmpty } from '../respond.js';

const COUNT = 100;
const ANY = { min: 0, max: Number.MAX_SAFE_INTEGER };

export function tracesRoutes(router: ApiRouter, { broker }: ManagementContext): void {
  const { traces, clock } = broker;
  const shown = (trace: Trace) => presentTrace(trace, clock.now);

  router.get('/traces', (ctx) => {
    const vhosts = visibleVhosts(ctx, broker);
    ctx.body = vhosts.flatMap((vhost) => visibleTraces(ctx, broker, vhost)).map(shown);
  });

  router.get('/traces/:vhost', (ctx) => {
    const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
    ctx.body = visibleTraces(ctx, broker, vhost).map(shown);
  });

  router.post('/traces/:vhost', (ctx) => {
    const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
    const body = jsonBody(ctx);
    const subject = readSubject(body, vhost);
    const seconds = readSeconds(body);
    requireAllowed(ctx, broker, vhost, subject);
    const trace = traces.start(vhost, { subject, seconds, user: ctx.state.user.name });
    ctx.status = 201;
    ctx.set('location', `/api/traces/${encodeURIComponent(vhost.name)}/${trace.id}`);
    ctx.body = shown(trace);
  });

  router.get('/traces/:vhost/:id', (ctx) => {
    const trace = requireTrace(ctx, broker);
    const since = queryInteger(ctx, 'since', 0, ANY);
    const before = queryInteger(ctx, 'before', Infinity, ANY);
    const count = queryInteger(ctx, 'count', COUNT, { min: 1, max: WAYS_MAX });
    const ways = [...trace.ways()];
    ctx.body = {
      ...shown(trace),
      revision: traces.revisionOf(trace),
      first: ways[0]?.[0] ?? null,
      messages: ways
        .filter(([id, way]) => way.revision > since && id < before && isShownAlone(way, trace))
        .slice(-count)
        .reverse()
        .map(([id, way]) => presentWay(id, way)),
    };
  });

  router.get('/traces/:vhost/:id/messages/:message', (ctx) => {
    const id = Number(param(ctx, 'message'));
    const way = requireTrace(ctx, broker).way(id);
    if (way === undefined) throw ApiError.notFound();
    ctx.body = presentWholeWay(id, way);
  });

  router.put('/traces/:vhost/:id/stop', (ctx) => {
    traces.stop(requireTrace(ctx, broker).id);
    respondEmpty(ctx, 204);
  });

  router.delete('/traces/:vhost/:id', (ctx) => {
    traces.delete(requireTrace(ctx, broker).id);
    respondEmpty(ctx, 204);
  });
}

/** A reply is told with its request. */
function isShownAlone({ request }: Way, trace: Trace): boolean {
  return request?.traces.has(trace) !== true;
}

function visibleTraces(ctx: ApiContext, broker: Broker, vhost: Vhost): Trace[] {
  return [...broker.traces.all()].filter((trace) => {
    return trace.vhost === vhost.name && isAllowed(ctx, broker, vhost, trace.subject);
  });
}

function requireTrace(ctx: ApiContext, broker: Broker): Trace {
  const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
  const trace = broker.traces.get(param(ctx, 'id'));
  if (trace?.vhost !== vhost.name) throw ApiError.notFound();
  requireAllowed(ctx, broker, vhost, trace.subject);
  return trace;
}

function requireAllowed(ctx: ApiContext, broker: Broker, vhost: Vhost, of: TraceSubject): void {
  if (isAllowed(ctx, broker, vhost, of)) return;
  throw ApiError.notAuthorised(
    of.kind === 'correlation_id'
      ? 'User not authorised to trace by correlation id: that takes the tag monitoring'
      : 'Access refused.',
  );
}

/**
 * Who may see everything may follow messages too. Others need what would let them have a copy of
 * each: to consume from the queue, or to bind one to the exchange, with every key.
 */
function isAllowed(ctx: ApiContext, broker: Broker, vhost: Vhost, of: TraceSubject): boolean {
  const { isOwner, user } = ctx.state;
  if (isOwner || isMonitoring(user)) return true;
  if (of.kind === 'correlation_id') return false;
  const { access } = broker;
  if (!access.may('read', user.name, vhost.name, of.name || DEFAULT_EXCHANGE)) return false;
  if (of.kind === 'queue' || vhost.exchange(of.name)?.definition.type !== 'topic') return true;
  return access.topicPermissions.may('read', user.name, vhost.name, of.name, '#');
}

function readSubject(body: JsonObject, vhost: Vhost): TraceSubject {
  const kinds = SUBJECT_KINDS.filter((each) => field(body, each) !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    throw ApiError.badRequest('one of exchange, queue and correlation_id has to be given');
  }
  const name = requireShort(kind, readString(body, kind, ''));
  if (kind === 'exchange') {
    const exchange = vhost.exchange(exchangeName(name));
    if (exchange === undefined) throw notFound('exchange', name, vhost.name);
    return { kind, name: exchange.name };
  }
  if (kind === 'queue' && vhost.queue(name) === undefined) {
    throw notFound('queue', name, vhost.name);
  }
  if (name === '') throw ApiError.badRequest(`${kind} has to have a value`);
  return { kind, name };
}

function readSeconds(body: JsonObject): number {
  const seconds = readInteger(body, 'seconds', SECONDS_DEFAULT);
  if (seconds >= 1 && seconds <= SECONDS_MAX) return seconds;
  throw ApiError.badRequest(`seconds has to be a whole number from 1 to ${SECONDS_MAX}`);
}
