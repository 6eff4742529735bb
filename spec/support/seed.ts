/**
 * Randomness of the specs: one seed a run, printed at its first use and read from the environment
 * variable SEED, so that a failure can be run again.
 */

let runSeed: number | undefined;

export function seedOfRun(): number {
  if (runSeed === undefined) {
    const given = process.env['SEED'];
    runSeed = given === undefined ? Date.now() % 0x7fff_ffff : Number(given);
    if (!Number.isSafeInteger(runSeed)) throw new Error(`SEED is no integer: '${String(given)}'`);
    console.log(`      random with SEED=${runSeed}`);
  }
  return runSeed;
}

/** Options for fc.assert. */
export function seeded(numRuns = 200): { seed: number; numRuns: number } {
  return { seed: seedOfRun(), numRuns };
}

/**
 * Mulberry32: small, fast, the same everywhere. Two generators of one seed give the same numbers.
 */
export class SeededRandom {
  #state: number;

  constructor(seed = seedOfRun()) {
    this.#state = seed | 0;
  }

  /** From 0 up to, but not, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** From 0 up to, but not, `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  bytes(size: number): Buffer {
    const bytes = Buffer.alloc(size);
    for (let at = 0; at < size; at++) bytes[at] = this.below(256);
    return bytes;
  }

  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    const keyed = items.map((item) => ({ item, key: this.below(2 ** 31) }));
    return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
  }

  /** From none to `lengthMax` items. */
  list<Item>(lengthMax: number, make: () => Item): Item[] {
    return Array.from({ length: this.below(lengthMax + 1) }, make);
  }
}
