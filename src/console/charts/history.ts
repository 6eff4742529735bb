/**
 * What a page has seen of some numbers, look by look, as a chart wants it: one list of times and
 * one of values for each name. Rates are made of counters here, from one look to the next, so they
 * are true for exactly that time. Filled with each poll of a page.
 */

export type Look = Readonly<Record<string, number>>;

/** Ten minutes of looks every two seconds. */
export const LOOK_COUNT_MAX = 300;

export class History {
  /** Seconds since the epoch. */
  readonly times: number[] = [];
  readonly #values = new Map<string, (number | null)[]>();
  readonly #countMax: number;
  #counters: { readonly at: number; readonly look: Look } | undefined;

  constructor(countMax = LOOK_COUNT_MAX) {
    this.#countMax = countMax;
  }

  /** `counters` become rates under their names; both at `at`, in ms since the epoch. */
  push(at: number, levels: Look, counters: Look = {}): void {
    const last = this.times.at(-1);
    // Charts want times that grow.
    if (last !== undefined && at / 1_000 <= last) return;
    const rates = this.#rates(at, counters);
    this.times.push(at / 1_000);
    for (const [name, value] of Object.entries({ ...levels, ...rates })) {
      this.values(name).push(value);
    }
    for (const list of this.#values.values()) {
      while (list.length < this.times.length) list.push(null);
    }
    if (this.times.length <= this.#countMax) return;
    this.times.shift();
    for (const list of this.#values.values()) list.shift();
  }

  /** As long as `times`; null where the value was not known. */
  values(name: string): (number | null)[] {
    let list = this.#values.get(name);
    if (list === undefined) {
      list = this.times.slice(1).map(() => null);
      this.#values.set(name, list);
    }
    return list;
  }

  latest(name: string): number | null {
    return this.#values.get(name)?.at(-1) ?? null;
  }

  #rates(at: number, counters: Look): Record<string, number | null> {
    const before = this.#counters;
    this.#counters = { at, look: counters };
    const rates: Record<string, number | null> = {};
    for (const [name, value] of Object.entries(counters)) {
      const earlier = before?.look[name];
      const growth = earlier === undefined ? -1 : value - earlier;
      // A broker that has started anew counts from zero: there is no rate over that.
      rates[name] = before === undefined || growth < 0 ? null : (growth * 1_000) / (at - before.at);
    }
    return rates;
  }
}
