/**
 * Which messages were seen before, by a key in their headers: a bounded memory, from which the
 * oldest keys go first. One for each exchange or queue that deduplicates; what of it is to survive
 * goes to the store in the same run as the message, so that both are on the disk or neither is.
 */
import type { Clock } from './clock.js';
import { CACHE_TTL_MAX_MS, type DeduplicationOptions } from './deduplication-arguments.js';
import type { DeduplicationDefinition } from './definitions.js';
import type { Field, FieldTable } from './field.js';
import { integerOf } from './field.js';
import type { Message } from './message.js';
import type { Store } from './store.js';

export interface DeduplicationContext {
  readonly clock: Clock;
  readonly store: Store;
  /** Whose keys these are. */
  readonly place: Pick<DeduplicationDefinition, 'vhost' | 'scope' | 'owner'>;
  /** Does the exchange or queue outlive the process? */
  readonly durable: boolean;
}

/** What a key costs in memory beside its text: about. */
const KEY_OVERHEAD = 96;
/** However many keys may be remembered: publishers choose how long they are. */
const BYTES_MAX = 67_108_864;

interface Memory {
  readonly deadline: number;
  readonly isStored: boolean;
}

export class Deduplication {
  /** Messages that were dropped. */
  duplicates = 0;
  readonly options: DeduplicationOptions;
  readonly #context: DeduplicationContext;
  /** By key, the oldest first. */
  readonly #memories = new Map<string, Memory>();
  #bytes = 0;

  constructor(options: DeduplicationOptions, context: DeduplicationContext) {
    this.options = options;
    this.#context = context;
  }

  get size(): number {
    return this.#memories.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Undefined: this message is not deduplicated. */
  keyIn(headers: FieldTable): string | undefined {
    return keyOf(headers.get(this.options.header));
  }

  has(key: string): boolean {
    const memory = this.#memories.get(key);
    if (memory === undefined) return false;
    if (memory.deadline > this.#context.clock.now) return true;
    this.#forget(key, memory);
    return false;
  }

  /** The key of a message that has found its place. */
  remember(key: string, message: Message, headers: FieldTable): void {
    if (this.has(key)) return;
    const { clock, store, durable, place } = this.#context;
    const deadline = clock.now + this.#ttlOf(headers);
    // A transient message does not come back either.
    const isStored = durable && message.persistent && this.options.isPersistent;
    this.#add(key, { deadline, isStored });
    if (isStored) store.define(definitionOf(place, key, deadline));
  }

  /** Recovery, in the order in which they were remembered. */
  restore({ key, expiresAt }: DeduplicationDefinition): void {
    this.#add(key, { deadline: expiresAt === 0 ? Infinity : expiresAt, isStored: true });
  }

  #ttlOf(headers: FieldTable): number {
    const given = integerOf(headers.get('x-cache-ttl'));
    if (given === undefined || given < 0) return this.options.ttlMs;
    return Math.min(Number(given), CACHE_TTL_MAX_MS);
  }

  #add(key: string, memory: Memory): void {
    this.#memories.set(key, memory);
    this.#bytes += bytesOf(key);
    const { now } = this.#context.clock;
    for (const [oldest, { deadline, isStored }] of this.#memories) {
      const isFull = this.#memories.size > this.options.sizeMax || this.#bytes > BYTES_MAX;
      if (!isFull && deadline > now) break;
      if (oldest === key) break;
      this.#forget(oldest, { deadline, isStored });
    }
  }

  #forget(key: string, { deadline, isStored }: Memory): void {
    this.#memories.delete(key);
    this.#bytes -= bytesOf(key);
    const { store, place } = this.#context;
    if (isStored) store.undefine(definitionOf(place, key, deadline));
  }
}

/** Keys of one message, at the exchanges that it came through. */
export class FreshKeys {
  readonly #headers: FieldTable;
  readonly #keys = new Map<Deduplication, string>();

  constructor(headers: FieldTable) {
    this.#headers = headers;
  }

  add(deduplication: Deduplication, key: string): void {
    this.#keys.set(deduplication, key);
  }

  /** To be called when the message has reached a queue, and none has refused it. */
  remember(message: Message): void {
    for (const [deduplication, key] of this.#keys) {
      deduplication.remember(key, message, this.#headers);
    }
  }
}

/** Integers of any width are equal, and nothing is equal to text but text. */
export function keyOf(field: Field | undefined): string | undefined {
  if (field === undefined) return undefined;
  switch (field.type) {
    case 'A':
    case 'F':
    case 'D':
      return undefined;
    case 'S':
      // Half a character stands for octets that are no UTF-8, which no store keeps as they are.
      if (!field.value.isWellFormed()) return `octets ${JSON.stringify(field.value)}`;
      return `text ${field.value}`;
    case 't':
      return `boolean ${String(field.value)}`;
    case 'f':
    case 'd':
      return `float ${String(field.value)}`;
    case 'x':
      return `bytes ${[...field.value].join(' ')}`;
    case 'V':
      return 'void';
    default:
      return `integer ${String(field.value)}`;
  }
}

function definitionOf(
  place: DeduplicationContext['place'],
  key: string,
  deadline: number,
): DeduplicationDefinition {
  const expiresAt = deadline === Infinity ? 0 : deadline;
  return { kind: 'deduplication', ...place, key, expiresAt };
}

function bytesOf(key: string): number {
  return 2 * key.length + KEY_OVERHEAD;
}
