/**
 * A binary heap whose items know their place in it, so that any item can be removed in O(log n).
 * Used for timers (clock.ts), message expiry and requeued messages (queue/).
 */
import { assert } from './assert.js';

/** -1 while the item is in no heap. An item can be in one heap per such field, and there is one. */
export interface HeapItem {
  heapIndex: number;
}

/** Of `item` in another heap. */
interface Place<T> extends HeapItem {
  readonly index: number;
  readonly item: T;
}

export class Heap<T extends HeapItem> {
  readonly #items: T[] = [];
  readonly #before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  get first(): T | undefined {
    return this.#items[0];
  }

  /** The first `count` items in order, which stay: O(n log n) of those, however many there are. */
  firstFew(count: number): T[] {
    const few: T[] = [];
    // Places in the heap, whose item comes after that of the place above it.
    const next = new Heap<Place<T>>((a, b) => this.#before(a.item, b.item));
    const reach = (index: number): void => {
      const item = this.#items[index];
      if (item !== undefined) next.push({ index, item, heapIndex: -1 });
    };
    reach(0);
    for (let place = next.first; place !== undefined && few.length < count; place = next.first) {
      next.remove(place);
      few.push(place.item);
      reach(2 * place.index + 1);
      reach(2 * place.index + 2);
    }
    return few;
  }

  push(item: T): void {
    assert(item.heapIndex === -1, 'the item is in a heap already');
    this.#items.push(item);
    this.#rise(this.#items.length - 1, item);
  }

  remove(item: T): void {
    const index = item.heapIndex;
    assert(this.#items[index] === item, 'the item is not in this heap');
    const last = this.#items.pop();
    item.heapIndex = -1;
    if (last === undefined || last === item) return;
    const parent = this.#items[(index - 1) >> 1];
    if (index > 0 && parent !== undefined && this.#before(last, parent)) this.#rise(index, last);
    else this.#sink(index, last);
  }

  /** In no order. */
  values(): Iterable<T> {
    return this.#items.values();
  }

  #rise(from: number, item: T): void {
    const items = this.#items;
    let index = from;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = items[parentIndex];
      if (parent === undefined || !this.#before(item, parent)) break;
      items[index] = parent;
      parent.heapIndex = index;
      index = parentIndex;
    }
    items[index] = item;
    item.heapIndex = index;
  }

  #sink(from: number, item: T): void {
    const items = this.#items;
    let index = from;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = items[childIndex];
      if (child === undefined) break;
      const right = items[childIndex + 1];
      if (right !== undefined && this.#before(right, child)) {
        childIndex++;
        child = right;
      }
      if (!this.#before(child, item)) break;
      items[index] = child;
      child.heapIndex = index;
      index = childIndex;
    }
    items[index] = item;
    item.heapIndex = index;
  }
}
