/**
 * One message in one queue: what the queue keeps of it, and what a consumer is handed. Made by
 * queue.ts; linked by ready-list.ts while it waits; given back by its holder to the queue's
 * acknowledge, requeue or reject.
 */
import { assert } from '../assert.js';
import type { Consumer, Delivery } from '../consumer.js';
import type { HeapItem } from '../heap.js';
import type { Message } from '../message.js';
import type { Position } from '../store.js';
import type { EntryNote } from './entry-note.js';
import type { Queue } from './queue.js';

/**
 * `delayed`: came back, and is ready again at its time. `dying`: on its way to the dead-letter
 * exchange, as soon as its message is back in memory, or somebody takes it.
 */
export type EntryState = 'ready' | 'unsettled' | 'delayed' | 'dying' | 'settled';

/** In place of a position: the store does not know the entry. */
export const NOT_STORED = -1;
/**
 * In place of a position, as the store wants it: the entry was recovered, or its append is to
 * stand.
 */
export const NOT_TO_BE_STRUCK = 0;

/**
 * When an entry expires. Kept for the entry's whole life; in expiry.ts's heap only while the entry
 * is ready.
 */
export interface Expiration extends HeapItem {
  readonly deadline: number;
  readonly entry: QueueEntry;
}

export class QueueEntry implements Delivery, HeapItem {
  readonly queue: Queue;
  /**
   * Undefined while it is on the disk alone (paging.ts), which only a ready or dying entry can be.
   * Replaced where a queue counts returns (returns.ts).
   */
  resident: Message | undefined;
  /** Those of the message, for whoever needs no more of it. */
  readonly bodySize: number;
  readonly priority: number;
  /** Its place in the queue for good, requeued or not. */
  readonly sequence: number;
  redelivered = false;
  /** What became of it, where a queue wants to know. */
  note: EntryNote | undefined = undefined;
  state: EntryState = 'ready';
  appended: Position = NOT_STORED;
  expiration: Expiration | undefined = undefined;
  /** Who holds it while it is unsettled; undefined if it was fetched by `get`. */
  consumer: Consumer<QueueEntry> | undefined = undefined;
  /**
   * Links of the ready list, cleared on removal: else a chain of old entries keeps young garbage
   * alive.
   */
  previous: QueueEntry | undefined = undefined;
  next: QueueEntry | undefined = undefined;
  /** Its place among the requeued entries of the ready list. */
  heapIndex = -1;

  constructor(queue: Queue, message: Message, sequence: number) {
    this.queue = queue;
    this.resident = message;
    this.bodySize = message.bodySize;
    this.priority = message.priority;
    this.sequence = sequence;
  }

  get message(): Message {
    assert(this.resident !== undefined, 'a message that is on the disk alone is asked for');
    return this.resident;
  }

  /** How often it was handed out and came back, where a queue counts it. */
  get returnCount(): number {
    return this.note?.returnCount ?? 0;
  }

  /**
   * What settles the entry is written with other changes or not at all (tx.commit): until then its
   * append must not be taken back.
   */
  keepAppend(): void {
    if (this.appended > 0) this.appended = NOT_TO_BE_STRUCK;
  }
}
