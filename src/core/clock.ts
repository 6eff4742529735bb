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
  #next: Timer[] = [];
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

  /**
   * Within the next `advance`, so that whoever has much to do lets others have their turn between
   * two parts of it.
   */
  next(callback: () => void): Timer {
    const timer: Timer = { deadline: this.now, callback, order: this.#order++, heapIndex: -1 };
    this.#next.push(timer);
    this.onEarlier();
    return timer;
  }

  /** Cancelling a timer that has fired or was cancelled does nothing. */
  cancel(timer: Timer | undefined): void {
    if (timer === undefined) return;
    if (timer.heapIndex >= 0) this.#timers.remove(timer);
    else this.#next = this.#next.filter((other) => other !== timer);
  }

  /** Undefined when nothing waits. */
  get nextDeadline(): number | undefined {
    return this.#next[0]?.deadline ?? this.#timers.first?.deadline;
  }

  /** Time never runs backwards: an earlier `now` is ignored. */
  advance(now: number): void {
    const next = this.#next;
    if (next.length > 0) {
      this.#next = [];
      for (const { callback } of next) callback();
    }
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
