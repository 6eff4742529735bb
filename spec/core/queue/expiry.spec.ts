import { expect } from 'chai';
import type { QueueEntry } from '../../../src/core/queue/entry.js';
import type { Queue } from '../../../src/core/queue/queue.js';
import {
  bodyOf,
  FakeConsumer,
  fields,
  message,
  QueueYard,
  stored,
} from '../../support/core-builders.js';

describe('Time to live', () => {
  let yard: QueueYard;
  let dead: Queue;

  beforeEach(() => {
    yard = new QueueYard();
    dead = yard.declare('dead');
  });

  function declare(args: Parameters<typeof fields>[0] = {}): Queue {
    const deadLetters = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' };
    return yard.declare('q', { arguments: fields({ ...deadLetters, ...args }) });
  }

  function deadBodies(): string[] {
    const bodies: string[] = [];
    for (let entry = dead.get(true); entry !== undefined; entry = dead.get(true)) {
      bodies.push(bodyOf(entry.message));
    }
    return bodies;
  }

  function held(queue: Queue): QueueEntry {
    const entry = queue.get(false);
    if (entry === undefined) throw new Error('nothing was ready');
    return entry;
  }

  it('ends for every message of a queue with x-message-ttl', () => {
    const queue = declare({ 'x-message-ttl': 100 });
    queue.enqueue(message({ body: 'a' }));
    yard.advance(50);
    queue.enqueue(message({ body: 'b' }));
    yard.advance(50);
    expect(deadBodies()).to.deep.equal(['a']);
    expect(queue.messageCount).to.equal(1);
    yard.advance(50);
    expect(deadBodies()).to.deep.equal(['b']);
  });

  it('ends on time wherever the message stands in the queue', () => {
    const queue = declare();
    queue.enqueue(message({ body: 'stays' }));
    queue.enqueue(message({ body: 'middle', ttlMs: 20 }));
    queue.enqueue(message({ body: 'stays too' }));
    queue.enqueue(message({ body: 'tail', ttlMs: 10 }));
    yard.advance(10);
    expect(deadBodies()).to.deep.equal(['tail']);
    yard.advance(10);
    expect(deadBodies()).to.deep.equal(['middle']);
    yard.advance(1_000_000);
    expect(queue.messageCount).to.equal(2);
  });

  it('is the shorter of the queue’s and the message’s own', () => {
    const queue = declare({ 'x-message-ttl': 100 });
    queue.enqueue(message({ body: 'long', ttlMs: 1000 }));
    queue.enqueue(message({ body: 'short', ttlMs: 10 }));
    yard.advance(10);
    expect(deadBodies()).to.deep.equal(['short']);
    yard.advance(90);
    expect(deadBodies()).to.deep.equal(['long']);
  });

  it('ends in the order of the queue for those that end together', () => {
    const queue = declare({ 'x-message-ttl': 10 });
    for (const body of ['a', 'b', 'c', 'd']) queue.enqueue(message({ body }));
    yard.advance(10);
    expect(deadBodies()).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('of 0 means: straight to a consumer or not at all', () => {
    const queue = declare({ 'x-message-ttl': 0 });
    queue.enqueue(message({ body: 'nobody waits' }));
    expect(deadBodies()).to.deep.equal(['nobody waits']);
    const consumer = new FakeConsumer({ credit: 1 });
    queue.subscribe(consumer);
    queue.pump();
    for (const body of ['taken', 'one too many']) queue.enqueue(message({ body }));
    expect(consumer.bodies).to.deep.equal(['taken']);
    expect(deadBodies()).to.deep.equal(['one too many']);
  });

  it('does not touch a message that is with a consumer', () => {
    const queue = declare({ 'x-message-ttl': 100 });
    queue.enqueue(message({ body: 'a' }));
    const entry = held(queue);
    yard.advance(500);
    queue.acknowledge(entry);
    expect(deadBodies()).to.deep.equal([]);
  });

  it('goes on counting from the first enqueue when a message is requeued', () => {
    const queue = declare({ 'x-message-ttl': 100 });
    queue.enqueue(message({ body: 'a' }));
    const entry = held(queue);
    yard.advance(60);
    queue.requeue(entry);
    yard.advance(39);
    expect(queue.messageCount).to.equal(1);
    yard.advance(1);
    expect(deadBodies()).to.deep.equal(['a']);
  });

  it('ends at once for a message that comes back too late', () => {
    const queue = declare({ 'x-message-ttl': 100 });
    queue.enqueue(message({ body: 'a' }));
    const entry = held(queue);
    yard.advance(100);
    queue.requeue(entry);
    expect(queue.messageCount).to.equal(0);
    expect(deadBodies()).to.deep.equal(['a']);
  });

  it('drops the message where there is no dead-letter exchange', () => {
    const queue = yard.declare('plain', { arguments: fields({ 'x-message-ttl': 5 }) });
    queue.enqueue(message({ persistent: true }));
    yard.advance(5);
    expect(queue.counters).to.include({ enqueued: 1, settled: 1 });
    expect(yard.store.sequencesOf(queue.definition.id)).to.deep.equal([]);
  });

  it('is stored as a moment, and counts on after recovery', () => {
    const queue = declare();
    queue.restore(message({ body: 'a' }), stored(1, yard.clock.now + 30, false));
    queue.restore(message({ body: 'b' }), stored(2, 0, false));
    yard.advance(30);
    expect(deadBodies()).to.deep.equal(['a']);
    expect(queue.messageCount).to.equal(1);
  });

  it('that ended while the broker was down is not delivered after recovery', () => {
    const queue = declare();
    queue.restore(message({ body: 'late' }), stored(1, yard.clock.now - 1, false));
    queue.restore(message({ body: 'in time' }), stored(2, yard.clock.now + 1, false));
    const consumer = new FakeConsumer();
    queue.subscribe(consumer);
    queue.pump();
    expect(consumer.bodies).to.deep.equal(['in time']);
    expect(deadBodies()).to.deep.equal(['late']);
  });

  it('ends for very many in several turns, and nobody is given one of them meanwhile', () => {
    const queue = declare({ 'x-message-ttl': 100 });
    for (let number = 0; number < 1_000; number++) queue.enqueue(message());
    yard.advance(100);
    expect(dead.messageCount).to.be.within(100, 900);
    const beforeSlice = dead.messageCount;
    yard.advance(0);
    expect(dead.messageCount).to.equal(2 * beforeSlice);
    expect(queue.get(true)).to.equal(undefined);
    expect(dead.messageCount).to.equal(1_000);
    yard.advance(0);
    expect(yard.clock.nextDeadline).to.equal(undefined);
  });

  it('goes on ending on time after very many', () => {
    const queue = declare();
    for (let number = 0; number < 300; number++) queue.enqueue(message({ ttlMs: 10 }));
    queue.enqueue(message({ ttlMs: 50 }));
    yard.advance(49);
    yard.advance(0);
    expect(queue.messageCount).to.equal(1);
    yard.advance(1);
    expect(queue.messageCount).to.equal(0);
  });

  it('stores the moment at which a message expires', () => {
    const queue = declare({ 'x-message-ttl': 100 });
    queue.enqueue(message({ persistent: true }));
    yard.store.commit();
    const found: number[] = [];
    const sink = {
      definition: () => {},
      message: (stored: { expiresAt: number }) => found.push(stored.expiresAt),
    };
    yard.store.recover(sink, () => {});
    expect(found).to.deep.equal([yard.clock.now + 100]);
  });

  it('leaves no timer behind when the queue goes', () => {
    const queue = declare({ 'x-message-ttl': 100 });
    queue.enqueue(message());
    yard.delete(queue);
    expect(yard.clock.nextDeadline).to.equal(undefined);
  });

  it('needs one timer for a queue, whatever is in it', () => {
    const queue = declare();
    for (const ttlMs of [500, 400, 300, 200, 100]) queue.enqueue(message({ ttlMs }));
    expect(yard.clock.nextDeadline).to.equal(yard.clock.now + 100);
    queue.purge();
    yard.advance(100);
    expect(yard.clock.nextDeadline).to.equal(undefined);
  });

  it('can be given with the message, for a queue that holds it so long and no longer', () => {
    const queue = declare({ 'x-message-ttl': 100 });
    queue.hold(message({ body: 'late', ttlMs: 1 }), yard.clock.now + 2_000);
    queue.hold(message({ body: 'early' }), yard.clock.now + 1_000);
    queue.hold(message({ body: 'between' }), yard.clock.now + 1_500);
    const due = queue.firstDue(2).map(({ message }) => bodyOf(message));
    expect(due).to.deep.equal(['early', 'between']);
    yard.advance(1_999);
    expect(deadBodies()).to.deep.equal(['early', 'between']);
    yard.advance(1);
    expect(deadBodies()).to.deep.equal(['late']);
  });
});
