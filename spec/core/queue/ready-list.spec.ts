import { expect } from 'chai';
import { QueueEntry } from '../../../src/core/queue/entry.js';
import { ReadyList } from '../../../src/core/queue/ready-list.js';
import { message, QueueYard } from '../../support/core-builders.js';

const queue = new QueueYard().declare('q');

function entry(sequence: number, priority = 0, body = 'x'): QueueEntry {
  return new QueueEntry(queue, message({ priority, body }), sequence);
}

function listOf(priorityMax: number, ...entries: QueueEntry[]): ReadyList {
  const list = new ReadyList(priorityMax);
  for (const one of entries) list.push(one);
  return list;
}

function takeAll(list: ReadyList): number[] {
  const sequences: number[] = [];
  for (let one = list.take(); one !== undefined; one = list.take()) sequences.push(one.sequence);
  return sequences;
}

function evicted(list: ReadyList, count: number, bytesMax: number): number[] {
  return list.evictedAhead(count, bytesMax).map(({ sequence }) => sequence);
}

describe('ReadyList', () => {
  it('gives entries in the order in which they came', () => {
    expect(takeAll(listOf(0, entry(1), entry(2), entry(3)))).to.deep.equal([1, 2, 3]);
  });

  it('gives nothing once it is empty, and can be filled again', () => {
    const list = listOf(0, entry(1));
    takeAll(list);
    expect(list.take()).to.equal(undefined);
    list.push(entry(2));
    expect(takeAll(list)).to.deep.equal([2]);
  });

  it('gives the highest priority first, and the oldest within it', () => {
    const list = listOf(9, entry(1, 0), entry(2, 9), entry(3, 5), entry(4, 9));
    expect(takeAll(list)).to.deep.equal([2, 4, 3, 1]);
  });

  it('knows the entry that came first, whatever its priority', () => {
    const list = listOf(9, entry(1, 3), entry(2, 0), entry(3, 9));
    expect(list.oldest?.sequence).to.equal(1);
    takeAll(list);
    expect(list.oldest).to.equal(undefined);
    list.push(entry(4, 9));
    list.push(entry(5, 0));
    const returned = entry(2, 0);
    list.giveBack(returned);
    expect(list.oldest).to.equal(returned);
  });

  it('takes a priority above the highest as the highest', () => {
    const list = listOf(5, entry(1, 5), entry(2, 255), entry(3, 4));
    expect(takeAll(list)).to.deep.equal([1, 2, 3]);
  });

  it('sees a higher priority that comes later', () => {
    const list = listOf(9, entry(1, 3), entry(2, 3));
    expect(list.take()?.sequence).to.equal(1);
    list.push(entry(3, 8));
    expect(takeAll(list)).to.deep.equal([3, 2]);
  });

  it('gives what was never handed out from its end, the least important first', () => {
    const list = listOf(9, entry(1, 3), entry(2, 0), entry(3, 3), entry(4, 0));
    const back = list.take();
    if (back !== undefined) list.giveBack(back);
    expect(Array.from(list.freshFromEnd(), ({ sequence }) => sequence)).to.deep.equal([4, 2, 3]);
    expect([...listOf(9).freshFromEnd()]).to.deep.equal([]);
  });

  it('puts entries given back in their original place, in whatever order they return', () => {
    const entries = [1, 2, 3, 4, 5].map((sequence) => entry(sequence));
    const list = listOf(0, ...entries);
    const taken = [list.take(), list.take(), list.take()];
    for (const index of [1, 2, 0]) {
      const one = taken[index];
      if (one !== undefined) list.giveBack(one);
    }
    expect(takeAll(list)).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('keeps an entry given back within its priority', () => {
    const list = listOf(9, entry(1, 1), entry(2, 9));
    const urgent = list.take();
    if (urgent !== undefined) list.giveBack(urgent);
    list.push(entry(3, 9));
    expect(takeAll(list)).to.deep.equal([2, 3, 1]);
  });

  it('lets go of an entry at either end or in the middle', () => {
    const entries = [1, 2, 3, 4, 5].map((sequence) => entry(sequence));
    const list = listOf(0, ...entries);
    for (const index of [0, 2, 4]) {
      const one = entries[index];
      if (one !== undefined) list.remove(one);
    }
    expect(takeAll(list)).to.deep.equal([2, 4]);
  });

  it('lets go of an entry that had been given back', () => {
    const list = listOf(0, entry(1), entry(2));
    const taken = list.take();
    if (taken !== undefined) {
      list.giveBack(taken);
      list.remove(taken);
    }
    expect(takeAll(list)).to.deep.equal([2]);
  });

  it('clears the links of what has left', () => {
    const entries = [entry(1), entry(2), entry(3)];
    takeAll(listOf(0, ...entries));
    for (const one of entries) {
      expect(one).to.include({ previous: undefined, next: undefined });
    }
  });

  it('counts its entries and the bytes of their bodies', () => {
    const list = listOf(1, entry(1, 0, 'four'), entry(2, 1, 'seventh'));
    expect(list).to.include({ size: 2, bytes: 11 });
    list.take();
    expect(list).to.include({ size: 1, bytes: 4 });
  });

  it('can best spare the oldest of the lowest priority', () => {
    const list = listOf(9, entry(1, 9), entry(2, 4), entry(3, 4));
    expect(list.leastImportant?.sequence).to.equal(2);
    list.push(entry(4, 0));
    expect(list.leastImportant?.sequence).to.equal(4);
  });

  it('can best spare an entry given back before those behind it', () => {
    const list = listOf(0, entry(1), entry(2));
    const taken = list.take();
    if (taken !== undefined) list.giveBack(taken);
    expect(list.leastImportant?.sequence).to.equal(1);
  });

  it('shows the entry whose turn it is, which stays', () => {
    const list = listOf(9, entry(1, 3), entry(2, 8));
    expect(list.first?.sequence).to.equal(2);
    expect(takeAll(list)).to.deep.equal([2, 1]);
    expect(list.first).to.equal(undefined);
  });

  it('finds a page beside the one before, however deep in it that is', () => {
    let steps = 0;
    const entries = Array.from({ length: 5_000 }, (_, index) => {
      const one = entry(index + 1);
      for (const link of ['next', 'previous'] as const) {
        let linked: QueueEntry | undefined;
        Object.defineProperty(one, link, {
          get: () => {
            steps++;
            return linked;
          },
          set: (other: QueueEntry | undefined) => (linked = other),
        });
      }
      return one;
    });
    const list = listOf(0, ...entries);
    steps = 0;
    const seen: number[] = [];
    for (let from = 1; from <= 5_000; from += 10) {
      for (const { sequence } of list.entriesFrom(from, 10)) seen.push(sequence);
    }
    expect(seen).to.eql(Array.from({ length: 5_000 }, (_, index) => index + 1));
    expect(steps).to.be.lessThan(30_000);
    // And back.
    for (let from = 4_991; from > 0; from -= 10) {
      expect(list.entriesFrom(from, 10)[0]?.sequence).to.equal(from);
    }
    expect(steps).to.be.lessThan(80_000);
  });

  it('finds those that were given back among the others, the oldest of them first', () => {
    const list = listOf(9, ...[1, 2, 3, 4, 5, 6, 7, 8].map((sequence) => entry(sequence)));
    const taken = [1, 2, 3, 4, 5].map(() => list.take());
    for (const index of [4, 2, 0, 3]) {
      const one = taken[index];
      if (one !== undefined) list.giveBack(one);
    }
    const found = (from: number, count: number) =>
      list.entriesFrom(from, count).map(({ sequence }) => sequence);
    expect(found(0, 99)).to.eql([1, 3, 4, 5, 6, 7, 8]);
    expect(found(2, 2)).to.eql([3, 4]);
    expect(found(6, 1)).to.eql([6]);
    expect(found(9, 1)).to.eql([]);
  });

  it('names the next that are without their message, in the order of their turn', () => {
    const entries = [entry(1, 0), entry(2, 9), entry(3, 0), entry(4, 9), entry(5, 4)];
    for (const one of entries) if (one.sequence !== 4) one.resident = undefined;
    expect(evicted(listOf(9, ...entries), 99, 99)).to.deep.equal([2, 5, 1, 3]);
  });

  it('looks no further ahead than it is asked to, by entries or by bytes', () => {
    const entries = [1, 2, 3, 4].map((sequence) => entry(sequence, 0, 'four'));
    for (const one of entries.slice(1)) one.resident = undefined;
    const list = listOf(0, ...entries);
    expect(evicted(list, 3, 99)).to.deep.equal([2, 3]);
    expect(evicted(list, 99, 5)).to.deep.equal([2, 3]);
    expect(evicted(list, 99, 1)).to.deep.equal([2]);
    expect(evicted(new ReadyList(0), 99, 99)).to.deep.equal([]);
  });

  it('has nothing to spare while it is empty', () => {
    expect(new ReadyList(3).leastImportant).to.equal(undefined);
  });
});
