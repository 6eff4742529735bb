/**
 * Long work in short turns: between them the event loop does what else there is, so that a list of
 * many thousand things holds up no message. Used by lists/ and by metrics/scrape.ts.
 */
import { setImmediate } from 'node:timers/promises';

/** The event loop waits no longer than this for the next turn. */
const TURN_MS = 5;
/** So many things are looked at between two looks at the time. */
const STEP = 64;

export class Turns {
  #startedAt = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#startedAt >= TURN_MS;
  }

  async pause(): Promise<void> {
    await setImmediate();
    this.#startedAt = performance.now();
  }
}

/** In their order. */
export async function forEachInTurns<T>(
  things: readonly T[],
  visit: (thing: T) => void,
): Promise<void> {
  const turns = new Turns();
  for (let start = 0; start < things.length; start += STEP) {
    for (const thing of things.slice(start, start + STEP)) visit(thing);
    if (turns.isOver) await turns.pause();
  }
}
