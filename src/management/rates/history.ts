/**
 * What the numbers of one thing were, look by look: the last so many looks at which one of them had
 * changed. What does not change takes no room. Kept by track.ts.
 */
import type { Range, Sample } from './range.js';

const CAPACITY_FIRST = 2;

export class History {
  /** Rows, each with the time before the numbers; a ring. */
  #rows: Float64Array;
  #start = 0;
  #count = 0;
  readonly #width: number;
  #lookedAt = 0;
  #lookedBefore = 0;

  constructor(numberCount: number) {
    this.#width = numberCount + 1;
    this.#rows = new Float64Array(CAPACITY_FIRST * this.#width);
  }

  /** Of which look it is the latest: ms since the epoch. */
  get lookedAt(): number {
    return this.#lookedAt;
  }

  /** `rowsMax` is at least two. */
  look(at: number, numbers: readonly number[], rowsMax: number): void {
    this.#lookedBefore = this.#lookedAt;
    this.#lookedAt = at;
    if (this.#count > 0 && this.#isLatest(numbers)) return;
    if (this.#capacity > rowsMax * 2) this.#resize(rowsMax);
    else if (this.#count === this.#capacity && this.#capacity < rowsMax) {
      this.#resize(Math.min(this.#capacity * 2, rowsMax));
    }
    if (this.#count === this.#capacity) this.#start = (this.#start + 1) % this.#capacity;
    else this.#count++;
    const place = this.#place(this.#count - 1);
    this.#rows[place] = at;
    for (let index = 1; index < this.#width; index++) {
      this.#rows[place + index] = numbers[index - 1] ?? 0;
    }
  }

  /** By which a number grew in a second, between the two latest looks; may be negative. */
  rate(number: number): number {
    const last = this.#count - 1;
    if (last < 1 || this.#at(last, 0) < this.#lookedAt) return 0;
    const growth = this.#at(last, number + 1) - this.#at(last - 1, number + 1);
    return (growth * 1_000) / (this.#lookedAt - this.#lookedBefore);
  }

  /** Newest first; from before the first look there are none. */
  samples(number: number, { first, last, step }: Range): Sample[] {
    const samples: Sample[] = [];
    let row = this.#count - 1;
    for (let timestamp = last; timestamp >= first; timestamp -= step) {
      while (row >= 0 && this.#at(row, 0) > timestamp) row--;
      if (row < 0) break;
      samples.push({ sample: this.#at(row, number + 1), timestamp });
    }
    return samples;
  }

  get #capacity(): number {
    return this.#rows.length / this.#width;
  }

  #isLatest(numbers: readonly number[]): boolean {
    const place = this.#place(this.#count - 1);
    for (let index = 1; index < this.#width; index++) {
      if (this.#rows[place + index] !== numbers[index - 1]) return false;
    }
    return true;
  }

  /** The newest rows that there is room for stay. */
  #resize(capacity: number): void {
    const rows = new Float64Array(capacity * this.#width);
    const kept = Math.min(this.#count, capacity);
    for (let row = 0; row < kept; row++) {
      const place = this.#place(this.#count - kept + row);
      rows.set(this.#rows.subarray(place, place + this.#width), row * this.#width);
    }
    this.#rows = rows;
    this.#start = 0;
    this.#count = kept;
  }

  #at(row: number, index: number): number {
    return this.#rows[this.#place(row) + index] ?? 0;
  }

  /** Where a row begins; the oldest is 0. */
  #place(row: number): number {
    return ((this.#start + row) % this.#capacity) * this.#width;
  }
}
