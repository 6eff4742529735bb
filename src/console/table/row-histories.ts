/**
 * The last minutes of the rows of a list that are, or were lately, in sight: each begins with the
 * samples of the API. Bounded, however many rows are scrolled past. Used by lists with sparklines.
 */
import { History, type Look } from '../charts/history.js';
import { fillHistory, type Past } from '../charts/samples.js';

/** Some screens. */
const ROWS_MAX = 400;
/** Looks of each: five minutes of one every three seconds, and some samples. */
const LOOKS_MAX = 140;

export class RowHistories {
  /** Those that were looked at last come last. */
  readonly #histories = new Map<string, History>();

  of(name: string): History | undefined {
    return this.#histories.get(name);
  }

  get size(): number {
    return this.#histories.size;
  }

  /** `past` is taken where the row has no history yet. */
  push(
    name: string,
    look: { readonly at: number; readonly levels: Look; readonly counters?: Look },
    past?: Past,
  ): void {
    const known = this.#histories.get(name);
    const history = known ?? new History(LOOKS_MAX);
    if (known === undefined && past !== undefined) fillHistory(history, past, look.at);
    history.push(look.at, look.levels, look.counters);
    this.#histories.delete(name);
    this.#histories.set(name, history);
    for (const [oldest] of this.#histories) {
      if (this.#histories.size <= ROWS_MAX) break;
      this.#histories.delete(oldest);
    }
  }
}
