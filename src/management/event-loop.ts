/**
 * How late the event loop is: whatever the broker does waits so long before it begins. Watched from
 * the first question on, and told for the last five seconds that are over. Asked by
 * routes/nodes.ts; metrics have a watch of their own, which lasts from scrape to scrape.
 */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../core/clock.js';

const WINDOW_MS = 5_000;
/** The timer that is watched fires so often, and its period is no delay. */
const RESOLUTION_MS = 10;
const NANOSECONDS = 1e6;

/** All in ms. */
export interface EventLoopDelay {
  readonly mean: number;
  readonly p99: number;
  readonly max: number;
}

export class EventLoop {
  readonly #clock: Clock;
  readonly #watch: () => IntervalHistogram;
  #delays: IntervalHistogram | undefined;
  #latest: EventLoopDelay | null = null;

  constructor(clock: Clock, watch = () => monitorEventLoopDelay({ resolution: RESOLUTION_MS })) {
    this.#clock = clock;
    this.#watch = watch;
  }

  /** Null until the first five seconds are over. */
  read(): EventLoopDelay | null {
    if (this.#delays === undefined) {
      this.#delays = this.#watch();
      this.#delays.enable();
      this.#turn(this.#delays);
    }
    return this.#latest;
  }

  #turn(delays: IntervalHistogram): void {
    this.#clock.after(WINDOW_MS, () => {
      this.#latest = {
        mean: delayOf(delays.mean),
        p99: delayOf(delays.percentile(99)),
        max: delayOf(delays.max),
      };
      delays.reset();
      this.#turn(delays);
    });
  }
}

/** A window in which nothing was measured has no mean. */
function delayOf(nanoseconds: number): number {
  const ms = nanoseconds / NANOSECONDS - RESOLUTION_MS;
  return Number.isFinite(ms) && ms > 0 ? ms : 0;
}
