/**
 * Time, always given from outside: one class serves production (ticker.ts advances it) and specs
 * (the spec advances it, and a day passes in a millisecond). Deadlines fire within `advance`, in
 * order, and among equal ones in the order in which they were set.
 */
import { Heap } from './heap.js';

export interface Timer {
  readonly deadline: number;
  readonly callback: () => void;
  readonly order: number;
  heapIndex: number;
}

export class Clock {
  /** Milliseconds since the epoch, as of the last `advance`. */
  now: number;
  /**
   * Told when the next deadline has become earlier, so that whoever drives the clock can wake in
   * time.
   */
  onEarlier: () => void = () => {};

  #order = 0;
  readonly #timers = new Heap<Timer>(
    (a, b) => a.deadline < b.deadline || (a.deadline === b.deadline && a.order < b.order),
  );

  constructor(now = 0) {
    this.now = now;
  }

  at(deadline: number, callback: () => void): Timer {
    const timer: Timer = { deadline, callback, order: this.#order++, heapIndex: -1 };
    this.#timers.push(timer);
    if (this.#timers.first === timer) this.onEarlier();
    return timer;
  }

  after(delayMs: number, callback: () => void): Timer {
    return this.at(this.now + delayMs, callback);
  }

  /** Cancelling a timer that has fired or was cancelled does nothing. */
  cancel(timer: Timer | undefined): void {
    if (timer !== undefined && timer.heapIndex >= 0) this.#timers.remove(timer);
  }

  /** Undefined when nothing waits. */
  get nextDeadline(): number | undefined {
    return this.#timers.first?.deadline;
  }

  /** Time never runs backwards: an earlier `now` is ignored. */
  advance(now: number): void {
    for (;;) {
      const timer = this.#timers.first;
      if (timer === undefined || timer.deadline > now) break;
      this.#timers.remove(timer);
      if (timer.deadline > this.now) this.now = timer.deadline;
      timer.callback();
    }
    if (now > this.now) this.now = now;
  }
}
