/**
 * What a replay does with its letters, or would do in a dry run: counted by where they died and
 * why, where they go, and how it ends. Filled by replay.ts.
 */
import type { Origin } from './origin.js';

/**
 * `unknown`: its headers do not tell where it came from. `nowhere`: what it came from is not there,
 * or leads nowhere. `gone`: somebody has taken it meanwhile.
 */
export type LetterOutcome = 'replayed' | 'unknown' | 'nowhere' | 'refused' | 'denied' | 'gone';

export interface LetterGroup {
  /** Undefined where nobody has looked, or the headers do not tell. */
  readonly fromQueue: string | undefined;
  readonly reason: string | undefined;
  /** The queue or exchange it goes to, or should. */
  readonly target: string | undefined;
  readonly outcome: LetterOutcome;
  messageCount: number;
}

/** There are no more in sane cases; headers can be made up. */
const GROUPS_MAX = 1_000;

export class LetterGroups {
  readonly #byKey = new Map<string, LetterGroup>();

  count(origin: Origin | undefined, target: string | undefined, outcome: LetterOutcome): void {
    const { queue: fromQueue, reason } = origin ?? {};
    const key = JSON.stringify([outcome, fromQueue, reason, target]);
    const group = this.#byKey.get(key);
    if (group !== undefined) group.messageCount++;
    else if (this.#byKey.size < GROUPS_MAX) {
      this.#byKey.set(key, { fromQueue, reason, target, outcome, messageCount: 1 });
    }
  }

  all(): Iterable<LetterGroup> {
    return this.#byKey.values();
  }
}
