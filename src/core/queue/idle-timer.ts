/**
 * x-expires: tells queue.ts when a queue has been unused for so long, that is, without a consumer,
 * a declare or a get. A touch only notes the time; the timer looks at it when it fires.
 */
import type { Clock, Timer } from '../clock.js';

export class IdleTimer {
  readonly #clock: Clock;
  readonly #idleMs: number;
  readonly #onIdle: () => void;
  #lastUse = 0;
  #timer: Timer | undefined;

  constructor(clock: Clock, idleMs: number, onIdle: () => void) {
    this.#clock = clock;
    this.#idleMs = idleMs;
    this.#onIdle = onIdle;
    this.start();
  }

  start(): void {
    this.touch();
    if (this.#timer === undefined) this.#wait();
  }

  touch(): void {
    this.#lastUse = this.#clock.now;
  }

  stop(): void {
    this.#clock.cancel(this.#timer);
    this.#timer = undefined;
  }

  #wait(): void {
    this.#timer = this.#clock.at(this.#lastUse + this.#idleMs, () => {
      this.#timer = undefined;
      if (this.#lastUse + this.#idleMs > this.#clock.now) this.#wait();
      else this.#onIdle();
    });
  }
}
