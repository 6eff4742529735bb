/**
 * Who gets the next message of a queue: of the consumers with credit those of the highest priority
 * (RabbitMQ's x-priority), and among these each in turn; under single active consumer only the
 * active one. Asked by queue.ts for each message.
 */
import type { Clock } from '../clock.js';
import type { Consumer } from '../consumer.js';
import type { QueueEntry } from './entry.js';
import type { QueueOptions } from './options.js';
import { Utilisation } from './utilisation.js';

type QueueConsumer = Consumer<QueueEntry>;
type DispatchOptions = Pick<QueueOptions, 'singleActiveConsumer' | 'type'>;

/** Consumers of one priority. */
class Rank {
  readonly priority: number;
  readonly consumers: QueueConsumer[] = [];
  /** Whose turn it is. */
  #turn = 0;

  constructor(priority: number) {
    this.priority = priority;
  }

  /** False if it was not there. */
  remove(consumer: QueueConsumer): boolean {
    const index = this.consumers.indexOf(consumer);
    if (index < 0) return false;
    this.consumers.splice(index, 1);
    if (index < this.#turn) this.#turn--;
    if (this.#turn === this.consumers.length) this.#turn = 0;
    return true;
  }

  next(): QueueConsumer | undefined {
    const consumers = this.consumers;
    const count = consumers.length;
    for (let passed = 0; passed < count; passed++) {
      const consumer = consumers[this.#turn];
      this.#turn = this.#turn + 1 < count ? this.#turn + 1 : 0;
      if (consumer?.hasCredit() === true) return consumer;
    }
    return undefined;
  }
}

export class Dispatch {
  readonly #singleActive: boolean;
  /** On quorum queues the active consumer makes place for one of higher priority. */
  readonly #takesOver: boolean;
  /** The highest priority first. */
  readonly #ranks: Rank[] = [];
  #count = 0;
  /** Under single active consumer: who is it. It stays so until it leaves, or is succeeded. */
  #active: QueueConsumer | undefined;
  #activePriority = 0;
  /** What the active one holds, which another one of higher priority waits for. */
  #activeHeld = 0;
  /**
   * Nobody had credit when last asked, and nobody has said since that this changed: a backlog that
   * builds up costs one check per message, however many consumers are full.
   */
  #isStarved = false;
  #isPaused = false;
  readonly #utilisation: Utilisation;

  constructor(clock: Clock, { singleActiveConsumer, type }: DispatchOptions) {
    this.#utilisation = new Utilisation(clock);
    this.#singleActive = singleActiveConsumer;
    this.#takesOver = type === 'quorum';
  }

  get count(): number {
    return this.#count;
  }

  /** The share of time, 0 to 1, in which somebody could have taken a message at once. */
  get utilisation(): number {
    return this.#count === 0 ? 0 : this.#utilisation.value;
  }

  /** Those of the highest priority first, and among these the earliest. */
  *all(): Generator<QueueConsumer> {
    for (const { consumers } of this.#ranks) yield* consumers;
  }

  get active(): QueueConsumer | undefined {
    return this.#active;
  }

  /**
   * Whoever subscribes exclusively is alone; under single active consumer nobody can be, but on
   * quorum queues, as in RabbitMQ.
   */
  admits(consumer: QueueConsumer): boolean {
    if (this.#ranks[0]?.consumers[0]?.exclusive === true) return false;
    if (!consumer.exclusive) return true;
    return this.#count === 0 && (!this.#singleActive || this.#takesOver);
  }

  add(consumer: QueueConsumer, priority = 0): void {
    this.#rank(priority).consumers.push(consumer);
    this.#count++;
    if (this.#singleActive && this.#active === undefined) this.#activate();
  }

  /** False if it was not there. */
  remove(consumer: QueueConsumer): boolean {
    const index = this.#ranks.findIndex((rank) => rank.remove(consumer));
    if (index < 0) return false;
    this.#count--;
    if (this.#ranks[index]?.consumers.length === 0) this.#ranks.splice(index, 1);
    if (this.#active === consumer) this.#activate();
    return true;
  }

  removeAll(): QueueConsumer[] {
    this.#count = 0;
    this.#active = undefined;
    return this.#ranks.splice(0).flatMap((rank) => rank.consumers);
  }

  /** Somebody may have credit again. */
  wake(): void {
    this.#isStarved = this.#isPaused;
    this.#utilisation.note(!this.#isPaused);
  }

  /** While it is paused nobody is given anything: all are treated as if they had no credit. */
  set isPaused(isPaused: boolean) {
    this.#isPaused = isPaused;
    this.wake();
  }

  /** Would `next` find one? Asking costs nobody its turn. */
  get hasTaker(): boolean {
    if (this.#isStarved) return false;
    if (this.#singleActive) return this.#nextActive() !== undefined;
    return this.#ranks.some(({ consumers }) => consumers.some((one) => one.hasCredit()));
  }

  /** The consumer to be given one message now, if any can take it. */
  next(): QueueConsumer | undefined {
    if (this.#isStarved) return undefined;
    const consumer = this.#singleActive ? this.#nextActive() : this.#nextRanked();
    if (consumer === undefined) {
      this.#isStarved = true;
      this.#utilisation.note(false);
    }
    return consumer;
  }

  /** Under single active consumer: the active one holds so many more, or fewer. */
  noteHeld(consumer: QueueConsumer | undefined, by: 1 | -1): void {
    if (consumer === this.#active) this.#activeHeld += by;
  }

  /** The first of the highest priority. */
  #activate(): void {
    const rank = this.#ranks[0];
    this.#active = rank?.consumers[0];
    this.#activePriority = rank?.priority ?? 0;
    this.#activeHeld = 0;
  }

  #nextActive(): QueueConsumer | undefined {
    const highest = this.#ranks[0]?.priority;
    if (this.#takesOver && highest !== undefined && highest > this.#activePriority) {
      if (this.#activeHeld > 0) return undefined;
      this.#activate();
    }
    return this.#active?.hasCredit() === true ? this.#active : undefined;
  }

  #nextRanked(): QueueConsumer | undefined {
    const ranks = this.#ranks;
    for (let index = 0; index < ranks.length; index++) {
      const consumer = ranks[index]?.next();
      if (consumer !== undefined) return consumer;
    }
    return undefined;
  }

  #rank(priority: number): Rank {
    const ranks = this.#ranks;
    let index = 0;
    for (let rank = ranks[index]; rank !== undefined; rank = ranks[++index]) {
      if (rank.priority === priority) return rank;
      if (rank.priority < priority) break;
    }
    const rank = new Rank(priority);
    ranks.splice(index, 0, rank);
    return rank;
  }
}
