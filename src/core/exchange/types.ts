/**
 * The exchange types by the name that a declare gives: the place to add one. Asked by declare.ts.
 */
import type { ExchangeDefinition, ExchangeType } from '../definitions.js';
import { DEDUPLICATION_TYPE } from '../deduplication-arguments.js';
import { BrokerError } from '../errors.js';
import { ConsistentHashMatcher } from './consistent-hash.js';
import { DELAYED_TYPE, DelayedMatcher, undelayed } from './delayed.js';
import { DirectMatcher } from './direct.js';
import { FanoutMatcher } from './fanout.js';
import { HeadersMatcher } from './headers.js';
import { LocalRandomMatcher } from './local-random.js';
import type { Matcher, MatcherContext } from './matcher.js';
import { ModulusHashMatcher } from './modulus-hash.js';
import { RandomMatcher } from './random.js';
import { RecentHistoryMatcher } from './recent-history.js';
import { TopicMatcher } from './topic.js';

type Create = (definition: ExchangeDefinition, context: MatcherContext) => Matcher;

const EXCHANGE_TYPES: ReadonlyMap<ExchangeType, Create> = new Map<ExchangeType, Create>([
  ['direct', () => new DirectMatcher()],
  ['fanout', () => new FanoutMatcher()],
  ['topic', () => new TopicMatcher()],
  ['headers', () => new HeadersMatcher()],
  // What is done with duplicates is done before any type is asked.
  [DEDUPLICATION_TYPE, () => new FanoutMatcher()],
  ['x-consistent-hash', (definition) => new ConsistentHashMatcher(definition)],
  ['x-modulus-hash', () => new ModulusHashMatcher()],
  ['x-random', (_definition, context) => new RandomMatcher(context)],
  ['x-local-random', (_definition, context) => new LocalRandomMatcher(context)],
  [
    DELAYED_TYPE,
    (definition, context) => new DelayedMatcher(createMatcher(undelayed(definition), context)),
  ],
  ['x-recent-history', (definition, context) => new RecentHistoryMatcher(definition, context)],
]);

export const EXCHANGE_TYPE_NAMES: readonly ExchangeType[] = [...EXCHANGE_TYPES.keys()];

export function isExchangeType(type: ExchangeType): boolean {
  return EXCHANGE_TYPES.has(type);
}

export function requireKnownType(type: ExchangeType): void {
  findType(type);
}

/** Throws a BrokerError if there is no such type, or if it does not take these arguments. */
export function createMatcher(definition: ExchangeDefinition, context: MatcherContext): Matcher {
  return findType(definition.type)(definition, context);
}

function findType(type: ExchangeType): Create {
  const create = EXCHANGE_TYPES.get(type);
  if (create !== undefined) return create;
  // RabbitMQ calls a word that it uses for anything else invalid, and the empty one is among them.
  const fault = type === '' ? 'invalid' : 'unknown';
  throw new BrokerError('command-invalid', `${fault} exchange type '${type}'`);
}
