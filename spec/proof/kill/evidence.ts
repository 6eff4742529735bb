/**
 * What the clients of one run of the broker know for certain about the disk, told by ledger.ts of
 * every delivery, publish and confirm. The store numbers all changes in one row and commits them in
 * that order, so:
 *
 * - a consumer that may hold N messages and was given D knows that D - N of its settlements were
 *   processed;
 * - a message published after that was numbered after those settlements;
 * - its confirm, while it is not acknowledged itself, says that it was committed, and so were they.
 *
 * (The confirm of a message that was acknowledged proves nothing: such a message may never have
 * gone to the disk.)
 */
export class Evidence {
  readonly #prefetch: number;
  /** By consumer. */
  readonly #delivered: number[];
  readonly #settled: number[];
  readonly #committed: number[];

  constructor(consumerCount: number, prefetch: number) {
    this.#prefetch = prefetch;
    this.#delivered = new Array<number>(consumerCount).fill(0);
    this.#settled = new Array<number>(consumerCount).fill(0);
    this.#committed = new Array<number>(consumerCount).fill(0);
  }

  noteDelivery(consumer: number): void {
    this.#delivered[consumer] = (this.#delivered[consumer] ?? 0) + 1;
  }

  /** Which settlement of this consumer it is; they are sent in the order of the deliveries. */
  noteSettlement(consumer: number): number {
    const ordinal = (this.#settled[consumer] ?? 0) + 1;
    this.#settled[consumer] = ordinal;
    return ordinal;
  }

  /**
   * To be kept with what is published now: how many settlements of each consumer come before it.
   */
  processed(): readonly number[] {
    return this.#delivered.map((count) => Math.max(0, count - this.#prefetch));
  }

  noteCommit(processed: readonly number[]): void {
    for (const [consumer, count] of processed.entries()) {
      if (count > (this.#committed[consumer] ?? 0)) this.#committed[consumer] = count;
    }
  }

  isCommitted(consumer: number, ordinal: number): boolean {
    return ordinal <= (this.#committed[consumer] ?? 0);
  }
}
