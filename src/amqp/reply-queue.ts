/**
 * Replies of one channel, in order. A reply to a durable change waits until the change is on disk, and every
 * later reply of the channel waits behind it, since clients match replies by order alone.
 */
import type { Position, Store } from '../core/store.js';

interface Waiting {
  readonly first: Position;
  readonly last: Position;
  readonly reply: () => void;
}

export class ReplyQueue {
  readonly #store: Store;
  #waiting: Waiting[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Runs `reply` now if nothing is to be waited for; false if it waits. */
  add(first: Position, last: Position, reply: () => void): boolean {
    if (this.#waiting.length === 0 && this.#store.isDurable(first, last)) {
      reply();
      return true;
    }
    this.#waiting.push({ first, last, reply });
    return false;
  }

  /** Gives the replies that are due. `run` guards each: one may fail without the others. True while some wait. */
  release(run: (reply: () => void) => void): boolean {
    let due = 0;
    for (const { first, last } of this.#waiting) {
      if (!this.#store.isDurable(first, last)) break;
      due++;
    }
    for (const { reply } of this.#waiting.splice(0, due)) run(reply);
    return this.#waiting.length > 0;
  }

  clear(): void {
    this.#waiting = [];
  }
}
