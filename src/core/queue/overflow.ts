/**
 * x-max-length and x-max-length-bytes: is the next message one too many, or one of those that wait?
 * Ready messages count, unsettled ones do not, as in RabbitMQ. Asked by queue.ts, which refuses or
 * drops.
 */
import type { QueueOptions } from './arguments.js';
import type { ReadyList } from './ready-list.js';

export class Overflow {
  readonly #lengthMax: number;
  readonly #bytesMax: number;
  readonly #dropsHead: boolean;
  readonly #refuses: boolean;
  /** Dead letters that are kept in the queue until they are taken. */
  keptCount = 0;
  keptBytes = 0;

  constructor(options: QueueOptions) {
    this.#lengthMax = options.maxLength ?? Infinity;
    this.#bytesMax = options.maxLengthBytes ?? Infinity;
    const isLimited = options.maxLength !== undefined || options.maxLengthBytes !== undefined;
    this.#dropsHead = isLimited && options.overflow === 'drop-head';
    this.#refuses = isLimited && options.overflow !== 'drop-head';
  }

  /**
   * Even when a consumer waits: only a limit of less than one message differs, and RabbitMQ refuses
   * it too.
   */
  refuses(ready: ReadyList, bodySize: number): boolean {
    return (
      this.#refuses &&
      (ready.size + this.keptCount + 1 > this.#lengthMax ||
        ready.bytes + this.keptBytes + bodySize > this.#bytesMax)
    );
  }

  mustDrop(ready: ReadyList): boolean {
    return this.#dropsHead && (ready.size > this.#lengthMax || ready.bytes > this.#bytesMax);
  }
}
