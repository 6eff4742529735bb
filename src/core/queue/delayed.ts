/**
 * The entries of one queue that came back and are not to go out before their time (delayed retry).
 * They stand in a heap, and one timer waits for the earliest. Filled by returns.ts, emptied by
 * backlog.ts.
 */
import type { Clock, Timer } from '../clock.js';
import { Heap } from '../heap.js';
import type { QueueEntry } from './entry.js';
import type { EntryNote } from './entry-note.js';

export class Delayed {
  /** How many entries, and how many bytes of body they have. */
  size = 0;
  bytes = 0;
  readonly #clock: Clock;
  /** Is to remove what is due. */
  readonly #onDue: () => void;
  readonly #notes = new Heap<EntryNote>(
    (a, b) =>
      a.notBefore < b.notBefore ||
      (a.notBefore === b.notBefore && a.entry.sequence < b.entry.sequence),
  );
  #timer: Timer | undefined;

  constructor(clock: Clock, onDue: () => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  add(note: EntryNote): void {
    this.size++;
    this.bytes += note.entry.bodySize;
    this.#notes.push(note);
    this.#arm();
  }

  remove(note: EntryNote): void {
    this.size--;
    this.bytes -= note.entry.bodySize;
    this.#notes.remove(note);
  }

  /** The next one, due or not. */
  get first(): QueueEntry | undefined {
    return this.#notes.first?.entry;
  }

  /** The next one, if its time has come. */
  get due(): QueueEntry | undefined {
    const first = this.#notes.first;
    return first === undefined || first.notBefore > this.#clock.now ? undefined : first.entry;
  }

  dispose(): void {
    this.#clock.cancel(this.#timer);
    this.#timer = undefined;
  }

  /** A timer that comes too early, for one that has gone, does no harm. */
  #arm(): void {
    const first = this.#notes.first;
    if (first === undefined) return;
    if (this.#timer !== undefined) {
      if (this.#timer.deadline <= first.notBefore) return;
      this.#clock.cancel(this.#timer);
    }
    this.#timer = this.#clock.at(first.notBefore, () => {
      this.#timer = undefined;
      this.#onDue();
      this.#arm();
    });
  }
}
