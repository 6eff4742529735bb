/**
 * x-max-length and x-max-length-bytes: is the next message one too many, or one of those that wait?
 * Ready messages count, and those that are delayed or kept as dead letters; unsettled ones do not,
 * as in RabbitMQ. Asked by backlog.ts, which drops; queue.ts refuses.
 */
import type { RoomWaiter } from '../target.js';
import type { QueueOptions } from './options.js';
import type { QueueEntry } from './entry.js';
import type { ReadyList } from './ready-list.js';

export class Overflow {
  #lengthMax = Infinity;
  #bytesMax = Infinity;
  #dropsHead = false;
  #refuses = false;
  /** Besides the ready ones: dead letters that are kept until they are taken, and the delayed. */
  otherCount = 0;
  otherBytes = 0;
  /** Dead letters of other queues that there was no room for. */
  #roomWaiters: Set<RoomWaiter> | undefined;

  constructor(options: QueueOptions) {
    this.configure(options);
  }

  configure(options: QueueOptions): void {
    this.#lengthMax = options.maxLength ?? Infinity;
    this.#bytesMax = options.maxLengthBytes ?? Infinity;
    const isLimited = options.maxLength !== undefined || options.maxLengthBytes !== undefined;
    this.#dropsHead = isLimited && options.overflow === 'drop-head';
    this.#refuses = isLimited && options.overflow !== 'drop-head';
  }

  /** Neither ready nor held by a consumer, it takes part in the length. */
  count(entry: QueueEntry): void {
    this.otherCount++;
    this.otherBytes += entry.bodySize;
  }

  uncount(entry: QueueEntry): void {
    this.otherCount--;
    this.otherBytes -= entry.bodySize;
  }

  /**
   * Even when a consumer waits: only a limit of less than one message differs, and RabbitMQ refuses
   * it too.
   */
  refuses(ready: ReadyList, bodySize: number): boolean {
    return (
      this.#refuses &&
      (ready.size + this.otherCount + 1 > this.#lengthMax ||
        ready.bytes + this.otherBytes + bodySize > this.#bytesMax)
    );
  }

  mustDrop(ready: ReadyList): boolean {
    return (
      this.#dropsHead &&
      (ready.size + this.otherCount > this.#lengthMax ||
        ready.bytes + this.otherBytes > this.#bytesMax)
    );
  }

  awaitRoom(waiter: RoomWaiter): void {
    (this.#roomWaiters ??= new Set()).add(waiter);
  }

  /** There is less than before: those that wait are to try again. */
  tellRoom(): void {
    const waiters = this.#roomWaiters;
    if (waiters === undefined) return;
    this.#roomWaiters = undefined;
    for (const waiter of waiters) waiter.retrySoon();
  }
}
