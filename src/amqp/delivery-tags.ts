/**
 * The deliveries of one channel that wait for an acknowledgement, by delivery tag. channel.ts adds
 * and takes.
 *
 * Tags are consecutive, so the recent ones live in a ring indexed by tag. What is still unsettled
 * when the ring would have to grow for nothing but old tags moves to a map of stragglers: one
 * message that is never acknowledged must not make the ring as long as everything delivered after
 * it.
 *
 *     stragglers (map)    [ base ........ next )  ring, holes where a tag was settled out of order
 *
 * The base is never a hole: it is an outstanding delivery, or there is none in the ring.
 */
import type { Clock } from '../core/clock.js';
import type { QueueEntry } from '../core/queue/entry.js';
import type { ChannelConsumer } from './consumer.js';

/** `consumer` is undefined for what basic.get took. */
export interface Outstanding {
  readonly tag: number;
  readonly entry: QueueEntry;
  readonly consumer: ChannelConsumer | undefined;
  /** When it was handed out: ms since the epoch. */
  readonly deliveredAt: number;
}

/**
 * Receives what is taken out; an object, so that the hot path makes no closure. What it does may
 * bring new deliveries, so everything here is in order before each call.
 */
export interface OutstandingSink {
  onTaken(tag: number, entry: QueueEntry, consumer: ChannelConsumer | undefined): void;
}

const RING_SIZE_MIN = 64;
/** Among so many of all consumers of a channel the oldest of one is looked for. */
const LOOK_MAX = 1_000;

export class DeliveryTags {
  #entries: (QueueEntry | undefined)[] = new Array<undefined>(RING_SIZE_MIN).fill(undefined);
  #consumers: (ChannelConsumer | undefined)[] = new Array<undefined>(RING_SIZE_MIN).fill(undefined);
  #times = new Float64Array(RING_SIZE_MIN);
  #mask = RING_SIZE_MIN - 1;
  /** Oldest tag that may still be in the ring. */
  #base = 1;
  #next = 1;
  /** Of the ring. */
  #count = 0;
  /** Oldest first, but for those that came back. */
  #stragglers = new Map<number, Outstanding>();
  #areStragglersInOrder = true;

  readonly #clock: Clock;

  /** The time of each delivery is read here: a number that is handed over costs an allocation. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many deliveries are outstanding. */
  get count(): number {
    return this.#count + this.#stragglers.size;
  }

  /** What the ring costs in memory, in slots. */
  get ringSize(): number {
    return this.#mask + 1;
  }

  /** The tag of a delivery that needs no acknowledgement. */
  skip(): number {
    if (this.#next - this.#base > this.#mask) this.#makeRoom();
    if (this.#base === this.#next) this.#base++;
    return this.#next++;
  }

  add(entry: QueueEntry, consumer: ChannelConsumer | undefined): number {
    if (this.#next - this.#base > this.#mask) this.#makeRoom();
    const tag = this.#next++;
    const slot = tag & this.#mask;
    this.#entries[slot] = entry;
    this.#consumers[slot] = consumer;
    this.#times[slot] = this.#clock.now;
    this.#count++;
    return tag;
  }

  has(tag: number): boolean {
    return this.#inRing(tag)
      ? this.#entries[tag & this.#mask] !== undefined
      : this.#stragglers.has(tag);
  }

  /** Takes one out; `taken` is called with it. False if no such delivery is outstanding. */
  take(tag: number, taken: OutstandingSink): boolean {
    if (!this.#inRing(tag)) return this.#takeStraggler(tag, taken);
    const slot = tag & this.#mask;
    const entry = this.#entries[slot];
    if (entry === undefined) return false;
    const consumer = this.#consumers[slot];
    this.#entries[slot] = undefined;
    this.#consumers[slot] = undefined;
    this.#count--;
    this.#closeGap();
    taken.onTaken(tag, entry, consumer);
    return true;
  }

  /** Takes everything up to and with `tag`, oldest first; 0 means everything there is. */
  takeThrough(tag: number, taken: OutstandingSink): void {
    const last = tag === 0 ? this.#next - 1 : tag;
    this.#takeStragglersThrough(last, taken);
    while (this.#base <= last && this.take(this.#base, taken)) {
      // New deliveries may have pushed old ones out of the ring.
      if (this.#stragglers.size > 0) this.#takeStragglersThrough(last, taken);
    }
  }

  /** Puts back what a transaction had taken and rolled back. */
  putBack(outstanding: Outstanding): void {
    if (!this.#inRing(outstanding.tag)) {
      this.#stragglers.set(outstanding.tag, outstanding);
      this.#areStragglersInOrder = false;
      return;
    }
    const slot = outstanding.tag & this.#mask;
    this.#entries[slot] = outstanding.entry;
    this.#consumers[slot] = outstanding.consumer;
    this.#times[slot] = outstanding.deliveredAt;
    this.#count++;
  }

  /** All of them, the oldest first but for those that came back. */
  *outstanding(): Generator<Outstanding> {
    yield* this.#stragglers.values();
    for (let tag = this.#base; tag < this.#next; tag++) {
      const outstanding = this.#at(tag);
      if (outstanding !== undefined) yield outstanding;
    }
  }

  /** When the oldest that this consumer holds was handed out, if it is among the first. */
  oldestOf(consumer: ChannelConsumer): number | undefined {
    let looked = 0;
    for (const { consumer: holder, deliveredAt } of this.outstanding()) {
      if (holder === consumer) return deliveredAt;
      if (++looked === LOOK_MAX) return undefined;
    }
    return undefined;
  }

  #at(tag: number): Outstanding | undefined {
    const slot = tag & this.#mask;
    const entry = this.#entries[slot];
    if (entry === undefined) return undefined;
    const deliveredAt = this.#times[slot] ?? 0;
    return { tag, entry, consumer: this.#consumers[slot], deliveredAt };
  }

  #inRing(tag: number): boolean {
    return tag >= this.#base && tag < this.#next;
  }

  #takeStraggler(tag: number, taken: OutstandingSink): boolean {
    const straggler = this.#stragglers.get(tag);
    if (straggler === undefined) return false;
    this.#stragglers.delete(tag);
    taken.onTaken(tag, straggler.entry, straggler.consumer);
    return true;
  }

  /** They are older than the whole ring. */
  #takeStragglersThrough(last: number, taken: OutstandingSink): void {
    if (!this.#areStragglersInOrder) {
      this.#stragglers = new Map([...this.#stragglers].sort(([a], [b]) => a - b));
      this.#areStragglersInOrder = true;
    }
    for (const tag of this.#stragglers.keys()) {
      if (tag > last) return;
      this.#takeStraggler(tag, taken);
    }
  }

  #closeGap(): void {
    if (this.#count === 0) {
      this.#base = this.#next;
      return;
    }
    while (this.#entries[this.#base & this.#mask] === undefined) this.#base++;
  }

  /** A ring that is mostly holes sheds its older half; one that is full of deliveries doubles. */
  #makeRoom(): void {
    const size = this.#mask + 1;
    if (this.#count > size / 2) return this.#grow(size * 2);
    const middle = this.#base + size / 2;
    for (let tag = this.#base; tag < middle; tag++) {
      const straggler = this.#at(tag);
      if (straggler === undefined) continue;
      this.#stragglers.set(tag, straggler);
      this.#entries[tag & this.#mask] = undefined;
      this.#consumers[tag & this.#mask] = undefined;
      this.#count--;
    }
    this.#base = middle;
    this.#closeGap();
  }

  #grow(size: number): void {
    const entries = new Array<QueueEntry | undefined>(size).fill(undefined);
    const consumers = new Array<ChannelConsumer | undefined>(size).fill(undefined);
    const times = new Float64Array(size);
    for (let tag = this.#base; tag < this.#next; tag++) {
      entries[tag & (size - 1)] = this.#entries[tag & this.#mask];
      consumers[tag & (size - 1)] = this.#consumers[tag & this.#mask];
      times[tag & (size - 1)] = this.#times[tag & this.#mask] ?? 0;
    }
    this.#entries = entries;
    this.#consumers = consumers;
    this.#times = times;
    this.#mask = size - 1;
  }
}
