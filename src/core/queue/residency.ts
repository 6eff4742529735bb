/**
 * How much memory the messages of all queues of a broker take, and what may leave it: beyond a
 * limit, fresh messages of durable queues are kept on the disk alone once they are there. Counted
 * and asked by queue.ts; what comes back from the disk goes to whoever asked: paging.ts or
 * browsing.ts.
 */
import type { Message, MessageFormat } from '../message.js';
import type { Store, StoredContent } from '../store.js';
import { NOT_STORED, type QueueEntry } from './entry.js';

/** What an entry costs, and a message in memory besides its body: measured on Node 20. */
export const ENTRY_OVERHEAD = 176;
export const MESSAGE_OVERHEAD = 192;

/** What every queue may keep however much the others hold: its first messages, as a rule. */
const WINDOW_BYTES = 65_536;
/** Candidates dealt with are cut off when they are so many, and the most part. */
const TRIM_MIN = 1_024;

/** Who asked the store for messages. */
export interface Fetcher {
  onFetched(messages: readonly StoredContent[]): void;
  onForgotten?(): void;
}

export interface ResidencyOptions {
  readonly store: Store;
  readonly format: MessageFormat;
  /** Called when more has become durable: Broker.durable. */
  readonly durable: Set<() => void>;
  readonly residentBytesMax?: number | undefined;
  readonly windowBytes?: number | undefined;
}

export class Residency {
  /** Of all messages in queues that are in memory: bodies and MESSAGE_OVERHEAD for each. */
  bytes = 0;
  readonly windowBytes: number;
  readonly #store: Store;
  readonly #format: MessageFormat;
  readonly #durable: Set<() => void>;
  #bytesMax = Infinity;
  /** Fresh entries in the order of their appends: each is evicted when it is on the disk. */
  #candidates: QueueEntry[] = [];
  /** Of the candidates, how many are dealt with. */
  #passed = 0;
  /** By queue: who waits for an answer of the store, in order. */
  readonly #waiting = new Map<number, Fetcher[]>();
  readonly #onDurable = (): void => this.#evictDurable();

  constructor({ store, format, durable, residentBytesMax, windowBytes }: ResidencyOptions) {
    this.#store = store;
    this.#format = format;
    this.#durable = durable;
    this.limit(residentBytesMax ?? Infinity);
    this.windowBytes = windowBytes ?? WINDOW_BYTES;
  }

  get isExceeded(): boolean {
    return this.bytes > this.#bytesMax;
  }

  /** Where the store cannot give messages back there is no limit. */
  limit(bytesMax: number): void {
    this.#bytesMax = this.#store.canFetch ? bytesMax : Infinity;
  }

  isOnDisk(entry: QueueEntry): boolean {
    const { appended } = entry;
    return appended !== NOT_STORED && this.#store.isDurable(appended, appended);
  }

  /** The latest append of all is to leave memory once it is durable, if it still waits then. */
  offer(entry: QueueEntry): void {
    if (this.#candidates.length === 0) this.#durable.add(this.#onDurable);
    this.#candidates.push(entry);
  }

  fetch(queueId: number, sequences: readonly number[], fetcher: Fetcher): void {
    const waiting = this.#waiting.get(queueId);
    if (waiting === undefined) this.#waiting.set(queueId, [fetcher]);
    else waiting.push(fetcher);
    this.#store.fetch(queueId, sequences);
  }

  /** Whoever is gone by now is told nothing. */
  onFetched(queueId: number, messages: readonly StoredContent[]): void {
    const waiting = this.#waiting.get(queueId);
    const fetcher = waiting?.shift();
    if (waiting?.length === 0) this.#waiting.delete(queueId);
    fetcher?.onFetched(messages);
  }

  restore(stored: StoredContent): Message {
    return this.#format.restore(stored);
  }

  /** The queue has gone. */
  forget(queueId: number): void {
    const waiting = this.#waiting.get(queueId) ?? [];
    this.#waiting.delete(queueId);
    for (const fetcher of waiting) fetcher.onForgotten?.();
  }

  #evictDurable(): void {
    const candidates = this.#candidates;
    for (; this.#passed < candidates.length; this.#passed++) {
      const entry = candidates[this.#passed];
      // What is settled by now, or about to be, has no position any more.
      if (entry === undefined || entry.appended <= 0) continue;
      if (!this.#store.isDurable(entry.appended, entry.appended)) break;
      if (this.isExceeded) entry.queue.evict(entry);
    }
    this.#trim();
  }

  #trim(): void {
    if (this.#passed === this.#candidates.length) {
      this.#candidates = [];
      this.#passed = 0;
      this.#durable.delete(this.#onDurable);
    } else if (this.#passed >= TRIM_MIN && this.#passed * 2 > this.#candidates.length) {
      this.#candidates.splice(0, this.#passed);
      this.#passed = 0;
    }
  }
}
