/**
 * Where would this message go? Walks as router.ts does, changes nothing and remembers nothing, and
 * tells each exchange that it would come through and the bindings that it would take there. Where
 * chance decides, all that it may decide for are told. Asked through exchanges.ts.
 */
import type { FieldTable } from '../field.js';
import type { Message } from '../message.js';
import type { Queue } from '../queue/queue.js';
import { type Binding, type Destination, isQueue } from './binding.js';
import { DELAYED_TYPE, undelayed } from './delayed.js';
import { delayOf } from './delay-header.js';
import type { Exchange } from './exchange.js';
import type { MatcherContext, Matching } from './matcher.js';
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
}

export interface Explanation {
  readonly steps: readonly RouteStep[];
  /** Those that the message reaches for certain, or perhaps. */
  readonly queues: ReadonlyMap<Queue, 'certain' | 'possible'>;
}

/** Of these types one binding is taken, by chance or by a hash of the message. */
const BY_CHANCE: readonly string[] = ['x-random', 'x-local-random'];
const BY_HASH: readonly string[] = ['x-consistent-hash', 'x-modulus-hash'];
/** And all of them of this one, which remembers what its matcher is asked. */
const FOR_ALL: readonly string[] = ['x-recent-history'];

interface Context extends MatcherContext {
  readonly exchanges: ReadonlyMap<string, Exchange>;
  readonly queues: ReadonlyMap<string, Queue>;
}

export function explainRoute(start: Exchange, message: Message, context: Context): Explanation {
  const headers = message.format.headers(message);
  const steps: RouteStep[] = [];
  const queues = new Map<Queue, 'certain' | 'possible'>();
  /** In the order of discovery, with whether the message comes here for certain. */
  const reached = new Map([[start, true]]);
  const reach = (destination: Destination, isCertain: boolean): void => {
    if (!isQueue(destination)) {
      if (!reached.has(destination)) reached.set(destination, isCertain);
    } else if (isCertain || !queues.has(destination)) {
      queues.set(destination, isCertain ? 'certain' : 'possible');
    }
  };
  for (const name of start.name === '' ? keysOf(message) : []) {
    const queue = context.queues.get(name);
    if (queue !== undefined) reach(queue, true);
  }
  for (const [exchange, isCertain] of reached) {
    const step = explainStep(exchange, { message, headers, context });
    steps.push(step);
    const isSure = isCertain && !step.isOneOf;
    for (const { destination } of step.bindings) reach(destination, isSure);
    if (step.alternate !== undefined) reach(step.alternate, isCertain);
  }
  return { steps, queues };
}

function keysOf({ routingKey, extraKeys }: Message): string[] {
  return [routingKey, ...extraKeys];
}

interface Question {
  readonly message: Message;
  readonly headers: FieldTable;
  readonly context: Context;
}

function explainStep(exchange: Exchange, question: Question): RouteStep {
  const { deduplication, definition } = exchange;
  const key = deduplication?.keyIn(question.headers);
  const isDuplicate = key !== undefined && deduplication?.has(key) === true;
  const bindings = isDuplicate ? [] : matchingBindings(exchange, question);
  const isUnmatched = !isDuplicate && bindings.length === 0;
  const alternate = isUnmatched ? (exchange.alternate ?? '') : '';
  return {
    exchange,
    bindings,
    isOneOf: BY_CHANCE.includes(plainDefinition(exchange).type) && bindings.length > 1,
    delayMs: definition.type === DELAYED_TYPE ? delayOf(question.headers) : 0,
    isDuplicate,
    alternate: alternate === '' ? undefined : question.context.exchanges.get(alternate),
  };
}

function plainDefinition({ definition }: Exchange): Exchange['definition'] {
  return definition.type === DELAYED_TYPE ? undelayed(definition) : definition;
}

function matchingBindings(exchange: Exchange, question: Question): Binding[] {
  const all = [...exchange.bindings()];
  const { type } = plainDefinition(exchange);
  if (BY_CHANCE.includes(type) || FOR_ALL.includes(type)) return all;
  if (!BY_HASH.includes(type)) {
    return all.filter((binding) => destinationsOf(exchange, [binding], question).size > 0);
  }
  const destinations = destinationsOf(exchange, all, question);
  return all.filter(({ destination }) => destinations.has(destination));
}

/** By a matcher of the same type that knows these bindings alone. */
function destinationsOf(
  exchange: Exchange,
  bindings: readonly Binding[],
  { message, headers, context }: Question,
): Set<Destination> {
  const matcher = createMatcher(plainDefinition(exchange), context);
  for (const binding of bindings) matcher.add(binding);
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
