/**
 * Drives the Clock from the machine's time: sleeps to the next deadline and no longer, and never
 * wakes without one. The listener touches it with every chunk, so that a busy broker's clock is
 * right without a timer. Owned by server.ts.
 */
import type { Clock } from './core/clock.js';

/** setTimeout takes 31 bits and fires at once for more. */
const DELAY_MAX_MS = 2 ** 31 - 1;

export interface MachineTime {
  now(): number;
  setTimeout(callback: () => void, delayMs: number): NodeJS.Timeout;
  clearTimeout(timeout: NodeJS.Timeout): void;
}

/**
 * Wall time at the start of the process, carried on by the monotonic counter: an adjusted clock
 * expires nothing.
 */
export const machineTime: MachineTime = {
  now: () => Math.floor(preciseTime()),
  // Time alone keeps no process alive: sockets do.
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs).unref(),
  clearTimeout,
};

/** The same with fractions of a millisecond. */
export function preciseTime(): number {
  return performance.timeOrigin + performance.now();
}

export class Ticker {
  readonly #clock: Clock;
  readonly #time: MachineTime;
  #timeout: NodeJS.Timeout | undefined;
  #wakeAt = Infinity;
  #isStarted = false;

  constructor(clock: Clock, time: MachineTime = machineTime) {
    this.#clock = clock;
    this.#time = time;
  }

  start(): void {
    this.#isStarted = true;
    this.#clock.onEarlier = () => {
      this.#arm();
    };
    this.touch();
    this.#arm();
  }

  stop(): void {
    this.#isStarted = false;
    this.#clock.onEarlier = () => {};
    this.#disarm();
  }

  /** Brings the clock up to now; what has become due happens within the call. */
  readonly touch = (): void => {
    this.#clock.advance(this.#time.now());
  };

  #arm(): void {
    const deadline = this.#clock.nextDeadline;
    // A timer that is set for earlier than needed wakes once in vain, which is cheaper than setting
    // it anew each time.
    if (!this.#isStarted || deadline === undefined || deadline >= this.#wakeAt) return;
    this.#disarm();
    // At least 1: a timer may fire within the millisecond before its deadline, and must not spin
    // until it is over.
    const delayMs = Math.min(Math.max(deadline - this.#time.now(), 1), DELAY_MAX_MS);
    this.#wakeAt = deadline;
    this.#timeout = this.#time.setTimeout(this.#wake, delayMs);
  }

  #disarm(): void {
    if (this.#timeout !== undefined) this.#time.clearTimeout(this.#timeout);
    this.#timeout = undefined;
    this.#wakeAt = Infinity;
  }

  readonly #wake = (): void => {
    this.#timeout = undefined;
    // While due timers run, the new ones they set need no arming: it is done once, below.
    this.#wakeAt = -Infinity;
    this.touch();
    this.#wakeAt = Infinity;
    this.#arm();
  };
}
