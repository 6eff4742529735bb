/**
 * Replies of one channel, in order. A reply to a durable change waits until the change is on disk,
 * and every later reply of the channel waits behind it, since clients match replies by order alone.
 */
import type { Position, Store } from '../core/store.js';

interface Waiting {
  readonly first: Position;
  readonly last: Position;
  readonly reply: () => void;
  readonly methodId: number;
}

/** Runs a reply and answers its fault, for which the method that asked is blamed. */
export type RunReply = (reply: () => void, methodId: number) => void;

export class ReplyQueue {
  readonly #store: Store;
  #waiting: Waiting[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Runs the reply to a method now if nothing is to be waited for; false if it waits. */
  add(first: Position, last: Position, reply: () => void, methodId: number): boolean {
    if (this.#waiting.length === 0 && this.#store.isDurable(first, last)) {
      reply();
      return true;
    }
    this.#waiting.push({ first, last, reply, methodId });
    return false;
  }

  /** Gives the replies that are due. True while some wait. */
  release(run: RunReply): boolean {
    let due = 0;
    for (const { first, last } of this.#waiting) {
      if (!this.#store.isDurable(first, last)) break;
      due++;
    }
    for (const { reply, methodId } of this.#waiting.splice(0, due)) run(reply, methodId);
    return this.#waiting.length > 0;
  }

  clear(): void {
    this.#waiting = [];
  }
}
