/**
 * Batches on their way to the disk: the open one, those that are sealed and wait, and the one that
 * the worker has. Used by engine.ts, which decides when; which position is where is decided here.
 */
import { assert } from '../../core/assert.js';
import type { Commit, Position } from '../../core/store.js';
import { BatchWriter } from './batch.js';

/**
 * What one commit takes at most, unless one turn alone exceeds it: larger commits are slower for
 * all.
 */
const OPERATIONS_MAX = 1_024;
const BYTES_MAX = 1_048_576;
/** Batches kept for reuse, and the memory up to which one is kept. */
const SPARES_MAX = 4;
const SPARE_BYTES_MAX = 4 * BYTES_MAX;

export class BatchQueue {
  /** Every position up to here is committed, or was struck. */
  committed: Position = 0;
  open = new BatchWriter(1);
  /** Oldest first. */
  readonly #sealed: BatchWriter[] = [];
  #inFlight: BatchWriter | undefined;
  /** Of the sealed batches and of the one in flight. */
  #handedBytes = 0;
  readonly #spares: BatchWriter[] = [];

  /** Memory that waits for the disk. */
  get bytes(): number {
    return this.#handedBytes + this.open.size;
  }

  /** Is there nothing left to write? */
  get isEmpty(): boolean {
    return this.#inFlight === undefined && this.committed === this.open.last;
  }

  sealIfFull(): void {
    if (this.open.liveCount >= OPERATIONS_MAX || this.open.size >= BYTES_MAX) this.#seal();
  }

  /** The batch that holds the position and is not handed over yet. */
  findWaiting(position: Position): BatchWriter | undefined {
    if (position <= this.committed) return undefined;
    if (position >= this.open.first) return this.open.holds(position) ? this.open : undefined;
    return this.#findSealed(position);
  }

  /** Has a position beyond `committed` nothing to wait for? */
  isSkipped(position: Position): boolean {
    const batch =
      this.#inFlight?.holds(position) === true ? this.#inFlight : this.findWaiting(position);
    return batch !== undefined && batch.isSkipped(position);
  }

  /** The buffer of the next batch that has something to write, if the worker is free. */
  next(): SharedArrayBuffer | undefined {
    while (this.#inFlight === undefined) {
      if (this.#sealed.length === 0) {
        if (this.open.last === this.committed) return undefined;
        this.#seal();
      }
      const batch = this.#sealed.shift();
      assert(batch !== undefined, 'a sealed batch waits');
      if (batch.liveCount > 0) {
        this.#inFlight = batch;
        return batch.finish();
      }
      this.#release(batch);
    }
    return undefined;
  }

  /** What it held. */
  onCommitted(buffer: SharedArrayBuffer): Pick<Commit, 'changes' | 'bytes'> {
    const batch = this.#inFlight;
    assert(batch !== undefined, 'the worker answers for the batch it has');
    this.#inFlight = undefined;
    batch.adopt(buffer);
    const facts = { changes: batch.liveCount, bytes: batch.size };
    this.#release(batch);
    return facts;
  }

  /** Drops all that is not committed; positions go on. */
  forget(): void {
    this.#sealed.length = 0;
    this.#spares.length = 0;
    this.#inFlight = undefined;
    this.#handedBytes = 0;
    this.open.reset(this.open.last + 1);
  }

  #seal(): void {
    const batch = this.open;
    this.#sealed.push(batch);
    this.#handedBytes += batch.size;
    const next = this.#spares.pop();
    if (next === undefined) {
      this.open = new BatchWriter(batch.last + 1);
      return;
    }
    next.reset(batch.last + 1);
    this.open = next;
  }

  #release(batch: BatchWriter): void {
    this.committed = batch.last;
    this.#handedBytes -= batch.size;
    if (this.#spares.length < SPARES_MAX && batch.capacity <= SPARE_BYTES_MAX) {
      this.#spares.push(batch);
    }
  }

  #findSealed(position: Position): BatchWriter | undefined {
    let low = 0;
    let high = this.#sealed.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const batch = this.#sealed[middle];
      if (batch === undefined) return undefined;
      if (batch.holds(position)) return batch;
      if (position < batch.first) high = middle - 1;
      else low = middle + 1;
    }
    return undefined;
  }
}
