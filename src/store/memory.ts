/**
 * The store that keeps nothing: every change is as durable at once as it will ever be. For specs, for embedding,
 * and for brokers that may forget everything when they stop. Handed to core by whoever builds the broker.
 */
import type { Position, QueueMark, RecoverySink, Store } from '../core/store.js';

export class MemoryStore implements Store {
  readonly isCongested = false;
  onDurable: () => void = ignore;
  onFailed: (reason: Error) => void = ignore;
  #last: Position = 0;

  get last(): Position {
    return this.#last;
  }

  append(): Position {
    return ++this.#last;
  }

  settle(): Position {
    return ++this.#last;
  }

  define(): Position {
    return ++this.#last;
  }

  undefine(): Position {
    return ++this.#last;
  }

  isDurable(): boolean {
    return true;
  }

  /** There is nothing to recover: `done` is called before this returns. */
  recover(_sink: RecoverySink, done: (error?: Error) => void): void {
    done();
  }

  close(_queueMarks: readonly QueueMark[], done: (error?: Error) => void): void {
    done();
  }
}

/** Nothing here ever becomes durable late or fails. */
function ignore(): void {}
