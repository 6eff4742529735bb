import { expect } from 'chai';
import fc from 'fast-check';
import { AssertionError } from '../../src/core/assert.js';
import type { HeapItem } from '../../src/core/heap.js';
import { Heap } from '../../src/core/heap.js';

interface Item extends HeapItem {
  readonly key: number;
}

function item(key: number): Item {
  return { key, heapIndex: -1 };
}

function heapOf(...keys: number[]): Heap<Item> {
  const heap = new Heap<Item>((a, b) => a.key < b.key);
  for (const key of keys) heap.push(item(key));
  return heap;
}

function drain(heap: Heap<Item>): number[] {
  const keys: number[] = [];
  for (let first = heap.first; first !== undefined; first = heap.first) {
    keys.push(first.key);
    heap.remove(first);
  }
  return keys;
}

describe('Heap', () => {
  it('has no first item while it is empty', () => {
    expect(heapOf().first).to.equal(undefined);
  });

  it('gives its items in order', () => {
    expect(drain(heapOf(5, 3, 9, 1, 7))).to.deep.equal([1, 3, 5, 7, 9]);
  });

  it('knows how many items it holds', () => {
    expect(heapOf(2, 1, 3).size).to.equal(3);
  });

  it('lets a removed item be pushed again', () => {
    const heap = heapOf(2, 3);
    const returning = item(1);
    heap.push(returning);
    heap.remove(returning);
    heap.push(returning);
    expect(heap.first).to.equal(returning);
  });

  it('refuses an item that it holds already', () => {
    const heap = heapOf();
    const twice = item(1);
    heap.push(twice);
    expect(() => {
      heap.push(twice);
    }).to.throw(AssertionError, 'in a heap already');
  });

  it('refuses to remove an item that is in another heap', () => {
    const stranger = item(1);
    heapOf(4).push(stranger);
    expect(() => {
      heapOf(2, 3).remove(stranger);
    }).to.throw(AssertionError, 'not in this heap');
  });

  it('shows its first items in order without giving them away', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(99)), fc.nat(12), (keys, count) => {
        const heap = heapOf(...keys);
        const sorted = [...keys].sort((a, b) => a - b);
        expect(heap.firstFew(count).map(({ key }) => key)).to.deep.equal(sorted.slice(0, count));
        expect(drain(heap)).to.deep.equal(sorted);
      }),
    );
  });

  it('stays in order whatever is removed from its middle', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(99), fc.boolean())), (plan) => {
        const heap = heapOf();
        const items = plan.map(([key]) => item(key));
        for (const one of items) heap.push(one);
        for (const [index, [, isRemoved]] of plan.entries()) {
          const one = items[index];
          if (isRemoved && one !== undefined) heap.remove(one);
        }
        const kept = plan.filter(([, isRemoved]) => !isRemoved).map(([key]) => key);
        expect(drain(heap)).to.deep.equal(kept.sort((a, b) => a - b));
      }),
    );
  });
});
