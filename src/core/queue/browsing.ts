/**
 * Looks through the ready messages of a queue without taking any: from a place on, as many as are
 * wanted, those that match. What is on the disk alone is read and not kept. Called by queue.ts.
 */
import type { Message } from '../message.js';
import type { StoredContent } from '../store.js';
import type { QueueEntry } from './entry.js';
import type { Fetcher, Residency } from './residency.js';

export interface BrowseRequest {
  /** The first sequence to be looked at. */
  readonly from: number;
  /** So many at most. */
  readonly count: number;
  readonly matches?: ((message: Message) => boolean) | undefined;
}

export interface BrowsedMessage {
  readonly entry: QueueEntry;
  readonly message: Message;
}

export interface BrowsePage {
  /** In order of sequence. */
  readonly messages: readonly BrowsedMessage[];
  /** Where to go on; undefined at the end of the queue. */
  readonly next: number | undefined;
  /** How many were looked at. */
  readonly examined: number;
}

/** The queue, as a browse sees it. */
export interface BrowseSource {
  readonly id: number;
  readonly residency: Residency;
  /** Of the ready entries the first so many from this sequence on. */
  entriesFrom(sequence: number, count: number): QueueEntry[];
}

/** One answer of the store: so many entries, with bodies of about so many bytes. */
const SLICE_ENTRIES = 256;
const SLICE_BYTES = 1_048_576;
/** However few match, so much is looked at in one call. */
const EXAMINED_MAX = 10_000;
const BYTES_MAX = 16_777_216;

export class Browse implements Fetcher {
  readonly #source: BrowseSource;
  readonly #request: BrowseRequest;
  readonly #done: (page: BrowsePage) => void;
  readonly #messages: BrowsedMessage[] = [];
  #next: number;
  #examined = 0;
  #bytes = 0;
  /** What an answer is under way for. */
  #slice: readonly QueueEntry[] = [];

  constructor(source: BrowseSource, request: BrowseRequest, done: (page: BrowsePage) => void) {
    this.#source = source;
    this.#request = request;
    this.#done = done;
    this.#next = request.from;
  }

  /** Until all is found, or the store is to be waited for. */
  proceed(): void {
    for (;;) {
      if (this.#isFull) return this.#finish();
      const slice = this.#nextSlice();
      if (slice.length === 0) return this.#finish();
      const away = slice.filter(({ resident }) => resident === undefined);
      if (away.length > 0) {
        this.#slice = slice;
        const sequences = away.map(({ sequence }) => sequence);
        return this.#source.residency.fetch(this.#source.id, sequences, this);
      }
      this.#examine(slice, new Map());
    }
  }

  onFetched(stored: readonly StoredContent[]): void {
    const { residency } = this.#source;
    const fetched = new Map(stored.map((each) => [each.sequence, residency.restore(each)]));
    this.#examine(this.#slice, fetched);
    this.proceed();
  }

  /** The queue has gone. */
  onForgotten(): void {
    this.#done({ messages: this.#messages, next: undefined, examined: this.#examined });
  }

  get #isFull(): boolean {
    return (
      this.#messages.length >= this.#request.count ||
      this.#examined >= EXAMINED_MAX ||
      this.#bytes >= BYTES_MAX
    );
  }

  #nextSlice(): QueueEntry[] {
    const { count, matches } = this.#request;
    const wanted = matches === undefined ? count - this.#messages.length : SLICE_ENTRIES;
    const entries = this.#source.entriesFrom(this.#next, Math.min(wanted, SLICE_ENTRIES));
    let bytes = 0;
    const end = entries.findIndex(({ bodySize }) => (bytes += bodySize) > SLICE_BYTES);
    return end < 0 ? entries : entries.slice(0, end + 1);
  }

  #examine(slice: readonly QueueEntry[], fetched: ReadonlyMap<number, Message>): void {
    const { matches } = this.#request;
    for (const entry of slice) {
      if (this.#isFull) return;
      this.#next = entry.sequence + 1;
      const message = entry.resident ?? fetched.get(entry.sequence);
      // It may have been taken meanwhile.
      if (message === undefined || entry.state !== 'ready') continue;
      this.#examined++;
      this.#bytes += entry.bodySize;
      if (matches?.(message) !== false) this.#messages.push({ entry, message });
    }
  }

  #finish(): void {
    const hasMore = this.#source.entriesFrom(this.#next, 1).length > 0;
    const next = hasMore ? this.#next : undefined;
    this.#done({ messages: this.#messages, next, examined: this.#examined });
  }
}
