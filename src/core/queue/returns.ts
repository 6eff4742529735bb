/**
 * What it means for a message to come back: it is counted, it may be one return too many
 * (x-delivery-limit), and it may have to wait before it goes out again (x-delayed-retry-type). Used
 * by queues that want any of this, which plain classic queues do not. The count and the time are
 * noted in the store.
 */
import type { Clock } from '../clock.js';
import type { MessageNote, Store } from '../store.js';
import type { DelayedRetry, QueueOptions } from './options.js';
import { Delayed } from './delayed.js';
import { withDeliveryCount } from './delivery-count.js';
import type { QueueEntry } from './entry.js';
import { EntryNote } from './entry-note.js';

export interface ReturnsContext {
  readonly clock: Clock;
  readonly store: Store;
}

/** Doublings beyond this many give more milliseconds than anybody may ask for. */
const DOUBLINGS_MAX = 40;

export class Returns {
  readonly delayed: Delayed;
  readonly #clock: Clock;
  readonly #store: Store;
  #limit = Infinity;
  #retry: DelayedRetry | undefined;
  #isCounting = true;

  constructor(options: QueueOptions, { clock, store }: ReturnsContext, onDue: () => void) {
    this.#clock = clock;
    this.#store = store;
    this.delayed = new Delayed(clock, onDue);
    this.configure(options);
  }

  /** What is delayed keeps its time, even if nothing is to be counted any more. */
  configure(options: QueueOptions): void {
    this.#limit = options.deliveryLimit;
    this.#retry = options.delayedRetry;
    this.#isCounting = Returns.areCounted(options);
  }

  static areCounted({ type, delayedRetry }: QueueOptions): boolean {
    return type === 'quorum' || delayedRetry !== undefined;
  }

  get isCounting(): boolean {
    return this.#isCounting;
  }

  /** One more. False if it is one too many. */
  count(entry: QueueEntry): boolean {
    return ++EntryNote.of(entry).returnCount <= this.#limit;
  }

  /**
   * To be called once it is counted: true if it has to wait. `hasFailed`: it was not given back in
   * peace, but rejected, or lost with its holder.
   */
  settleWhen(entry: QueueEntry, hasFailed: boolean): boolean {
    const note = EntryNote.of(entry);
    const delayMs = this.#delayMs(note.returnCount, hasFailed);
    note.notBefore = delayMs === 0 ? 0 : this.#clock.now + delayMs;
    note.save(this.#store);
    if (delayMs === 0) return false;
    this.delayed.add(note);
    return true;
  }

  /** After a restart: true if it has still to wait. */
  restore(entry: QueueEntry, stored: MessageNote): boolean {
    const note = EntryNote.of(entry);
    note.restore(stored);
    if (stored.dying !== undefined || stored.notBefore <= this.#clock.now) return false;
    this.delayed.add(note);
    return true;
  }

  /** What goes out again says how often it came back. */
  mark(entry: QueueEntry): void {
    const count = entry.returnCount;
    if (count > 0) entry.resident = withDeliveryCount(entry.message, count);
  }

  #delayMs(returnCount: number, hasFailed: boolean): number {
    const retry = this.#retry;
    if (retry === undefined || retry.type === (hasFailed ? 'returned' : 'failed')) return 0;
    return Math.min(retry.minMs * 2 ** Math.min(returnCount - 1, DOUBLINGS_MAX), retry.maxMs);
  }
}
