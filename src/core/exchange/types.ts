/**
 * The exchange types by the name that a declare gives: the place to add one. Asked by declare.ts.
 */
import type { ExchangeType } from '../definitions.js';
import { DirectMatcher } from './direct.js';
import { FanoutMatcher } from './fanout.js';
import { HeadersMatcher } from './headers.js';
import type { Matcher } from './matcher.js';
import { TopicMatcher } from './topic.js';

const EXCHANGE_TYPES: ReadonlyMap<ExchangeType, () => Matcher> = new Map([
  ['direct', (): Matcher => new DirectMatcher()],
  ['fanout', (): Matcher => new FanoutMatcher()],
  ['topic', (): Matcher => new TopicMatcher()],
  ['headers', (): Matcher => new HeadersMatcher()],
]);

/** Undefined for a type that does not exist. */
export function createMatcher(type: ExchangeType): Matcher | undefined {
  return EXCHANGE_TYPES.get(type)?.();
}
