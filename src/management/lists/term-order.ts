/**
 * The order of values in a list that is sorted by one of their columns: that of Erlang's terms,
 * which RabbitMQ sorts by. Used by respond-list.ts.
 */
import { isObject } from '../request.js';

interface InVhost {
  readonly definition: { readonly vhost: string; readonly name: string };
}

/** Numbers before false, null and true, those before objects, lists and texts. */
export function compareTerms(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [rankA, rankB] = [rank(a), rank(b)];
  if (rankA !== rankB) return rankA - rankB;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  return compareTexts(JSON.stringify(a), JSON.stringify(b));
}

export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** RabbitMQ's order of nearly all lists. */
export function byVhostAndName(a: InVhost, b: InVhost): number {
  const { definition: one } = a;
  const { definition: other } = b;
  return compareTexts(one.vhost, other.vhost) || compareTexts(one.name, other.name);
}

/** What an object has there: 0 stands for nothing, as in RabbitMQ. */
export function valueAt(object: unknown, keys: readonly string[]): unknown {
  let value = object;
  for (const key of keys) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return 0;
    value = value[key];
  }
  return value;
}

const RANKS: readonly unknown[] = [false, null, true];

function rank(value: unknown): number {
  if (typeof value === 'number') return -1;
  const word = RANKS.indexOf(value);
  if (word >= 0) return word;
  if (typeof value === 'string') return RANKS.length + 2;
  return Array.isArray(value) ? RANKS.length + 1 : RANKS.length;
}
