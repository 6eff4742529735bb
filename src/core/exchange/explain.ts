/**
 * Where would this message go? Walks as router.ts does, changes nothing and remembers nothing, and
 * tells each exchange that it would come through and the bindings that it would take there, or the
 * nearest where it takes none. Where chance decides, all that it may decide for are told. Asked
 * through exchanges.ts.
 */
import type { BindingDefinition } from '../definitions.js';
import { type FieldTable, NO_FIELDS } from '../field.js';
import type { Message } from '../message.js';
import type { Queue } from '../queue/queue.js';
import { type Binding, type Destination, isQueue } from './binding.js';
import { DELAYED_TYPE, undelayed } from './delayed.js';
import { delayOf } from './delay-header.js';
import type { Exchange } from './exchange.js';
import type { Matcher, MatcherContext, Matching } from './matcher.js';
import { Nearest, type NearBinding } from './nearest.js';
import { createMatcher } from './types.js';

export interface RouteStep {
  readonly exchange: Exchange;
  readonly bindings: readonly Binding[];
  /** The message takes one of the bindings, nobody knows which. */
  readonly isOneOf: boolean;
  /** It waits here for so long first. */
  readonly delayMs: number;
  /** It was here before, and goes no further. */
  readonly isDuplicate: boolean;
  /** Where it goes on because no binding matches. */
  readonly alternate: Exchange | undefined;
  /** The bindings that were missed by the least, where none matches. */
  readonly nearest: readonly NearBinding[];
}

export interface Explanation {
  /** In the order of discovery. */
  readonly steps: readonly RouteStep[];
  /** Those that the message reaches for certain, or perhaps. */
  readonly queues: ReadonlyMap<Queue, 'certain' | 'possible'>;
  /** A client waits for a reply under this very key. */
  readonly isDirectReply: boolean;
  /** There are more exchanges on the way than are told. */
  readonly isCut: boolean;
}

/** So many exchanges are told. */
const STEPS_MAX = 1_000;
/** Of these types one binding is taken, by chance or by a hash of the message. */
const BY_CHANCE: readonly string[] = ['x-random', 'x-local-random'];
const BY_HASH: readonly string[] = ['x-consistent-hash', 'x-modulus-hash'];
/** And all of them of this one, which remembers what its matcher is asked. */
const FOR_ALL: readonly string[] = ['x-recent-history'];

interface Context extends MatcherContext {
  readonly exchanges: ReadonlyMap<string, Exchange>;
  readonly queues: ReadonlyMap<string, Queue>;
}

export function explainRoute(
  start: Exchange,
  message: Message,
  context: Context,
  hasNearest: boolean,
): Omit<Explanation, 'isDirectReply'> {
  const headers = message.format.headers(message);
  const steps = new Map<Exchange, RouteStep>();
  const found = new Set<Queue>();
  const reached = new Set([start]);
  const nearest = hasNearest ? new Nearest() : undefined;
  const question = { message, headers, context, nearest };
  const reach = (destination: Destination): void => {
    if (isQueue(destination)) found.add(destination);
    else reached.add(destination);
  };
  for (const exchange of reached) {
    if (steps.size === STEPS_MAX) break;
    const step = explainStep(exchange, question);
    steps.set(exchange, step);
    for (const destination of onward(step)) reach(destination);
  }
  const certain = certainFrom(start, steps, new Map());
  const queues = new Map<Queue, 'certain' | 'possible'>();
  for (const queue of found) queues.set(queue, certain.has(queue) ? 'certain' : 'possible');
  // By name, which no binding says and no policy changes.
  for (const name of start.name === '' ? keysOf(message) : []) {
    const queue = context.queues.get(name);
    if (queue !== undefined) queues.set(queue, 'certain');
  }
  return { steps: [...steps.values()], queues, isCut: reached.size > steps.size };
}

function onward({ bindings, alternate }: RouteStep): Destination[] {
  const destinations: Destination[] = bindings.map(({ destination }) => destination);
  return alternate === undefined ? destinations : [...destinations, alternate];
}

/**
 * What a message reaches from here whatever chance decides: of a step that takes one of several
 * ways, what lies on each of them. In a circle only what was found before it closed counts.
 */
function certainFrom(
  destination: Destination,
  steps: ReadonlyMap<Exchange, RouteStep>,
  known: Map<Exchange, Set<Destination>>,
): ReadonlySet<Destination> {
  if (isQueue(destination)) return new Set([destination]);
  const before = known.get(destination);
  if (before !== undefined) return before;
  const certain = new Set<Destination>([destination]);
  known.set(destination, certain);
  const step = steps.get(destination);
  if (step === undefined) return certain;
  const ways = onward(step).map((way) => certainFrom(way, steps, known));
  const [first = new Set<Destination>(), ...others] = ways;
  for (const way of step.isOneOf ? [first] : ways) {
    for (const each of way) {
      if (!step.isOneOf || others.every((other) => other.has(each))) certain.add(each);
    }
  }
  return certain;
}

function keysOf({ routingKey, extraKeys }: Message): string[] {
  return [routingKey, ...extraKeys];
}

interface Question {
  readonly message: Message;
  readonly headers: FieldTable;
  readonly context: Context;
  /** Undefined where they are not asked for. */
  readonly nearest: Nearest | undefined;
}

function explainStep(exchange: Exchange, question: Question): RouteStep {
  const { deduplication, definition } = exchange;
  const key = deduplication?.keyIn(question.headers);
  const isDuplicate = key !== undefined && deduplication?.has(key) === true;
  const bindings = isDuplicate ? [] : matchingBindings(exchange, question);
  const isUnmatched = !isDuplicate && bindings.length === 0;
  // The default exchange has none, whatever a policy for all names says.
  const isAside = isUnmatched && exchange.name !== '';
  const alternate = isAside ? (exchange.alternate ?? '') : '';
  return {
    exchange,
    bindings,
    isOneOf: BY_CHANCE.includes(plainDefinition(exchange).type) && bindings.length > 1,
    delayMs: definition.type === DELAYED_TYPE ? delayOf(question.headers) : 0,
    isDuplicate,
    alternate: alternate === '' ? undefined : question.context.exchanges.get(alternate),
    nearest: isUnmatched ? nearestBindings(exchange, question) : [],
  };
}

function nearestBindings(exchange: Exchange, question: Question): readonly NearBinding[] {
  const { message, headers, nearest, context } = question;
  if (nearest === undefined) return [];
  const keys = keysOf(message);
  // The queue of that name has got the message.
  if (exchange.name === '' && keys.some((key) => context.queues.has(key))) return [];
  const { type } = plainDefinition(exchange);
  const bindings = exchange.name === '' ? impliedBindings(context) : definitionsFrom(exchange);
  return nearest.to({ type, bindings, keys, headers });
}

function* definitionsFrom(exchange: Exchange): Generator<BindingDefinition> {
  for (const { definition } of exchange.bindings()) yield definition;
}

/** The default exchange has each queue bound by its name. */
function* impliedBindings({ queues }: Context): Generator<BindingDefinition> {
  for (const { name, definition } of queues.values()) {
    yield {
      kind: 'binding',
      vhost: definition.vhost,
      source: '',
      destinationKind: 'queue',
      destination: name,
      routingKey: name,
      arguments: NO_FIELDS,
    };
  }
}

function plainDefinition({ definition }: Exchange): Exchange['definition'] {
  return definition.type === DELAYED_TYPE ? undelayed(definition) : definition;
}

function matchingBindings(exchange: Exchange, question: Question): Binding[] {
  const all = [...exchange.bindings()];
  const { type } = plainDefinition(exchange);
  if (BY_CHANCE.includes(type) || FOR_ALL.includes(type)) return all;
  const isDelayed = exchange.definition.type === DELAYED_TYPE;
  // Its own matcher would only say that the message waits.
  const whole = isDelayed ? matcherOf(exchange, all, question.context) : exchange.matcher;
  const destinations = destinationsOf(whole, question);
  const taken = all.filter(({ destination }) => destinations.has(destination));
  if (BY_HASH.includes(type)) return taken;
  return taken.filter((binding) => {
    return destinationsOf(matcherOf(exchange, [binding], question.context), question).size > 0;
  });
}

/** Another one of the same type, that knows these bindings alone. */
function matcherOf(exchange: Exchange, bindings: readonly Binding[], context: Context): Matcher {
  const matcher = createMatcher(plainDefinition(exchange), context);
  for (const binding of bindings) matcher.add(binding);
  return matcher;
}

function destinationsOf(matcher: Matcher, { message, headers }: Question): Set<Destination> {
  const destinations = new Set<Destination>();
  for (const routingKey of matcher.isAskedByKey ? keysOf(message) : [message.routingKey]) {
    const matching: Matching = {
      message,
      routingKey,
      headers: () => headers,
      add: (destination) => destinations.add(destination),
      hold: () => {},
    };
    matcher.match(matching);
  }
  return destinations;
}
