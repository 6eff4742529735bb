/**
 * Looks at things every five seconds: at the few that are always looked at, and at all others while
 * somebody asks for rates and for some minutes longer. Few things in each turn of the event loop:
 * ten thousand queues hold up no message. Owned by rates.ts.
 */
import type { Clock } from '../../core/clock.js';

/** RabbitMQ's collect_statistics_interval. Looks are at its multiples, as samples are. */
const INTERVAL_MS = 5_000;
/** A rate over less would be chance. */
const INTERVAL_MS_MIN = 1_000;
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

interface Group {
  readonly tracks: readonly Sampled[];
  /** Undefined while nobody looks. */
  lookedAt: number | undefined;
}

export class Sampler {
  readonly #clock: Clock;
  readonly #always: Group;
  readonly #asked: Group;
  #askedAt = 0;

  constructor(
    clock: Clock,
    { always, asked }: Readonly<Record<'always' | 'asked', readonly Sampled[]>>,
  ) {
    this.#clock = clock;
    this.#always = { tracks: always, lookedAt: undefined };
    this.#asked = { tracks: asked, lookedAt: undefined };
    this.#schedule();
  }

  /** Somebody asks: from now on there are rates of all, after the second look. */
  touch(): void {
    this.#askedAt = this.#clock.now;
    for (const group of [this.#always, this.#asked]) {
      if (group.lookedAt === undefined) this.#look(group);
    }
  }

  #schedule(): void {
    const next = (Math.floor(this.#clock.now / INTERVAL_MS) + 1) * INTERVAL_MS;
    this.#clock.at(next, () => this.#onTime());
  }

  #onTime(): void {
    const asked = this.#asked;
    this.#schedule();
    if (asked.lookedAt !== undefined && this.#clock.now - this.#askedAt >= ACTIVE_MS) {
      asked.lookedAt = undefined;
      for (const track of asked.tracks) track.clear();
    }
    this.#look(this.#always);
    if (asked.lookedAt !== undefined) this.#look(asked);
  }

  #look(group: Group): void {
    const at = this.#clock.now;
    if (group.lookedAt !== undefined && at - group.lookedAt < INTERVAL_MS_MIN) return;
    group.lookedAt = at;
    const steps = lookInTurns(group.tracks, at);
    const proceed = (): void => {
      if (steps.next().done !== true) this.#clock.next(proceed);
    };
    proceed();
  }
}

function* lookInTurns(tracks: readonly Sampled[], at: number): Generator<undefined> {
  let left = TURN;
  for (const track of tracks) {
    for (const _ of track.look(at)) {
      if (--left > 0) continue;
      yield undefined;
      left = TURN;
    }
  }
}
