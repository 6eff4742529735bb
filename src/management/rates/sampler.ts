/**
 * Looks at all things every five seconds, while somebody asks for rates and for some minutes
 * longer. Few things in each turn of the event loop: ten thousand queues hold up no message. Owned
 * by rates.ts.
 */
import type { Clock, Timer } from '../../core/clock.js';

/** RabbitMQ's collect_statistics_interval. */
const INTERVAL_MS = 5_000;
/** After the last question. */
const ACTIVE_MS = 300_000;
/** So many things are looked at in a turn, which takes less than a millisecond of most of them. */
const TURN = 250;

/** What is looked at: track.ts is it. */
export interface Sampled {
  /** A look at `at`, one thing in each step. */
  look(at: number): Iterable<unknown>;
  clear(): void;
}

export class Sampler {
  readonly #clock: Clock;
  readonly #tracks: readonly Sampled[];
  #askedAt = 0;
  #timer: Timer | undefined;

  constructor(clock: Clock, tracks: readonly Sampled[]) {
    this.#clock = clock;
    this.#tracks = tracks;
  }

  /** Somebody asks: from now on there are rates, after the second look. */
  touch(): void {
    this.#askedAt = this.#clock.now;
    if (this.#timer === undefined) this.#look();
  }

  #look(): void {
    const at = this.#clock.now;
    this.#timer = this.#clock.after(INTERVAL_MS, () => {
      if (this.#clock.now - this.#askedAt < ACTIVE_MS) this.#look();
      else this.#stop();
    });
    const steps = this.#steps(at);
    const proceed = (): void => {
      if (steps.next().done !== true) this.#clock.next(proceed);
    };
    proceed();
  }

  #stop(): void {
    this.#timer = undefined;
    for (const track of this.#tracks) track.clear();
  }

  *#steps(at: number): Generator<undefined> {
    let left = TURN;
    for (const track of this.#tracks) {
      for (const _ of track.look(at)) {
        if (--left > 0) continue;
        yield undefined;
        left = TURN;
      }
    }
  }
}
