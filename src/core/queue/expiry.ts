/**
 * Time to live of the messages of one queue: each expires on time wherever it stands, not only at
 * the head. The ready entries with a deadline stand in a heap, and one timer waits for the
 * earliest. Fed by queue.ts, which is told who is due.
 */
import type { Clock, Timer } from '../clock.js';
import { Heap } from '../heap.js';
import type { Expiration, QueueEntry } from './entry.js';

/**
 * So many are let go in one turn, and the next in the next one: a hundred thousand may be due,
 * after a restart above all, and to publish each of them somewhere takes some ten microseconds.
 */
const DUE_AT_ONCE_MAX = 256;

export class Expiry {
  readonly #clock: Clock;
  /** Is to call `takeDue` so often, or until there is none. */
  readonly #onDue: (countMax: number) => void;
  readonly #expirations = new Heap<Expiration>(
    (a, b) =>
      a.deadline < b.deadline || (a.deadline === b.deadline && a.entry.sequence < b.entry.sequence),
  );
  #timer: Timer | undefined;

  constructor(clock: Clock, onDue: (countMax: number) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  watch(entry: QueueEntry): void {
    const expiration = entry.expiration;
    if (expiration === undefined) return;
    this.#expirations.push(expiration);
    this.#arm();
  }

  /** The timer stays: to move it with each message taken would cost more than one idle wake-up. */
  unwatch(entry: QueueEntry): void {
    const expiration = entry.expiration;
    if (expiration !== undefined && expiration.heapIndex >= 0) this.#expirations.remove(expiration);
  }

  isOver(entry: QueueEntry): boolean {
    return entry.expiration !== undefined && entry.expiration.deadline <= this.#clock.now;
  }

  takeDue(): QueueEntry | undefined {
    const first = this.#expirations.first;
    if (first === undefined || first.deadline > this.#clock.now) return undefined;
    this.#expirations.remove(first);
    return first.entry;
  }

  first(count: number): QueueEntry[] {
    return this.#expirations.firstFew(count).map(({ entry }) => entry);
  }

  dispose(): void {
    this.#clock.cancel(this.#timer);
    this.#timer = undefined;
  }

  #arm(): void {
    const first = this.#expirations.first;
    if (first === undefined) return;
    if (this.#timer !== undefined) {
      if (this.#timer.deadline <= first.deadline) return;
      this.#clock.cancel(this.#timer);
    }
    this.#timer = this.#clock.at(first.deadline, this.#onTime);
  }

  readonly #onTime = (): void => {
    this.#timer = undefined;
    this.#onDue(DUE_AT_ONCE_MAX);
    const first = this.#expirations.first;
    if (first === undefined || first.deadline > this.#clock.now) this.#arm();
    else this.#timer = this.#clock.next(this.#onTime);
  };
}
