/**
 * Exclusive queues by their owner, so that a connection takes its own with it without a search.
 * Kept by queues.ts.
 */
import type { Owner } from '../consumer.js';
import type { Queue } from './queue.js';

export class ExclusiveQueues {
  readonly #byOwner = new Map<Owner, Set<Queue>>();

  /** A copy: whoever walks it deletes the queues on the way. */
  of(owner: Owner): readonly Queue[] {
    return [...(this.#byOwner.get(owner) ?? [])];
  }

  /** Queues without an owner are nobody's, and not kept here. */
  add(queue: Queue): void {
    if (queue.owner === undefined) return;
    const queues = this.#byOwner.get(queue.owner);
    if (queues === undefined) this.#byOwner.set(queue.owner, new Set([queue]));
    else queues.add(queue);
  }

  delete(queue: Queue): void {
    if (queue.owner === undefined) return;
    const queues = this.#byOwner.get(queue.owner);
    queues?.delete(queue);
    if (queues?.size === 0) this.#byOwner.delete(queue.owner);
  }
}
