/**
 * Looks through the ready messages of a queue without taking any: from a place on, as many as are
 * wanted, those that match. What is on the disk alone is read and not kept. Reads ahead no more
 * than it has found reason to, and lets others have their turn between two parts. Called by
 * queue.ts.
 */
import type { Clock } from '../clock.js';
import type { Message } from '../message.js';
import type { StoredContent } from '../store.js';
import type { QueueEntry } from './entry.js';
import type { Fetcher, Residency } from './residency.js';

export interface BrowseRequest {
  /** The first sequence to be looked at. */
  readonly from: number;
  /** So many from there on are not looked at; their number is found in one step for each. */
  readonly skip?: number | undefined;
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
  readonly clock: Clock;
  readonly residency: Residency;
  readonly queue: { readonly definition: { readonly id: number }; readonly isDeleted: boolean };
  readonly backlog: {
    /** Of the ready entries the first so many from this sequence on. */
    entriesFrom(sequence: number, count: number): QueueEntry[];
  };
}

/** One answer of the store: so many entries, with bodies of about so many bytes. */
const SLICE_ENTRIES = 256;
const SLICE_BYTES = 1_048_576;
/** However few match, so much is looked at in one call. */
const EXAMINED_MAX = 10_000;
const BYTES_MAX = 16_777_216;
/** What is looked for in more than this is looked for in another turn: some milliseconds. */
const TURN_BYTES = 524_288;
/** To decode one message costs as much as to look through so many bytes. */
const MESSAGE_COST = 1_024;
/** So many entries are found at once, at least. */
const PLAN_MIN = 64;
/** Each part is so much larger than the one before, which had not enough. */
const GROWTH = 2;

export class Browse implements Fetcher {
  readonly #source: BrowseSource;
  readonly #request: BrowseRequest;
  readonly #done: (page: BrowsePage) => void;
  readonly #messages: BrowsedMessage[] = [];
  #next: number;
  #examined = 0;
  #bytes = 0;
  #turnBytes = 0;
  /** Entries to be looked at; from #planned on. */
  #plan: readonly QueueEntry[] = [];
  #planned = 0;
  #planSize: number;
  #sliceSize: number;
  /** What an answer is under way for. */
  #slice: readonly QueueEntry[] = [];

  constructor(source: BrowseSource, request: BrowseRequest, done: (page: BrowsePage) => void) {
    this.#source = source;
    this.#request = request;
    this.#done = done;
    this.#next = request.from;
    this.#planSize = Math.min(Math.max(request.count, PLAN_MIN), EXAMINED_MAX);
    this.#sliceSize = Math.min(request.count, SLICE_ENTRIES);
  }

  start(): void {
    const { from, skip = 0 } = this.#request;
    if (skip > 0) {
      const entries = this.#source.backlog.entriesFrom(from, skip + 1);
      this.#next = entries[skip]?.sequence ?? Infinity;
    }
    this.proceed();
  }

  /** Until all is found, or the store is to be waited for. */
  proceed(): void {
    this.#turnBytes = 0;
    while (!this.#source.queue.isDeleted) {
      if (this.#isFull) return this.#finish();
      const slice = this.#nextSlice();
      if (slice.length === 0) return this.#finish();
      const away = slice.filter(({ state, resident }) => {
        return state === 'ready' && resident === undefined;
      });
      if (away.length > 0) {
        this.#slice = slice;
        const sequences = away.map(({ sequence }) => sequence);
        const { residency, queue } = this.#source;
        return residency.fetch(queue.definition.id, sequences, this);
      }
      this.#examine(slice, new Map());
      if (this.#turnBytes < TURN_BYTES || this.#request.matches === undefined) continue;
      this.#source.clock.next(() => this.proceed());
      return;
    }
    this.onForgotten();
  }

  onFetched(stored: readonly StoredContent[]): void {
    const { residency } = this.#source;
    const fetched = new Map(stored.map((each) => [each.sequence, residency.restore(each)]));
    this.#examine(this.#slice, fetched);
    this.proceed();
  }

  /** The queue has gone, and all that was found with it. */
  onForgotten(): void {
    this.#done({ messages: [], next: undefined, examined: this.#examined });
  }

  get #isFull(): boolean {
    return (
      this.#messages.length >= this.#request.count ||
      this.#examined >= EXAMINED_MAX ||
      this.#bytes >= BYTES_MAX
    );
  }

  #nextSlice(): readonly QueueEntry[] {
    if (this.#planned >= this.#plan.length) this.#planAhead();
    const { count, matches } = this.#request;
    const wanted = matches === undefined ? count - this.#messages.length : SLICE_ENTRIES;
    const size = Math.min(wanted, this.#sliceSize);
    const entries = this.#plan.slice(this.#planned, this.#planned + size);
    this.#sliceSize = Math.min(this.#sliceSize * GROWTH, SLICE_ENTRIES);
    let bytes = 0;
    const tooMany = entries.findIndex(({ bodySize }) => (bytes += bodySize) > SLICE_BYTES);
    const slice = tooMany < 0 ? entries : entries.slice(0, tooMany + 1);
    this.#planned += slice.length;
    return slice;
  }

  #planAhead(): void {
    this.#plan = this.#source.backlog.entriesFrom(this.#next, this.#planSize);
    this.#planned = 0;
    this.#planSize = Math.min(this.#planSize * GROWTH, EXAMINED_MAX);
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
      this.#bytes += message.content.length;
      this.#turnBytes += message.content.length + MESSAGE_COST;
      if (matches?.(message) !== false) this.#messages.push({ entry, message });
    }
  }

  #finish(): void {
    const hasMore = this.#source.backlog.entriesFrom(this.#next, 1).length > 0;
    const next = hasMore ? this.#next : undefined;
    this.#done({ messages: this.#messages, next, examined: this.#examined });
  }
}
