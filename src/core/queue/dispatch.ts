/**
 * Who gets the next message of a queue: the consumers in turn, those without credit passed over; under single
 * active consumer only the one that subscribed first. Asked by queue.ts for each message.
 */
import type { Consumer } from '../consumer.js';
import type { QueueEntry } from './entry.js';

type QueueConsumer = Consumer<QueueEntry>;

export class Dispatch {
  readonly #singleActive: boolean;
  readonly #consumers: QueueConsumer[] = [];
  /** Whose turn it is. */
  #turn = 0;
  /** Nobody had credit when last asked, and nobody has said since that this changed: a backlog that builds up
   * costs one check per message, however many consumers are full. */
  #isStarved = false;

  constructor(singleActive: boolean) {
    this.#singleActive = singleActive;
  }

  get count(): number {
    return this.#consumers.length;
  }

  /** Whoever subscribes exclusively is alone; beside a single active consumer nobody can be. */
  admits(consumer: QueueConsumer): boolean {
    if (this.#consumers[0]?.exclusive === true) return false;
    return !consumer.exclusive || (this.#consumers.length === 0 && !this.#singleActive);
  }

  add(consumer: QueueConsumer): void {
    this.#consumers.push(consumer);
  }

  /** False if it was not there. */
  remove(consumer: QueueConsumer): boolean {
    const index = this.#consumers.indexOf(consumer);
    if (index < 0) return false;
    this.#consumers.splice(index, 1);
    if (index < this.#turn) this.#turn--;
    if (this.#turn === this.#consumers.length) this.#turn = 0;
    return true;
  }

  removeAll(): QueueConsumer[] {
    this.#turn = 0;
    return this.#consumers.splice(0);
  }

  /** Somebody may have credit again. */
  wake(): void {
    this.#isStarved = false;
  }

  /** The consumer to be given one message now, if any can take it. */
  next(): QueueConsumer | undefined {
    if (this.#isStarved) return undefined;
    const consumers = this.#consumers;
    const count = this.#singleActive ? Math.min(1, consumers.length) : consumers.length;
    for (let passed = 0; passed < count; passed++) {
      const consumer = consumers[this.#turn];
      this.#turn = this.#turn + 1 < count ? this.#turn + 1 : 0;
      if (consumer?.hasCredit() === true) return consumer;
    }
    this.#isStarved = true;
    return undefined;
  }
}
