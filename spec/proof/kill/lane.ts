/**
 * The messages of one publisher in one queue, in the order of publishing. Kept by ledger.ts; holds
 * only those that may still come, so that a long test does not fill the memory.
 */

/** One publish; fanned out, it has a copy in each of several queues. */
export interface Publication {
  readonly publisher: number;
  readonly number: number;
  /** The run of the broker in which it was published. */
  readonly run: number;
  readonly size: number;
  /** What was known to be processed before it: evidence.ts. */
  readonly processed: readonly number[];
  readonly copies: Copy[];
  isConfirmed: boolean;
}

export interface Acknowledgement {
  readonly run: number;
  readonly consumer: number;
  readonly ordinal: number;
}

export interface Copy {
  readonly publication: Publication;
  readonly lane: Lane;
  /** Its place in the lane, for good. */
  readonly index: number;
  /** The latest run in which it was delivered; 0 while there is none. */
  deliveredRun: number;
  /** It came after a crash, so it is on the disk. */
  isKept: boolean;
  /** Given back to the queue, and not delivered since. */
  isReturned: boolean;
  acknowledged: Acknowledgement | undefined;
  isGone: boolean;
}

export class Lane {
  readonly queue: number;
  readonly publisher: number;
  /** By number of the publication. */
  readonly #open = new Map<number, Copy>();
  /** In order; `#base` is the index of the first. */
  #copies: Copy[] = [];
  #base = 0;
  /** Everything before this index was delivered in this run, or will not be. */
  #cursor = 0;

  constructor(queue: number, publisher: number) {
    this.queue = queue;
    this.publisher = publisher;
  }

  open(): Iterable<Copy> {
    return this.#open.values();
  }

  add(publication: Publication): Copy {
    const copy: Copy = {
      publication,
      lane: this,
      index: this.#base + this.#copies.length,
      deliveredRun: 0,
      isKept: false,
      isReturned: false,
      acknowledged: undefined,
      isGone: false,
    };
    this.#copies.push(copy);
    this.#open.set(publication.number, copy);
    return copy;
  }

  /** Undefined if it was never published here, or is gone. */
  find(number: number): Copy | undefined {
    return this.#open.get(number);
  }

  /** Must not come any more. */
  remove(copy: Copy): void {
    copy.isGone = true;
    this.#open.delete(copy.publication.number);
  }

  beginRun(): void {
    const firstOpen = this.#copies.findIndex(({ isGone }) => !isGone);
    const goneCount = firstOpen < 0 ? this.#copies.length : firstOpen;
    this.#copies = this.#copies.slice(goneCount);
    this.#base += goneCount;
    this.#cursor = this.#base;
  }

  /**
   * Comes to a delivery; gives those that were passed over, or undefined if it is behind already.
   */
  advanceTo(copy: Copy): readonly Copy[] | undefined {
    if (copy.index < this.#cursor) return undefined;
    const passed = this.#copies.slice(this.#cursor - this.#base, copy.index - this.#base);
    this.#cursor = copy.index + 1;
    return passed.filter(({ isGone }) => !isGone);
  }

  /** The queue is empty: gives everything that is still ahead. */
  advanceToEnd(): readonly Copy[] {
    const passed = this.#copies.slice(this.#cursor - this.#base);
    this.#cursor = this.#base + this.#copies.length;
    return passed.filter(({ isGone }) => !isGone);
  }
}
