import { expect } from 'chai';
import type { Queue } from '../../../src/core/queue/queue.js';
import { bodyOf, FakeConsumer, fields, message, QueueYard } from '../../support/core-builders.js';

describe('A queue with a limit', () => {
  let yard: QueueYard;

  beforeEach(() => {
    yard = new QueueYard();
  });

  function declare(args: Parameters<typeof fields>[0]): Queue {
    return yard.declare('q', { arguments: fields(args) });
  }

  function enqueue(queue: Queue, ...bodies: string[]): boolean[] {
    return bodies.map((body) => queue.enqueue(message({ body })));
  }

  function readyBodies(queue: Queue): string[] {
    const bodies: string[] = [];
    for (let entry = queue.get(true); entry !== undefined; entry = queue.get(true)) {
      bodies.push(bodyOf(entry.message));
    }
    return bodies;
  }

  it('drops its oldest messages for new ones', () => {
    const queue = declare({ 'x-max-length': 2 });
    expect(enqueue(queue, 'a', 'b', 'c', 'd')).to.deep.equal([true, true, true, true]);
    expect(readyBodies(queue)).to.deep.equal(['c', 'd']);
  });

  it('counts bytes of bodies under x-max-length-bytes', () => {
    const queue = declare({ 'x-max-length-bytes': 6 });
    enqueue(queue, 'aaa', 'bbb', 'cc', 'dddd');
    expect(readyBodies(queue)).to.deep.equal(['cc', 'dddd']);
  });

  it('drops a message that is larger than the limit on its own', () => {
    const queue = declare({ 'x-max-length-bytes': 6 });
    enqueue(queue, 'aaa', 'ccccccc');
    expect(readyBodies(queue)).to.deep.equal([]);
  });

  it('keeps to both limits where both are given', () => {
    const queue = declare({ 'x-max-length': 2, 'x-max-length-bytes': 3 });
    enqueue(queue, 'a', 'b', 'c', 'dd', 'e');
    expect(readyBodies(queue)).to.deep.equal(['dd', 'e']);
  });

  it('drops the least important message first, and the oldest of those', () => {
    const queue = declare({ 'x-max-length': 2, 'x-max-priority': 9 });
    queue.enqueue(message({ body: 'urgent', priority: 9 }));
    queue.enqueue(message({ body: 'old', priority: 1 }));
    queue.enqueue(message({ body: 'new', priority: 1 }));
    expect(readyBodies(queue)).to.deep.equal(['urgent', 'new']);
  });

  it('drops a new message that is less important than all that wait', () => {
    const queue = declare({ 'x-max-length': 1, 'x-max-priority': 9 });
    queue.enqueue(message({ body: 'urgent', priority: 9 }));
    queue.enqueue(message({ body: 'idle', priority: 0 }));
    expect(readyBodies(queue)).to.deep.equal(['urgent']);
  });

  it('does not count unsettled messages', () => {
    const queue = declare({ 'x-max-length': 1 });
    const consumer = new FakeConsumer({ credit: 3 });
    queue.subscribe(consumer);
    queue.pump();
    enqueue(queue, 'a', 'b', 'c', 'd');
    expect(consumer.bodies).to.deep.equal(['a', 'b', 'c']);
    expect(readyBodies(queue)).to.deep.equal(['d']);
  });

  it('gives to a waiting consumer even where nothing may be kept', () => {
    const queue = declare({ 'x-max-length': 0 });
    const consumer = new FakeConsumer({ credit: 1 });
    queue.subscribe(consumer);
    queue.pump();
    enqueue(queue, 'a', 'b');
    expect(consumer.bodies).to.deep.equal(['a']);
    expect(queue.messageCount).to.equal(0);
  });

  it('drops what comes back when there is no room for it any more', () => {
    const queue = declare({ 'x-max-length': 1 });
    const consumer = new FakeConsumer({ credit: 1 });
    queue.subscribe(consumer);
    queue.pump();
    enqueue(queue, 'a', 'b');
    queue.requeue(consumer.delivery('a'));
    expect(readyBodies(queue)).to.deep.equal(['b']);
    expect(queue.counters).to.include({ enqueued: 2, settled: 2 });
  });

  it('strikes what it drops from the store', () => {
    const queue = declare({ 'x-max-length': 1 });
    for (const body of ['a', 'b']) queue.enqueue(message({ body, persistent: true }));
    expect(yard.store.sequencesOf(queue.definition.id)).to.deep.equal([2]);
  });

  it('sends what it drops to the dead-letter exchange', () => {
    const dead = yard.declare('dead');
    const args = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' };
    enqueue(declare({ 'x-max-length': 1, ...args }), 'a', 'b');
    expect(readyBodies(dead)).to.deep.equal(['a']);
  });

  it('refuses new messages under reject-publish', () => {
    const queue = declare({ 'x-max-length': 2, 'x-overflow': 'reject-publish' });
    expect(enqueue(queue, 'a', 'b', 'c')).to.deep.equal([true, true, false]);
    expect(queue.counters).to.include({ enqueued: 2, refused: 1 });
    expect(readyBodies(queue)).to.deep.equal(['a', 'b']);
    expect(enqueue(queue, 'd')).to.deep.equal([true]);
  });

  it('refuses what would be too many bytes under reject-publish', () => {
    const queue = declare({ 'x-max-length-bytes': 4, 'x-overflow': 'reject-publish' });
    expect(enqueue(queue, 'aaa', 'bb', 'c')).to.deep.equal([true, false, true]);
  });

  it('takes back what it handed out, full or not, under reject-publish', () => {
    const queue = declare({ 'x-max-length': 1, 'x-overflow': 'reject-publish' });
    enqueue(queue, 'a');
    const held = queue.get(false);
    enqueue(queue, 'b');
    if (held !== undefined) queue.requeue(held);
    expect(readyBodies(queue)).to.deep.equal(['a', 'b']);
  });

  it('sends what it refuses to the dead-letter exchange under reject-publish-dlx', () => {
    const dead = yard.declare('dead');
    const queue = declare({
      'x-max-length': 1,
      'x-overflow': 'reject-publish-dlx',
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': 'dead',
    });
    expect(enqueue(queue, 'a', 'b')).to.deep.equal([true, false]);
    expect(readyBodies(dead)).to.deep.equal(['b']);
  });
});
