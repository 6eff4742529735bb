/**
 * How a message leaves its queue for good: settled, or buried, that is, sent to the dead-letter
 * exchange if there is one. Called by queue.ts. What is on the disk alone is fetched by paging.ts
 * first; what has to be taken before it may go is kept in letters.ts.
 */
import type { Message } from '../message.js';
import { resourceText } from '../resource-name.js';
import type { DeathReason } from './death-history.js';
import { NOT_STORED, NOT_TO_BE_STRUCK, type QueueEntry } from './entry.js';
import { Letters, type LettersOwner } from './letters.js';
import type { Overflow } from './overflow.js';
import type { Paging } from './paging.js';
import type { Queue } from './queue.js';
import type { QueueContext } from './queue-context.js';
import { MESSAGE_OVERHEAD } from './residency.js';

export interface BurialParts {
  readonly paging: Paging;
  readonly overflow: Overflow;
}

export class Burial implements LettersOwner {
  /** Of the entries that the store keeps: how many, and their bodies. */
  storedCount = 0;
  storedBytes = 0;
  readonly #queue: Queue;
  readonly #context: QueueContext;
  readonly #paging: Paging;
  readonly #overflow: Overflow;
  /** Only where dead letters must not be lost. */
  #letters: Letters | undefined;

  constructor(queue: Queue, context: QueueContext, { paging, overflow }: BurialParts) {
    this.#queue = queue;
    this.#context = context;
    this.#paging = paging;
    this.#overflow = overflow;
    this.#letters = this.#createLetters();
  }

  /**
   * The options of the queue are others now. What was kept and is to be kept no more is sent like
   * any other dead letter, whether somebody takes it or not.
   */
  configure(): void {
    const { letters } = this.#context;
    const keepsDeadLetters = letters !== undefined && this.#queue.options.keepsDeadLetters;
    if (keepsDeadLetters === (this.#letters !== undefined)) return;
    const kept = this.#letters?.takeAll() ?? [];
    for (const { entry } of kept) this.#overflow.uncount(entry);
    for (const entry of this.#paging.dying()) {
      if (keepsDeadLetters) this.#overflow.count(entry);
      else this.#overflow.uncount(entry);
    }
    this.#letters = this.#createLetters();
    for (const { entry, reason, takers } of kept) {
      if (takers === undefined) this.#send(entry, reason);
      else this.#release(entry);
    }
    this.proceed();
  }

  /** The store keeps the entry, until `forget`. */
  noteStored(entry: QueueEntry): void {
    this.storedCount++;
    this.storedBytes += entry.bodySize;
  }

  /** How many are on their way to the dead-letter exchange. */
  get dyingCount(): number {
    return this.#paging.dyingCount + (this.#letters?.count ?? 0);
  }

  acknowledge(entry: QueueEntry): void {
    const { tracer } = this.#context;
    if (tracer?.isOn === true) tracer.onAcknowledged(entry);
    this.settle(entry);
  }

  settle(entry: QueueEntry): void {
    this.#uncount(entry);
    this.#end(entry);
    this.forget(entry, false);
  }

  /** Its message is here. */
  bury(entry: QueueEntry, reason: DeathReason): void {
    this.#noteDeath(reason, entry);
    if (this.#queue.options.deadLetterExchange === undefined) return this.settle(entry);
    this.#countDying(entry);
    if (this.#letters?.hasRoom === false) this.#wait(entry, reason);
    else this.#send(entry, reason);
  }

  /** Of an entry that was ready, so that its message may be on the disk. `proceed` is to follow. */
  buryReady(entry: QueueEntry, reason: DeathReason): void {
    const isHere = entry.resident !== undefined;
    const mustWait = !isHere || this.#paging.dyingCount > 0;
    if (!mustWait) return this.bury(entry, reason);
    this.#noteDeath(reason, entry);
    if (this.#queue.options.deadLetterExchange === undefined) return this.settle(entry);
    if (!isHere) this.#paging.discount(entry);
    this.#countDying(entry);
    this.#wait(entry, reason);
  }

  /** After a restart: its dead letter was not taken. */
  restore(entry: QueueEntry, reason: DeathReason): void {
    this.#countDying(entry);
    this.#wait(entry, reason);
    this.#letters?.retrySoon();
  }

  /** Sends what waits and is here, and asks for what is on the disk alone. */
  proceed(): void {
    const paging = this.#paging;
    while (paging.dyingCount > 0 && this.#letters?.hasRoom !== false) {
      const dying = paging.takeDying();
      if (dying === undefined) return paging.request();
      this.#send(dying.entry, dying.reason);
    }
  }

  /** May messages be fetched to be buried? */
  get mayFetchDying(): boolean {
    return this.#letters?.hasRoom !== false;
  }

  /** What is not taken in is a dead letter too, for whoever wants it so. */
  sendRefused(message: Message): void {
    this.#noteDeath('maxlen');
    this.#context.deadLetters.send(this.#queue, message, 'maxlen');
  }

  /** Dead letters that are kept go with a purge, as in RabbitMQ. */
  purge(): number {
    if (this.#letters === undefined) return 0;
    const kept = this.#letters.takeAll().map(({ entry }) => entry);
    const entries = [...kept, ...this.#paging.takeAllDying()];
    const { tracer } = this.#context;
    for (const entry of entries) {
      if (tracer?.isOn === true) tracer.onRemoved(entry, 'purged');
      this.#uncountDying(entry);
      this.#end(entry);
      this.forget(entry, false);
    }
    return entries.length;
  }

  /** Called by letters.ts. */
  onTaken(entry: QueueEntry): void {
    this.#context.deaths?.noteTaken(this.#queue.options.type);
    this.#release(entry);
  }

  #release(entry: QueueEntry): void {
    this.#uncountDying(entry);
    this.#end(entry);
    this.forget(entry, true);
  }

  /**
   * The store forgets the entry. Where it lives on in copies it must not be struck from a batch
   * that waits: its publisher would be told at once that the message is safe, while the copies
   * still wait for the disk.
   */
  forget(entry: QueueEntry, hasCopies: boolean): void {
    if (entry.appended === NOT_STORED || this.#queue.isDeleted) return;
    this.storedCount--;
    this.storedBytes -= entry.bodySize;
    const appended = hasCopies ? NOT_TO_BE_STRUCK : entry.appended;
    this.#context.store.settle(this.#queue.definition.id, entry.sequence, appended);
    entry.appended = NOT_STORED;
  }

  /** The store has lost what it had promised to keep. */
  onLost(sequence: number): void {
    const text = resourceText('queue', this.#queue.name, this.#context.vhost);
    this.#context.store.onFailed(new Error(`message ${sequence} of ${text} is lost`));
  }

  dispose(): void {
    for (const { entry } of this.#letters?.takeAll() ?? []) this.#uncountDying(entry);
    for (const entry of this.#paging.takeAllDying()) this.#uncountDying(entry);
  }

  #noteDeath(reason: DeathReason, entry?: QueueEntry): void {
    this.#queue.counters.noteDeath(reason);
    const { type, deadLetterExchange } = this.#queue.options;
    const { tracer } = this.#context;
    if (tracer?.isOn === true && entry !== undefined) {
      tracer.onDied(entry, reason, deadLetterExchange === undefined);
    }
    const sent = this.#letters === undefined ? 'at_most_once' : 'at_least_once';
    this.#context.deaths?.note(type, deadLetterExchange === undefined ? 'disabled' : sent, reason);
  }

  #createLetters(): Letters | undefined {
    const { letters } = this.#context;
    if (letters === undefined || !this.#queue.options.keepsDeadLetters) return undefined;
    return new Letters(this.#queue, { ...this.#context, letters }, this);
  }

  /** Its message is here. */
  #send(entry: QueueEntry, reason: DeathReason): void {
    if (this.#letters !== undefined) return this.#letters.add(entry, reason);
    this.#uncountDying(entry);
    this.#end(entry);
    this.#context.deadLetters.send(this.#queue, entry.message, reason, entry);
  }

  /** Behind those that wait already, in memory only if there is room or no other way. */
  #wait(entry: QueueEntry, reason: DeathReason): void {
    const { residency } = this.#context;
    entry.state = 'dying';
    this.#paging.addDying(entry, reason);
    if (this.#letters === undefined || entry.resident === undefined || !residency.isExceeded)
      return;
    if (!residency.isOnDisk(entry)) return;
    residency.bytes -= entry.bodySize + MESSAGE_OVERHEAD;
    entry.resident = undefined;
  }

  #end(entry: QueueEntry): void {
    entry.state = 'settled';
    this.#queue.counters.settled++;
  }

  /** The entry leaves, and its message with it. */
  #uncount(entry: QueueEntry): void {
    this.#queue.deduplication?.leave(entry);
    if (entry.resident === undefined) this.#paging.discount(entry);
    else this.#context.residency.bytes -= entry.bodySize + MESSAGE_OVERHEAD;
  }

  /** What is kept takes part in the length of the queue, as in RabbitMQ. */
  #countDying(entry: QueueEntry): void {
    this.#queue.deduplication?.leave(entry);
    if (this.#letters !== undefined) this.#overflow.count(entry);
  }

  #uncountDying(entry: QueueEntry): void {
    if (this.#letters !== undefined) this.#overflow.uncount(entry);
    if (entry.resident !== undefined) {
      this.#context.residency.bytes -= entry.bodySize + MESSAGE_OVERHEAD;
    }
  }
}
