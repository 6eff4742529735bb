/** The replays of a broker, under way or over: a bounded number of each. */
import type { Clock } from '../clock.js';
import { BrokerError } from '../errors.js';
import type { Queue } from '../queue/queue.js';
import type { Store } from '../store.js';
import { Replay, type ReplayRequest, type ReplayVhost } from './replay.js';

const RUNNING_MAX = 16;
/** With those that are over. */
const KEPT_MAX = 100;

export class Replays {
  readonly #clock: Clock;
  readonly #store: Store;
  /** The oldest first. */
  readonly #byId = new Map<string, Replay>();
  #lastId = 0;

  constructor(clock: Clock, store: Store) {
    this.#clock = clock;
    this.#store = store;
  }

  all(): Iterable<Replay> {
    return this.#byId.values();
  }

  get(id: string): Replay | undefined {
    return this.#byId.get(id);
  }

  /** One for each queue at a time: two would only be in each other's way. */
  start(vhost: ReplayVhost, queue: Queue, request: ReplayRequest): Replay {
    const running = [...this.#byId.values()].filter(({ state }) => state === 'running');
    const other = running.find((replay) => replay.isIn(queue));
    if (other !== undefined) {
      throw new BrokerError(
        'precondition-failed',
        `replay ${other.id} of queue '${queue.name}' is under way; wait for its end or cancel it`,
      );
    }
    if (running.length >= RUNNING_MAX) {
      throw new BrokerError(
        'precondition-failed',
        `${RUNNING_MAX} replays are under way; wait for the end of one or cancel it`,
      );
    }
    const id = String(++this.#lastId);
    const context = { id, clock: this.#clock, store: this.#store, vhost, queue };
    const replay = new Replay(request, context);
    this.#byId.set(id, replay);
    this.#forgetOldest();
    replay.start();
    return replay;
  }

  /** Of those under way; the others are over anyway. */
  cancelAll(): void {
    for (const replay of this.#byId.values()) replay.cancel();
  }

  #forgetOldest(): void {
    for (const [id, { state }] of this.#byId) {
      if (this.#byId.size <= KEPT_MAX) return;
      if (state !== 'running') this.#byId.delete(id);
    }
  }
}
