/**
 * Publisher confirms of one channel: which publishes still wait for the disk, and cumulative
 * answers for those that no longer do. channel.ts tells of each publish; connection.ts asks for the
 * answers at the end of a turn and whenever the store has committed.
 *
 * Answers go out in order of publish, so the publishes that wait form a ring; while it is empty, a
 * publish that waits for nothing only moves a counter.
 */
import type { Position, Store } from '../core/store.js';

/** Writes basic.ack and basic.nack; made once per channel. */
export interface ConfirmSink {
  ack(publishNumber: number, multiple: boolean): void;
  nack(publishNumber: number, multiple: boolean): void;
}

/** Of the broker, and of the channel. */
interface Confirmed {
  confirmed: number;
}

const RING_SIZE_MIN = 256;

export class Confirms {
  readonly #store: Store;
  readonly #sink: ConfirmSink;
  readonly #counters: readonly Confirmed[];
  /** Number of the latest publish. */
  #published = 0;
  /** Everything up to here has been answered. */
  #answered = 0;
  /**
   * Everything up to here is in the ring or due. The ring holds `ringBase` to `published`, or is
   * empty.
   */
  #ringBase = 1;
  #mask = RING_SIZE_MIN - 1;
  #first = new Float64Array(RING_SIZE_MIN);
  #last = new Float64Array(RING_SIZE_MIN);
  #refused = new Uint8Array(RING_SIZE_MIN);

  /** `counters` are all those that count the confirmed. */
  constructor(store: Store, sink: ConfirmSink, counters: readonly Confirmed[]) {
    this.#store = store;
    this.#counters = counters;
    this.#sink = sink;
  }

  /** Publishes that were not answered yet. */
  get unansweredCount(): number {
    return this.#published - this.#answered;
  }

  /** The publish just handled wrote positions `first` to `last` (none if last < first). */
  expect(first: Position, last: Position, refused: boolean): void {
    const number = ++this.#published;
    if (last < first && !refused && this.#ringBase === number) {
      this.#ringBase++;
      return;
    }
    if (number - this.#ringBase > this.#mask) this.#grow();
    const slot = number & this.#mask;
    this.#first[slot] = first;
    this.#last[slot] = last;
    this.#refused[slot] = refused ? 1 : 0;
  }

  /** Answers everything that is due. True while some publish still waits for the disk. */
  release(): boolean {
    while (this.#ringBase <= this.#published) {
      const slot = this.#ringBase & this.#mask;
      const first = this.#first[slot] ?? 0;
      const last = this.#last[slot] ?? 0;
      if (last >= first && !this.#store.isDurable(first, last)) break;
      if (this.#refused[slot] === 1) {
        this.#answer(this.#ringBase - 1);
        this.#answered = this.#ringBase;
        this.#sink.nack(this.#ringBase, false);
      }
      this.#ringBase++;
    }
    this.#answer(this.#ringBase - 1);
    return this.#ringBase <= this.#published;
  }

  #answer(through: number): void {
    if (through <= this.#answered) return;
    const count = through - this.#answered;
    for (const counters of this.#counters) counters.confirmed += count;
    this.#sink.ack(through, count > 1);
    this.#answered = through;
  }

  #grow(): void {
    const size = (this.#mask + 1) * 2;
    const first = new Float64Array(size);
    const last = new Float64Array(size);
    const refused = new Uint8Array(size);
    for (let number = this.#ringBase; number < this.#published; number++) {
      const from = number & this.#mask;
      const to = number & (size - 1);
      first[to] = this.#first[from] ?? 0;
      last[to] = this.#last[from] ?? 0;
      refused[to] = this.#refused[from] ?? 0;
    }
    this.#first = first;
    this.#last = last;
    this.#refused = refused;
    this.#mask = size - 1;
  }
}
