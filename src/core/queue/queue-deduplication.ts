/**
 * Drops what is in the queue already, as RabbitMQ's community plugin does: a key is taken while its
 * message is here, ready or unsettled, and comes back with it from the store. With a cache size or
 * a time to live in the queue's arguments keys are remembered beyond that, as LavinMQ does. Asked
 * by queue.ts.
 */
import { Deduplication } from '../deduplication.js';
import { parseDeduplication } from '../deduplication-arguments.js';
import type { DeduplicationDefinition, QueueDefinition } from '../definitions.js';
import type { FieldTable } from '../field.js';
import type { Message } from '../message.js';
import type { QueueEntry } from './entry.js';
import type { QueueContext } from './queue-context.js';

/** Of a key's text, its two maps and its entries there: about. */
const PRESENCE_OVERHEAD = 160;

export class QueueDeduplication {
  duplicates = 0;
  readonly #deduplication: Deduplication;
  /** Are keys remembered beyond their messages? */
  readonly #remembers: boolean;
  readonly #present = new Set<string>();
  readonly #keys = new Map<QueueEntry, string>();
  #bytes = 0;

  constructor(deduplication: Deduplication, remembers: boolean) {
    this.#deduplication = deduplication;
    this.#remembers = remembers;
  }

  get bytes(): number {
    return this.#bytes + this.#deduplication.bytes;
  }

  isDuplicate(message: Message): boolean {
    const key = this.#keyOf(message);
    if (key === undefined) return false;
    const isKnown = this.#present.has(key) || (this.#remembers && this.#deduplication.has(key));
    if (isKnown) this.duplicates++;
    return isKnown;
  }

  /** The message is taken in; `isNew` unless it comes from the store. */
  enter(entry: QueueEntry, isNew: boolean): void {
    const { message } = entry;
    const key = this.#keyOf(message);
    if (key === undefined) return;
    this.#present.add(key);
    this.#keys.set(entry, key);
    this.#bytes += key.length * 2 + PRESENCE_OVERHEAD;
    if (!isNew || !this.#remembers) return;
    this.#deduplication.remember(key, message, message.format.headers(message));
  }

  /** The entry is gone for whatever reason. */
  leave(entry: QueueEntry): void {
    const key = this.#keys.get(entry);
    if (key === undefined) return;
    this.#keys.delete(entry);
    this.#present.delete(key);
    this.#bytes -= key.length * 2 + PRESENCE_OVERHEAD;
  }

  restore(definition: DeduplicationDefinition): void {
    this.#deduplication.restore(definition);
  }

  #keyOf(message: Message): string | undefined {
    return this.#deduplication.keyIn(message.format.headers(message));
  }
}

/** Undefined for most queues. */
export function queueDeduplication(
  { vhost, name, durable, exclusive }: QueueDefinition,
  args: FieldTable,
  { clock, store }: QueueContext,
): QueueDeduplication | undefined {
  const options = parseDeduplication(args);
  if (options === undefined) return undefined;
  const place = { vhost, scope: 'queue', owner: name } as const;
  const context = { clock, store, place, durable: durable && !exclusive };
  const remembers = args.has('x-cache-size') || args.has('x-cache-ttl');
  return new QueueDeduplication(new Deduplication(options, context), remembers);
}
