/**
 * Places in a long list of entries where somebody has looked lately: whoever pages through a queue
 * starts beside the last page and not at the head. Holds no entry in memory that has left. Used by
 * ready-list.ts.
 */
import type { QueueEntry } from './entry.js';

const COUNT_MAX = 32;

export class Places {
  readonly #entries: WeakRef<QueueEntry>[] = [];
  /** Where the next one goes, which may be in place of the oldest. */
  #next = 0;

  note(entry: QueueEntry): void {
    this.#entries[this.#next] = new WeakRef(entry);
    this.#next = (this.#next + 1) % COUNT_MAX;
  }

  /** Of these and the entries given, the one that stands nearest to the sequence. */
  nearest(
    sequence: number,
    ...others: readonly (QueueEntry | undefined)[]
  ): QueueEntry | undefined {
    let nearest: QueueEntry | undefined;
    let distance = Infinity;
    const consider = (entry: QueueEntry | undefined): void => {
      if (entry === undefined || Math.abs(entry.sequence - sequence) >= distance) return;
      nearest = entry;
      distance = Math.abs(entry.sequence - sequence);
    };
    for (const entry of others) consider(entry);
    for (const place of this.#entries) {
      const entry = place.deref();
      if (entry !== undefined && isInList(entry)) consider(entry);
    }
    return nearest;
  }
}

/** What was handed out has left the list, even if it came back: then it stands in the heap. */
function isInList({ state, heapIndex }: QueueEntry): boolean {
  return state === 'ready' && heapIndex < 0;
}
