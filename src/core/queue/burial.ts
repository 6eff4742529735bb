/**
 * How a message leaves its queue for good: settled, or buried, that is, sent to the dead-letter
 * exchange if there is one. Called by queue.ts; what is on the disk alone is fetched by paging.ts
 * first and sent when it is here.
 */
import { resourceText } from '../resource-name.js';
import type { DeathReason } from './death-history.js';
import { NOT_STORED, NOT_TO_BE_STRUCK, type QueueEntry } from './entry.js';
import type { Paging } from './paging.js';
import type { Queue } from './queue.js';
import type { QueueContext } from './queue-context.js';
import { MESSAGE_OVERHEAD } from './residency.js';

export class Burial {
  readonly #queue: Queue;
  readonly #context: QueueContext;
  readonly #paging: Paging;

  constructor(queue: Queue, context: QueueContext, paging: Paging) {
    this.#queue = queue;
    this.#context = context;
    this.#paging = paging;
  }

  settle(entry: QueueEntry): void {
    this.#uncount(entry);
    entry.state = 'settled';
    this.#queue.counters.settled++;
    this.forget(entry, false);
  }

  bury(entry: QueueEntry, reason: DeathReason): void {
    if (this.#queue.options.deadLetterExchange === undefined) {
      this.settle(entry);
      return;
    }
    this.#uncount(entry);
    this.send(entry, reason);
  }

  /** Of an entry that was ready, so that its message may be on the disk. `proceed` is to follow. */
  buryReady(entry: QueueEntry, reason: DeathReason): void {
    const mustWait = entry.resident === undefined || this.#paging.dyingCount > 0;
    if (!mustWait || this.#queue.options.deadLetterExchange === undefined) {
      this.bury(entry, reason);
      return;
    }
    this.#uncount(entry);
    entry.state = 'dying';
    this.#paging.addDying(entry, reason);
  }

  /** Asks for the messages of what was buried and is on the disk alone. */
  proceed(): void {
    if (this.#paging.dyingCount > 0) this.#paging.request();
  }

  /** What is not taken in is a dead letter too, for whoever wants it so. */
  sendRefused(message: QueueEntry['message']): void {
    this.#context.deadLetters.send(this.#queue, message, 'maxlen');
  }

  /** Once the message is here. */
  send(entry: QueueEntry, reason: DeathReason): void {
    entry.state = 'settled';
    this.#queue.counters.settled++;
    this.#context.deadLetters.send(this.#queue, entry.message, reason, entry);
  }

  /** The store forgets the entry. Where it lives on in copies, its append is to stand. */
  forget(entry: QueueEntry, hasCopies: boolean): void {
    if (entry.appended === NOT_STORED || this.#queue.isDeleted) return;
    const appended = hasCopies ? NOT_TO_BE_STRUCK : entry.appended;
    this.#context.store.settle(this.#queue.definition.id, entry.sequence, appended);
    entry.appended = NOT_STORED;
  }

  /** The store has lost what it had promised to keep. */
  onLost(sequence: number): void {
    const text = resourceText('queue', this.#queue.name, this.#context.vhost);
    this.#context.store.onFailed(new Error(`message ${sequence} of ${text} is lost`));
  }

  /** The entry leaves, and its message with it. */
  #uncount(entry: QueueEntry): void {
    if (entry.resident === undefined) this.#paging.discount(entry);
    else this.#context.residency.bytes -= entry.bodySize + MESSAGE_OVERHEAD;
  }
}
