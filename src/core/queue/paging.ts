/**
 * The part of one queue that is on the disk alone: which entries are without their message, which
 * are asked for, and which wait for it to be dead-lettered. queue.ts says when; the store answers
 * through residency.ts.
 */
import { assert } from '../assert.js';
import type { Message } from '../message.js';
import type { StoredContent } from '../store.js';
import type { DeathReason } from './death-history.js';
import type { QueueEntry } from './entry.js';
import type { ReadyList } from './ready-list.js';
import { MESSAGE_OVERHEAD, type Residency } from './residency.js';

/**
 * One request: so many of the next entries, with bodies of about so many bytes; if memory is short,
 * of no more than the window that each queue has.
 */
const PAGE_ENTRIES = 1_024;
const PAGE_BYTES = 1_048_576;

export interface Dying {
  readonly entry: QueueEntry;
  readonly reason: DeathReason;
  next: Dying | undefined;
}

/** What the queue does with what came back. */
export interface PagingOwner {
  /** Is there room for what is to be buried? */
  readonly mayFetchDying: boolean;
  /** So many messages have come: the queue may go on. */
  onPaged(count: number): void;
  /** The store has lost what it had promised to keep: nothing is asked of it any more. */
  onLost(sequence: number): void;
}

export class Paging {
  /** Of the ready entries without their message: how many, and their bodies. */
  evictedCount = 0;
  evictedBytes = 0;
  /** How many wait to be dead-lettered. */
  dyingCount = 0;
  readonly #queueId: number;
  readonly #residency: Residency;
  readonly #owner: PagingOwner;
  /** In the order of the request; empty while none is under way. */
  #requested: readonly QueueEntry[] = [];
  /** First come, first buried. Some may have their message, but must not overtake. */
  #firstDying: Dying | undefined;
  #lastDying: Dying | undefined;

  constructor(queueId: number, residency: Residency, owner: PagingOwner) {
    this.#queueId = queueId;
    this.#residency = residency;
    this.#owner = owner;
  }

  /** Drops the message of a ready entry. */
  evict(entry: QueueEntry): void {
    assert(entry.state === 'ready', 'only what is ready leaves memory');
    entry.resident = undefined;
    this.evictedCount++;
    this.evictedBytes += entry.bodySize;
    this.#residency.bytes -= entry.bodySize + MESSAGE_OVERHEAD;
  }

  /** A ready entry leaves without having got its message back. */
  discount(entry: QueueEntry): void {
    this.evictedCount--;
    this.evictedBytes -= entry.bodySize;
  }

  /** Is to be dead-lettered after those that wait already. The caller then calls `request`. */
  addDying(entry: QueueEntry, reason: DeathReason): void {
    const dying = { entry, reason, next: undefined };
    if (this.#lastDying === undefined) this.#firstDying = dying;
    else this.#lastDying.next = dying;
    this.#lastDying = dying;
    this.dyingCount++;
  }

  /**
   * Asks for what is to be buried next, and if `ready` is given for what is to be taken next; but
   * not while an answer is under way, after which the queue asks again.
   */
  request(ready?: ReadyList): void {
    if (this.#requested.length > 0) return;
    const { isExceeded, windowBytes } = this.#residency;
    const bytesMax = isExceeded ? windowBytes : PAGE_BYTES;
    const requested = this.#owner.mayFetchDying ? this.#dyingAhead(bytesMax) : [];
    if (ready !== undefined) requested.push(...ready.evictedAhead(PAGE_ENTRIES, bytesMax));
    if (requested.length === 0) return;
    this.#requested = requested;
    this.#residency.fetch(
      this.#queueId,
      requested.map(({ sequence }) => sequence),
      this,
    );
  }

  onFetched(messages: readonly StoredContent[]): void {
    let index = 0;
    for (const entry of this.#requested) {
      const stored = messages[index];
      const isThere = stored?.sequence === entry.sequence;
      if (isThere) index++;
      if (entry.state !== 'ready' && entry.state !== 'dying') continue;
      if (!isThere) {
        this.#owner.onLost(entry.sequence);
        return;
      }
      this.#admit(entry, this.#residency.restore(stored));
    }
    this.#requested = [];
    this.#owner.onPaged(messages.length);
  }

  dispose(): void {
    this.#residency.forget(this.#queueId);
    this.#requested = [];
  }

  /** All that is to be buried, here or not. */
  *dying(): Iterable<QueueEntry> {
    for (let dying = this.#firstDying; dying !== undefined; dying = dying.next) yield dying.entry;
  }

  /** What is to be buried next, if its message is here. */
  takeDying(): Dying | undefined {
    const dying = this.#firstDying;
    if (dying?.entry.resident === undefined) return undefined;
    this.#firstDying = dying.next;
    if (dying.next === undefined) this.#lastDying = undefined;
    this.dyingCount--;
    return dying;
  }

  /** The same, which leaves in another way. */
  takeAllDying(): QueueEntry[] {
    const entries = [...this.dying()];
    this.#firstDying = undefined;
    this.#lastDying = undefined;
    this.dyingCount = 0;
    return entries;
  }

  #admit(entry: QueueEntry, message: Message): void {
    entry.resident = message;
    this.#residency.bytes += entry.bodySize + MESSAGE_OVERHEAD;
    // What is dying has left the others already.
    if (entry.state !== 'dying') this.discount(entry);
  }

  #dyingAhead(bytesMax: number): QueueEntry[] {
    const evicted: QueueEntry[] = [];
    let left = PAGE_ENTRIES;
    let bytes = 0;
    let dying = this.#firstDying;
    for (; dying !== undefined && left > 0 && bytes < bytesMax; dying = dying.next) {
      left--;
      if (dying.entry.resident !== undefined) continue;
      evicted.push(dying.entry);
      bytes += dying.entry.bodySize;
    }
    return evicted;
  }
}
