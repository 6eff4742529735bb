/**
 * The store that keeps nothing: every change is as durable at once as it will ever be. For specs,
 * for embedding, and for brokers that may forget everything when they stop. Handed to core by
 * whoever builds the broker.
 */
import { assert } from '../core/assert.js';
import type { Definition } from '../core/definitions.js';
import type { Message } from '../core/message.js';
import type { MessageNote, Position, QueueMark, RecoverySink, Store } from '../core/store.js';

export class MemoryStore implements Store {
  readonly isCongested = false;
  readonly canFetch = false;
  onDurable: () => void = ignore;
  onFetched: () => void = ignore;
  onFailed: (reason: Error) => void = ignore;
  #last: Position = 0;

  get last(): Position {
    return this.#last;
  }

  append(_queueId: number, _sequence: number, _message: Message, _expiresAt: number): Position {
    return ++this.#last;
  }

  settle(_queueId: number, _sequence: number, _appended: Position): Position {
    return ++this.#last;
  }

  annotate(_queueId: number, _sequence: number, _note: MessageNote, _earlier: Position): Position {
    return ++this.#last;
  }

  define(_definition: Definition): Position {
    return ++this.#last;
  }

  undefine(_definition: Definition): Position {
    return ++this.#last;
  }

  isDurable(_first: Position, _last: Position): boolean {
    return true;
  }

  fetch(_queueId: number, _sequences: readonly number[]): void {
    assert(false, 'nothing is fetched from a store that keeps nothing');
  }

  /** There is nothing to recover: `done` is called before this returns. */
  recover(_sink: RecoverySink, done: (error?: Error) => void): void {
    done();
  }

  close(_queueMarks: readonly QueueMark[], done: (error?: Error) => void): void {
    done();
  }
}

/** Nothing here ever becomes durable late, comes back or fails. */
function ignore(): void {}
