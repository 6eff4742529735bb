import { expect } from 'chai';
import type { BrowsePage, BrowseRequest } from '../../../src/core/queue/browsing.js';
import type { Queue } from '../../../src/core/queue/queue.js';
import { bodyOf, fields, message, NO_ROOM, QueueYard } from '../../support/core-builders.js';

function pageOf(queue: Queue, request: Partial<BrowseRequest> = {}): BrowsePage {
  const pages: BrowsePage[] = [];
  queue.browse({ from: 0, count: 100, ...request }, (page) => pages.push(page));
  const [page] = pages;
  if (page === undefined) throw new Error('the store is waited for');
  return page;
}

const bodiesOf = ({ messages }: BrowsePage): string[] =>
  messages.map(({ message: each }) => bodyOf(each));

function filled(bodies: readonly string[], yard = new QueueYard()): Queue {
  const queue = yard.declare('q');
  for (const body of bodies) queue.enqueue(message({ body, persistent: true }));
  return queue;
}

describe('Browsing a queue', () => {
  it('shows its messages in order, and changes nothing', () => {
    const queue = filled(['a', 'b', 'c']);
    for (let round = 0; round < 2; round++) {
      expect(bodiesOf(pageOf(queue))).to.eql(['a', 'b', 'c']);
      expect(queue).to.include({ messageCount: 3, unsettledCount: 0, deliveredThrough: 0 });
    }
    expect(queue.get(false)).to.include({ sequence: 1, redelivered: false });
  });

  it('shows one page, and where the next one begins', () => {
    const queue = filled(['a', 'b', 'c']);
    const first = pageOf(queue, { count: 2 });
    expect(bodiesOf(first)).to.eql(['a', 'b']);
    expect(first.next).to.equal(3);
    const second = pageOf(queue, { count: 2, from: first.next ?? 0 });
    expect(bodiesOf(second)).to.eql(['c']);
    expect(second.next).to.equal(undefined);
    expect(pageOf(queue, { count: 3 }).next).to.equal(undefined);
  });

  it('leaves out as many as it is told to', () => {
    const queue = filled(['a', 'b', 'c', 'd']);
    expect(bodiesOf(pageOf(queue, { skip: 2, count: 1 }))).to.eql(['c']);
    expect(bodiesOf(pageOf(queue, { from: 2, skip: 1 }))).to.eql(['c', 'd']);
    expect(pageOf(queue, { skip: 4 })).to.eql({ messages: [], next: undefined, examined: 0 });
  });

  it('shows what came back in its old place, and nothing that somebody holds', () => {
    const queue = filled(['a', 'b', 'c']);
    const [first, second] = [queue.get(false), queue.get(false)];
    expect(bodiesOf(pageOf(queue))).to.eql(['c']);
    if (first !== undefined) queue.requeue(first);
    expect(bodiesOf(pageOf(queue))).to.eql(['a', 'c']);
    if (second !== undefined) queue.requeue(second);
    expect(bodiesOf(pageOf(queue))).to.eql(['a', 'b', 'c']);
  });

  it('shows messages by their age, whatever their priority', () => {
    const yard = new QueueYard();
    const queue = yard.declare('q', { arguments: fields({ 'x-max-priority': 9 }) });
    for (const priority of [1, 9, 5]) queue.enqueue(message({ body: String(priority), priority }));
    expect(bodiesOf(pageOf(queue))).to.eql(['1', '9', '5']);
  });

  it('shows nothing whose time is over', () => {
    const yard = new QueueYard();
    const queue = filled([], yard);
    queue.enqueue(message({ body: 'over', ttlMs: 5 }));
    yard.clock.now += 5;
    expect(pageOf(queue)).to.eql({ messages: [], next: undefined, examined: 0 });
  });

  it('finds what matches, and says how many it looked at', () => {
    const queue = filled(['a1', 'b1', 'a2', 'a3']);
    const matches: BrowseRequest['matches'] = (each) => bodyOf(each).startsWith('a');
    const page = pageOf(queue, { matches, count: 2 });
    expect(bodiesOf(page)).to.eql(['a1', 'a2']);
    expect(page).to.include({ next: 4, examined: 3 });
    expect(bodiesOf(pageOf(queue, { matches, from: 4 }))).to.eql(['a3']);
  });

  it('looks at no more than so many in one call, however few match, and can go on', () => {
    const yard = new QueueYard();
    const queue = filled(
      Array.from({ length: 12_000 }, (_, index) => String(index)),
      yard,
    );
    const matches: BrowseRequest['matches'] = (each) => bodyOf(each) === '11999';
    const found = (from: number): BrowsePage | undefined => {
      const pages: BrowsePage[] = [];
      queue.browse({ from, count: 100, matches }, (page) => pages.push(page));
      for (let turn = 0; turn < 30; turn++) yard.clock.advance(yard.clock.now);
      return pages[0];
    };
    const first = found(0);
    expect(first).to.deep.include({ messages: [], examined: 10_000, next: 10_001 });
    const second = found(first?.next ?? 0);
    expect(second && bodiesOf(second)).to.eql(['11999']);
  });

  it('lets others have their turn while it looks for something in large messages', () => {
    const yard = new QueueYard();
    const queue = filled(
      Array.from({ length: 8 }, () => 'x'.repeat(300_000)),
      yard,
    );
    const pages: BrowsePage[] = [];
    let looked = 0;
    const matches = (): boolean => ++looked > 99;
    queue.browse({ from: 0, count: 5, matches }, (page) => pages.push(page));
    expect(looked).to.be.lessThan(8);
    for (let turn = 0; turn < 8; turn++) yard.clock.advance(yard.clock.now);
    expect([looked, pages.length, pages[0]?.examined]).to.eql([8, 1, 8]);
  });

  it('shows nothing of a queue that goes between two turns', () => {
    const yard = new QueueYard();
    const queue = filled(
      Array.from({ length: 8 }, () => 'x'.repeat(300_000)),
      yard,
    );
    const pages: BrowsePage[] = [];
    queue.browse({ from: 0, count: 5, matches: () => true }, (page) => pages.push(page));
    yard.delete(queue);
    yard.clock.advance(yard.clock.now);
    expect(pages.map(bodiesOf)).to.eql([[]]);
  });

  describe('whose messages are on the disk alone', () => {
    function paged(bodies: readonly string[]): { yard: QueueYard; queue: Queue } {
      const yard = new QueueYard(NO_ROOM);
      const queue = filled(bodies, yard);
      yard.store.commit();
      return { yard, queue };
    }

    it('reads them, and keeps none in memory', () => {
      const { yard, queue } = paged(['a', 'b', 'c']);
      const before = yard.residency.bytes;
      const pages: BrowsePage[] = [];
      queue.browse({ from: 2, count: 5 }, (page) => pages.push(page));
      expect(pages).to.eql([]);
      yard.store.settleDown();
      expect(pages.map(bodiesOf)).to.eql([['b', 'c']]);
      expect(yard.residency.bytes).to.equal(before);
      expect(queue.messageCount).to.equal(3);
    });

    it('goes side by side with whoever takes them', () => {
      const { yard, queue } = paged(['a', 'b', 'c']);
      const pages: BrowsePage[] = [];
      queue.browse({ from: 0, count: 5 }, (page) => pages.push(page));
      expect(queue.awaitHead()).to.equal(false);
      queue.browse({ from: 0, count: 1 }, (page) => pages.push(page));
      yard.store.answer(2);
      const entry = queue.get(true);
      expect(entry && bodyOf(entry.message)).to.equal('a');
      yard.store.settleDown();
      // What was taken meanwhile is not shown, and the next one is in its place.
      expect(pages.map(bodiesOf)).to.eql([['a', 'b', 'c'], ['b']]);
    });

    it('looks through them in slices', () => {
      const { yard, queue } = paged(Array.from({ length: 600 }, (_, index) => String(index)));
      const pages: BrowsePage[] = [];
      const matches: BrowseRequest['matches'] = (each) => bodyOf(each).endsWith('99');
      queue.browse({ from: 0, count: 100, matches }, (page) => pages.push(page));
      expect(yard.store.fetchCount).to.equal(1);
      yard.store.settleDown();
      expect(pages.map(bodiesOf)).to.eql([['99', '199', '299', '399', '499', '599']]);
    });

    it('reads no more of them than it has reason to', () => {
      const { yard, queue } = paged(Array.from({ length: 600 }, (_, index) => String(index)));
      let read = 0;
      const fetch = yard.store.fetch.bind(yard.store);
      yard.store.fetch = (id, sequences) => {
        read += sequences.length;
        fetch(id, sequences);
      };
      const readFor = (request: Partial<BrowseRequest>): number => {
        read = 0;
        queue.browse({ from: 0, count: 1, ...request }, () => {});
        yard.store.settleDown();
        return read;
      };
      expect(readFor({})).to.equal(1);
      expect(readFor({ count: 20 })).to.equal(20);
      expect(readFor({ matches: () => true })).to.equal(1);
      expect(readFor({ matches: (each) => bodyOf(each) === '9' })).to.be.lessThan(30);
    });

    it('ends with nothing when the queue is deleted meanwhile', () => {
      const { yard, queue } = paged(['a']);
      const pages: BrowsePage[] = [];
      queue.browse({ from: 0, count: 5 }, (page) => pages.push(page));
      yard.delete(queue);
      expect(pages).to.eql([{ messages: [], next: undefined, examined: 0 }]);
      yard.store.settleDown();
      expect(pages).to.have.lengthOf(1);
    });
  });
});

describe('A single message', () => {
  it('is found by its sequence and goes, wherever it stands', () => {
    const queue = filled(['a', 'b', 'c']);
    const entry = queue.readyEntry(2);
    expect(entry && queue.discard(entry, false)).to.equal(true);
    expect(entry && queue.discard(entry, false)).to.equal(false);
    expect(bodiesOf(pageOf(queue))).to.eql(['a', 'c']);
    expect(queue.readyEntry(2)).to.equal(undefined);
    expect(queue.counters).to.include({ enqueued: 3, settled: 1 });
  });

  it('goes from the disk too, where it may be alone', () => {
    const yard = new QueueYard(NO_ROOM);
    const queue = filled(['a', 'b'], yard);
    yard.store.commit();
    const entry = queue.readyEntry(1);
    expect(entry && queue.discard(entry, false)).to.equal(true);
    expect(yard.store.sequencesOf(queue.definition.id)).to.eql([2]);
  });

  it('is not there while somebody holds it', () => {
    const queue = filled(['a']);
    queue.get(false);
    expect(queue.readyEntry(1)).to.equal(undefined);
  });

  it('makes room for another', () => {
    const yard = new QueueYard();
    const args = fields({ 'x-max-length': 1, 'x-overflow': 'reject-publish' });
    const queue = yard.declare('q', { arguments: args });
    queue.enqueue(message());
    expect(queue.enqueue(message())).to.equal(false);
    const entry = queue.readyEntry(1);
    if (entry !== undefined) queue.discard(entry, false);
    expect(queue.enqueue(message())).to.equal(true);
  });
});
