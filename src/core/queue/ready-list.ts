/**
 * The entries of a queue that wait for a consumer, the most important and then the oldest first.
 * Fresh entries stand in one linked list per priority, requeued ones in a heap beside it; the older
 * of the first of each goes first, so that the original order is kept. Filled and
 * emptied by queue.ts.
 */
import { Heap } from '../heap.js';
import type { QueueEntry } from './entry.js';
import { Places } from './places.js';

class Level {
  head: QueueEntry | undefined = undefined;
  tail: QueueEntry | undefined = undefined;
  /** Most levels never see a requeue. */
  returned: Heap<QueueEntry> | undefined = undefined;
  /** Only where somebody looks. */
  places: Places | undefined = undefined;

  /** After a restart what was delayed may come back behind what was never handed out. */
  get oldest(): QueueEntry | undefined {
    const returned = this.returned?.first;
    const head = this.head;
    if (returned === undefined) return head;
    return head === undefined || returned.sequence < head.sequence ? returned : head;
  }

  /** Of those that were never handed out, the first from this sequence on. */
  firstFrom(sequence: number): QueueEntry | undefined {
    this.places ??= new Places();
    let entry = this.places.nearest(sequence, this.head, this.tail);
    while (entry !== undefined && entry.sequence < sequence) entry = entry.next;
    while (entry?.previous !== undefined && entry.previous.sequence >= sequence) {
      entry = entry.previous;
    }
    return entry;
  }

  /** Of the others, the first so many, in no order. */
  returnedFrom(sequence: number, count: number): QueueEntry[] {
    const later: QueueEntry[] = [];
    for (const entry of this.returned?.values() ?? []) {
      if (entry.sequence >= sequence) later.push(entry);
    }
    if (later.length <= count) return later;
    const sequences = Float64Array.from(later, (entry) => entry.sequence).sort();
    const end = sequences[count] ?? Infinity;
    return later.filter((entry) => entry.sequence < end);
  }
}

export class ReadyList {
  /** How many entries, and how many bytes of body they have. */
  size = 0;
  bytes = 0;
  readonly #priorityMax: number;
  readonly #levels: (Level | undefined)[] = [];
  /**
   * While there are entries, none is above `#highest` or below `#lowest`; both may be too generous.
   */
  #highest = 0;
  #lowest: number;

  constructor(priorityMax: number) {
    this.#priorityMax = priorityMax;
    this.#lowest = priorityMax;
  }

  /** Appends an entry that was never handed out. Its sequence is the highest yet. */
  push(entry: QueueEntry): void {
    const level = this.#enter(entry);
    const tail = level.tail;
    level.tail = entry;
    if (tail === undefined) {
      level.head = entry;
      return;
    }
    tail.next = entry;
    entry.previous = tail;
  }

  /** Puts an entry that was handed out back in its original place. */
  giveBack(entry: QueueEntry): void {
    const level = this.#enter(entry);
    level.returned ??= new Heap((a, b) => a.sequence < b.sequence);
    level.returned.push(entry);
  }

  /** Removes the entry whose turn it is. */
  take(): QueueEntry | undefined {
    if (this.size === 0) return undefined;
    const level = this.#top();
    const entry = level.oldest;
    if (entry !== undefined) this.#removeFrom(level, entry);
    return entry;
  }

  /** The same, which stays. */
  get first(): QueueEntry | undefined {
    return this.size === 0 ? undefined : this.#top().oldest;
  }

  /** The one that came first, whatever its priority. */
  get oldest(): QueueEntry | undefined {
    if (this.size === 0) return undefined;
    let oldest: QueueEntry | undefined;
    for (let priority = this.#lowest; priority <= this.#highest; priority++) {
      const entry = this.#levels[priority]?.oldest;
      if (entry === undefined) continue;
      if (oldest === undefined || entry.sequence < oldest.sequence) oldest = entry;
    }
    return oldest;
  }

  /**
   * Of the next `count` entries those whose message is on the disk alone, in the order in which
   * they will be taken, with bodies of `bytesMax` or one entry more. What was given back is passed
   * over: its message is in memory.
   */
  evictedAhead(count: number, bytesMax: number): QueueEntry[] {
    const evicted: QueueEntry[] = [];
    let left = count;
    let bytes = 0;
    if (this.size === 0) return evicted;
    for (let priority = this.#highest; priority >= this.#lowest; priority--) {
      let entry = this.#levels[priority]?.head;
      for (; entry !== undefined && left > 0 && bytes < bytesMax; entry = entry.next) {
        left--;
        if (entry.resident !== undefined) continue;
        evicted.push(entry);
        bytes += entry.bodySize;
      }
    }
    return evicted;
  }

  /**
   * Those that were never handed out, from the one to be taken last on: the least important and
   * then the youngest first.
   */
  *freshFromEnd(): Iterable<QueueEntry> {
    if (this.size === 0) return;
    for (let priority = this.#lowest; priority <= this.#highest; priority++) {
      let entry = this.#levels[priority]?.tail;
      for (; entry !== undefined; entry = entry.previous) yield entry;
    }
  }

  /** The first so many from this sequence on, in order of sequence whatever their priority. */
  entriesFrom(sequence: number, count: number): QueueEntry[] {
    const found: QueueEntry[] = [];
    for (const level of this.#levels) {
      if (level === undefined) continue;
      let left = count;
      let last: QueueEntry | undefined;
      for (
        let entry = level.firstFrom(sequence);
        entry !== undefined && left > 0;
        entry = entry.next
      ) {
        found.push(entry);
        last = entry;
        left--;
      }
      if (last !== undefined) level.places?.note(last);
      found.push(...level.returnedFrom(sequence, count));
    }
    return found.sort((a, b) => a.sequence - b.sequence).slice(0, count);
  }

  /** The entry that can best be spared: of the lowest priority, the oldest. */
  get leastImportant(): QueueEntry | undefined {
    if (this.size === 0) return undefined;
    let entry = this.#levels[this.#lowest]?.oldest;
    while (entry === undefined) entry = this.#levels[++this.#lowest]?.oldest;
    return entry;
  }

  remove(entry: QueueEntry): void {
    this.#removeFrom(this.#level(entry), entry);
  }

  /** The highest level that has entries; there is one. */
  #top(): Level {
    let level = this.#levels[this.#highest];
    while (level?.oldest === undefined) level = this.#levels[--this.#highest];
    return level;
  }

  #enter(entry: QueueEntry): Level {
    this.size++;
    this.bytes += entry.bodySize;
    return this.#level(entry);
  }

  #level(entry: QueueEntry): Level {
    const wanted = entry.priority;
    const priority = wanted < this.#priorityMax ? wanted : this.#priorityMax;
    if (priority > this.#highest) this.#highest = priority;
    if (priority < this.#lowest) this.#lowest = priority;
    return (this.#levels[priority] ??= new Level());
  }

  #removeFrom(level: Level, entry: QueueEntry): void {
    this.size--;
    this.bytes -= entry.bodySize;
    if (entry.heapIndex >= 0) level.returned?.remove(entry);
    else unlink(level, entry);
    if (this.size > 0) return;
    this.#highest = 0;
    this.#lowest = this.#priorityMax;
  }
}

function unlink(level: Level, entry: QueueEntry): void {
  const { previous, next } = entry;
  if (previous === undefined) level.head = next;
  else previous.next = next;
  if (next === undefined) level.tail = previous;
  else next.previous = previous;
  entry.previous = undefined;
  entry.next = undefined;
}
