/**
 * What a page has seen, for each time that its charts can go back: each begins with the samples of
 * the API when it is first shown, and all go on with the looks of the page.
 */
import { History, type Look } from './history.js';
import { fillHistory, type Past, type Span } from './samples.js';

/** Pages look every two seconds, at the most. */
const LOOK_SECONDS = 2;

export class Histories {
  readonly #histories = new Map<Span, History>();

  of(span: Span): History {
    let history = this.#histories.get(span);
    if (history === undefined) {
      history = new History(span.seconds / LOOK_SECONDS + span.seconds / span.step);
      this.#histories.set(span, history);
    }
    return history;
  }

  /** Samples are to be asked for, and given to `begin` before the next look. */
  isNew(span: Span): boolean {
    return this.of(span).times.length === 0;
  }

  begin(span: Span, past: Past, now: number): void {
    fillHistory(this.of(span), past, now);
  }

  push(at: number, levels: Look, counters: Look = {}): void {
    for (const history of this.#histories.values()) history.push(at, levels, counters);
  }
}
