/** The past of all things of a kind: queues, for one. Looked at by sampler.ts. */
import { type Detailed, type Details, detailsOf } from './details.js';
import { History } from './history.js';
import type { Range } from './range.js';

export interface Kind<T> {
  readonly names: readonly string[];
  things(): Iterable<T>;
  /** Its numbers, in the order of the names. */
  readonly read: (thing: T) => readonly number[];
}

/** An hour, a look each five seconds. */
const ROWS_MAX = 721;
const ROWS_MIN = 3;
/** Bytes that all histories of a kind take, about: with more things they reach less far. */
const BYTES_MAX = 24 << 20;

export class Track<T> {
  readonly #kind: Kind<T>;
  readonly #histories = new Map<T, History>();

  constructor(kind: Kind<T>) {
    this.#kind = kind;
  }

  get names(): readonly string[] {
    return this.#kind.names;
  }

  /** Looks at those that are there now, one in each step, and forgets all others. */
  *look(at: number): Generator<undefined> {
    const things = [...this.#kind.things()];
    const rowsMax = this.#rowsMaxFor(things.length);
    for (const thing of things) {
      this.#historyOf(thing).look(at, this.#kind.read(thing), rowsMax);
      yield undefined;
    }
    for (const [thing, { lookedAt }] of this.#histories) {
      if (lookedAt < at) this.#histories.delete(thing);
    }
  }

  clear(): void {
    this.#histories.clear();
  }

  /** Those of the numbers that are named, as they are now, each with its details. */
  present(
    thing: T,
    names: readonly string[],
    range: Range | undefined,
    numbers = this.#kind.read(thing),
  ): Detailed {
    const history = this.#histories.get(thing);
    const detailed: Detailed = {};
    for (const name of names) {
      const number = this.#kind.names.indexOf(name);
      detailed[name] = numbers[number] ?? 0;
      detailed[`${name}_details`] = detailsOf(history, number, range);
    }
    return detailed;
  }

  /** As they are now, in the order of the names. */
  numbers(thing: T): readonly number[] {
    return this.#kind.read(thing);
  }

  /** Of one of the numbers the details alone. */
  details(thing: T, number: number, range: Range | undefined): Details {
    return detailsOf(this.#histories.get(thing), number, range);
  }

  /** Of a number by itself ("ack"), or of its rate ("ack_details", "rate"). */
  reader(keys: readonly string[], range: Range | undefined): ((thing: T) => number) | undefined {
    const [key = '', part] = keys;
    const { names, read } = this.#kind;
    const number = names.indexOf(key);
    if (keys.length === 1 && number >= 0) return (thing) => read(thing)[number] ?? 0;
    const rated = names.findIndex((name) => `${name}_details` === key);
    if (keys.length !== 2 || rated < 0 || part !== 'rate') return undefined;
    return (thing) => detailsOf(this.#histories.get(thing), rated, range).rate;
  }

  #historyOf(thing: T): History {
    const known = this.#histories.get(thing);
    if (known !== undefined) return known;
    const history = new History(this.#kind.names.length);
    this.#histories.set(thing, history);
    return history;
  }

  #rowsMaxFor(count: number): number {
    const rowBytes = (this.#kind.names.length + 1) * Float64Array.BYTES_PER_ELEMENT;
    const rows = Math.floor(BYTES_MAX / rowBytes / Math.max(count, 1));
    return Math.min(Math.max(rows, ROWS_MIN), ROWS_MAX);
  }
}
