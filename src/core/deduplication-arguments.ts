/**
 * The arguments of deduplication, of an exchange or a queue, checked with the texts of RabbitMQ's
 * community plugin. Asked by exchange/exchanges.ts and queue/queue-deduplication.ts.
 */
import { BrokerError } from './errors.js';
import type { Field, FieldTable } from './field.js';
import { integerOf, textOf } from './field.js';

export interface DeduplicationOptions {
  /** Keys that are remembered at most. */
  readonly sizeMax: number;
  /** How long one is remembered whose message does not say; Infinity while there is room. */
  readonly ttlMs: number;
  /** The header that has the key. */
  readonly header: string;
  /** Are keys to outlive the process? */
  readonly isPersistent: boolean;
}

/** The type of exchange that does it without being asked. */
export const DEDUPLICATION_TYPE = 'x-message-deduplication';

const ASKED = DEDUPLICATION_TYPE;
const HEADER = 'x-deduplication-header';
/** LavinMQ's. */
const SIZE_DEFAULT = 128;
/** Ten years. */
export const CACHE_TTL_MAX_MS = 315_360_000_000;

/** Undefined where nothing is to be deduplicated. */
export function parseDeduplication(
  args: FieldTable,
  exchangeType?: string,
): DeduplicationOptions | undefined {
  const isOfType = exchangeType === DEDUPLICATION_TYPE;
  if (!isOfType && !isAsked(args.get(ASKED))) return undefined;
  const size = args.get('x-cache-size');
  const isGiven = isOfType || size !== undefined;
  return {
    sizeMax: isGiven ? count(size, "Missing or invalid argument, 'x-cache-size'") : SIZE_DEFAULT,
    ttlMs: ttlOf(args.get('x-cache-ttl')),
    header: headerOf(args.get(HEADER)),
    isPersistent: persistenceOf(args.get('x-cache-persistence')),
  };
}

/**
 * What is left of arguments that come from the store: an earlier release knew nothing of
 * deduplication, and took anything.
 */
export function withoutFaults(args: FieldTable, onFault: (fault: BrokerError) => void): FieldTable {
  try {
    parseDeduplication(args);
    return args;
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    onFault(error);
    return new Map([...args].filter(([name]) => name !== ASKED));
  }
}

function isAsked(field: Field | undefined): boolean {
  if (field === undefined) return false;
  if (field.type === 't') return field.value;
  throw invalid("Invalid argument, 'x-message-deduplication' must be a boolean");
}

/** Digits will do, as in the plugin. */
function count(field: Field | undefined, what: string): number {
  const text = textOf(field);
  const value = text !== undefined && /^\d+$/.test(text) ? Number(text) : integerOf(field);
  if (value !== undefined && value > 0) return Number(value);
  throw invalid(`${what} must be an integer greater than 0`);
}

/** At most ten years, as every duration: a deadline has to fit into the store. */
function ttlOf(field: Field | undefined): number {
  if (field === undefined) return Infinity;
  return Math.min(count(field, "Invalid argument, 'x-cache-ttl'"), CACHE_TTL_MAX_MS);
}

function headerOf(field: Field | undefined): string {
  if (field === undefined) return HEADER;
  const name = textOf(field);
  if (name !== undefined && name !== '') return name;
  throw invalid(`Invalid argument, '${HEADER}' must be the name of a header`);
}

function persistenceOf(field: Field | undefined): boolean {
  if (field === undefined) return true;
  const place = textOf(field);
  if (place === 'disk' || place === 'memory') return place === 'disk';
  throw invalid("Invalid argument, 'x-cache-persistence' must be either 'disk' or 'memory'");
}

function invalid(text: string): BrokerError {
  return new BrokerError('precondition-failed', text);
}
