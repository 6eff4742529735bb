/**
 * Randomness that a failing spec can be repeated with: it prints its seed, and LEVERET_SEED sets
 * it.
 */

/** Prints the seed, which is another one in each run unless LEVERET_SEED is set. */
export function seedOf(name: string): number {
  const given = Number(process.env['LEVERET_SEED']);
  const seed = Number.isInteger(given) && given > 0 ? given : Date.now() % 0x7fffffff;
  console.log(`      ${name}: LEVERET_SEED=${String(seed)}`);
  return seed;
}

/** mulberry32: small, and good enough to choose with. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  }

  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  shuffled<T>(items: readonly T[]): T[] {
    const keyed = items.map((item) => ({ item, key: this.below(2 ** 31) }));
    return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
  }

  /** From none to `lengthMax` items. */
  list<T>(lengthMax: number, make: () => T): T[] {
    return Array.from({ length: this.below(lengthMax + 1) }, make);
  }
}
