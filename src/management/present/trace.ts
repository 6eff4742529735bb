/** Traces, and the ways of messages that they have seen, in JSON. Called by routes/traces.ts. */
import type { BindingDefinition } from '../../core/definitions.js';
import type { Hop, RouteFacts, Step } from '../../core/trace/step.js';
import type { Trace } from '../../core/trace/trace.js';
import type { Way } from '../../core/trace/way.js';
import { jsonOfTable } from '../field-json.js';

export function presentTrace(trace: Trace, now: number) {
  const { kind, name } = trace.subject;
  return {
    id: trace.id,
    vhost: trace.vhost,
    exchange: kind === 'exchange' ? name : null,
    queue: kind === 'queue' ? name : null,
    correlation_id: kind === 'correlation_id' ? name : null,
    user: trace.startedBy,
    state: trace.isRunning ? ('running' as const) : ('ended' as const),
    started_at: trace.startedAt,
    ends_at: trace.endsAt,
    /** Clocks differ, so whoever shows it is told how long. */
    ends_in_ms: trace.isRunning ? Math.max(trace.endsAt - now, 0) : 0,
    ended_at: trace.endedAt ?? null,
    messages_seen: trace.seenCount,
    messages_kept: trace.wayCount,
    messages_gone: trace.goneCount,
  };
}

/** A way in short: what its message is, and where it and its copies are by now. */
export function presentWay(id: number, way: Way) {
  const { digest, reply } = way;
  return {
    id,
    started_at: rounded(way.startedAt),
    lasted_ms: rounded((way.steps.at(-1)?.at ?? way.startedAt) - way.startedAt),
    state: stateOf(way),
    exchange: digest.exchange,
    routing_key: digest.routingKey,
    properties: jsonOfTable(digest.properties),
    payload_bytes: digest.bodySize,
    steps_count: way.steps.length + way.omittedCount,
    whole: wholeOf(way),
    copies: copiesOf(way),
    copies_not_followed: way.unfollowedCount,
    round_trip_ms: way.roundTripMs === undefined ? null : rounded(way.roundTripMs),
    reply: reply === undefined ? null : presentReply(reply),
  };
}

/** The same with all of its steps, and those of its reply. */
export function presentWholeWay(id: number, way: Way) {
  const { digest, reply } = way;
  return {
    ...presentWay(id, way),
    routing_keys: [digest.routingKey, ...digest.extraKeys],
    headers_count: digest.headerCount,
    ...stepsOf(way),
    reply: reply === undefined ? null : { ...presentReply(reply), ...stepsOf(reply) },
  };
}

function presentReply(reply: Way) {
  const { digest } = reply;
  return {
    started_at: rounded(reply.startedAt),
    state: stateOf(reply),
    routing_key: digest.routingKey,
    properties: jsonOfTable(digest.properties),
    payload_bytes: digest.bodySize,
    whole: wholeOf(reply),
    copies: copiesOf(reply),
  };
}

/** `cut`: the trace ended, or let go of it, before it had come to its end. */
function stateOf({ isOpen, isCut }: Way): 'open' | 'done' | 'cut' {
  if (isCut) return 'cut';
  return isOpen ? 'open' : 'done';
}

/** The latest step that concerns no single copy. */
function wholeOf({ steps }: Way): string {
  return steps.findLast(({ place }) => place === 0)?.kind ?? 'found';
}

/** What was the latest that happened to each. */
function copiesOf({ steps }: Way) {
  const copies = new Map<number, { queue: string; kind: string; at: number; no_ack: boolean }>();
  for (const { place, queue, exchange = '', kind, at, noAck = false } of steps) {
    if (place === 0) continue;
    const name = copies.get(place)?.queue ?? queue ?? exchange;
    copies.set(place, { queue: name, kind, at: rounded(at), no_ack: noAck });
  }
  return [...copies].map(([place, copy]) => ({ place, ...copy }));
}

function stepsOf({ steps, omittedCount }: Way) {
  const latest = new Map<number, number>();
  let before = steps[0]?.at ?? 0;
  return {
    /** Between the first and the latest that are told. */
    steps_omitted: omittedCount,
    steps: steps.map((step) => {
      const since = latest.get(step.place) ?? before;
      latest.set(step.place, step.at);
      before = step.at;
      return presentStep(step, step.at - since);
    }),
  };
}

/** `afterMs`: since the step of the same copy before. What a step has not it does not tell. */
function presentStep(step: Step, afterMs: number) {
  const { client, route } = step;
  return {
    kind: step.kind,
    at: rounded(step.at),
    after_ms: rounded(afterMs),
    place: step.place,
    queue: step.queue,
    exchange: step.exchange,
    routing_key: step.routingKey,
    connection: client?.connection,
    channel: client?.channel,
    user: client?.user,
    consumer_tag: step.consumerTag,
    redelivered: step.redelivered,
    no_ack: step.noAck,
    ahead: step.ahead,
    returned: step.isReturned,
    cause: step.cause,
    until: step.until,
    gone: step.isGone,
    route: route && presentRoute(route),
  };
}

function presentRoute({ hops, queues, queueCount, isDirectReply }: RouteFacts) {
  return {
    exchanges: hops.map(presentHop),
    queues,
    queues_count: queueCount,
    direct_reply: isDirectReply,
  };
}

function presentHop({ exchange, type, bindings, bindingCount, alternate }: Hop) {
  return {
    name: exchange,
    type,
    bindings: bindings.map(presentTaken),
    bindings_count: bindingCount,
    alternate_exchange: alternate ?? null,
  };
}

function presentTaken({ destination, destinationKind, routingKey, ...rest }: BindingDefinition) {
  return {
    destination,
    destination_type: destinationKind,
    routing_key: routingKey,
    arguments: jsonOfTable(rest.arguments),
  };
}

/** To microseconds. */
function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
