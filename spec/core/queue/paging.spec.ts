/** What is on the disk alone: the queue's part and paging.ts together. */
import { expect } from 'chai';
import { textOf } from '../../../src/core/field.js';
import type { Queue } from '../../../src/core/queue/queue.js';
import { MESSAGE_OVERHEAD } from '../../../src/core/queue/residency.js';
import {
  bodyOf,
  FakeConsumer,
  fields,
  message,
  type MessageRequest,
  QueueYard,
  specFormat,
} from '../../support/core-builders.js';

const ROOM_FOR_ONE = { residentBytesMax: 1, windowBytes: 1 + MESSAGE_OVERHEAD };

/** A queue of these messages, all but the first on the disk alone. */
function make(bodies: readonly string[], args: Parameters<typeof fields>[0] = {}) {
  const yard = new QueueYard(ROOM_FOR_ONE);
  const queue = yard.declare('q', { arguments: fields(args) });
  const publish = (body: string, request: MessageRequest = {}): void => {
    queue.enqueue(message({ body, persistent: true, ...request }));
  };
  for (const body of bodies) publish(body);
  yard.store.commit();
  return { yard, queue, store: yard.store, publish };
}

function subscribe(queue: Queue, credit = Infinity): FakeConsumer {
  const consumer = new FakeConsumer({ credit });
  queue.subscribe(consumer);
  queue.pump();
  return consumer;
}

const DEAD = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' };

describe('A queue whose backlog is on the disk alone', () => {
  it('counts its messages as before', () => {
    const { queue } = make(['a', 'b', 'c']);
    expect(queue.messageCount).to.equal(3);
    expect(queue.counters).to.include({ enqueued: 3, settled: 0 });
  });

  it('counts what goes to the disk and what comes back from it', () => {
    const { queue, store } = make(['a', 'b', 'c']);
    queue.enqueue(message({ body: 'transient' }));
    expect(queue.counters).to.include({ stored: 3, fetched: 0 });
    subscribe(queue);
    store.answer();
    expect(queue.counters).to.include({ stored: 3, fetched: 2 });
  });

  it('hands out what is in memory and then asks for what comes next', () => {
    const { queue, store } = make(['a', 'b', 'c']);
    const consumer = subscribe(queue);
    expect(consumer.bodies).to.deep.equal(['a']);
    expect(store.fetchCount).to.equal(1);
    store.settleDown();
    expect(consumer.bodies).to.deep.equal(['a', 'b', 'c']);
  });

  it('asks for nothing while nobody could take it', () => {
    const { queue, store } = make(['a', 'b', 'c']);
    subscribe(queue, 1);
    queue.pump();
    expect(store.fetchCount).to.equal(0);
  });

  it('asks once, however often it is asked', () => {
    const { queue, store, publish } = make(['a', 'b', 'c']);
    const consumer = subscribe(queue);
    queue.pump();
    publish('d');
    expect(queue.awaitHead()).to.equal(false);
    expect(store.fetchCount).to.equal(1);
    store.settleDown();
    expect(consumer.bodies).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('asks for many at a time while there is room', () => {
    const yard = new QueueYard({ residentBytesMax: 20_000, windowBytes: 1 });
    const queue = yard.declare('q');
    const other = yard.declare('other', { durable: false });
    other.enqueue(message({ body: 'x'.repeat(20_000) }));
    for (let body = 0; body < 2_000; body++) {
      queue.enqueue(message({ body: String(body), persistent: true }));
    }
    yard.store.commit();
    other.purge();
    const consumer = subscribe(queue);
    yard.store.answer();
    expect(consumer.deliveries).to.have.lengthOf(1_024);
    yard.store.settleDown();
    const wanted = Array.from({ length: 2_000 }, (_, body) => String(body));
    expect(consumer.bodies).to.deep.equal(wanted);
  });

  it('keeps the turns of its consumers while it waits', () => {
    const { queue, store } = make(['a', 'b', 'c', 'd']);
    const first = new FakeConsumer({ tag: 'first' });
    const second = new FakeConsumer({ tag: 'second' });
    queue.subscribe(first);
    queue.subscribe(second);
    queue.pump();
    queue.pump();
    store.settleDown();
    expect([first.bodies, second.bodies]).to.deep.equal([
      ['a', 'c'],
      ['b', 'd'],
    ]);
  });

  it('gives a message that came back as it was', () => {
    const { queue, store } = make(['a']);
    const sent = message({ body: 'x', persistent: true, priority: 7, ttlMs: 60_000 });
    queue.enqueue(sent);
    store.commit();
    const consumer = subscribe(queue);
    store.settleDown();
    const [, entry] = consumer.deliveries;
    expect(entry).to.include({ redelivered: false, sequence: 2, bodySize: 1, priority: 7 });
    expect(entry?.message).not.to.equal(sent);
    expect(entry?.message).to.include({ persistent: true, priority: 7, ttlMs: 60_000 });
    expect(entry?.message.content).to.deep.equal(sent.content);
  });

  it('gives higher priorities first, wherever they are', () => {
    const { queue, store, publish } = make([], { 'x-max-priority': 9 });
    for (const [body, priority] of [
      ['low', 0],
      ['mid', 4],
      ['high', 9],
      ['mid 2', 4],
    ] as const) {
      publish(body, { priority });
    }
    store.commit();
    const consumer = subscribe(queue);
    publish('higher', { priority: 9 });
    store.settleDown();
    expect(consumer.bodies).to.deep.equal(['high', 'higher', 'mid', 'mid 2', 'low']);
  });

  it('puts a requeued message before those that are still on the disk', () => {
    const { queue, store } = make(['a', 'b', 'c']);
    const consumer = subscribe(queue, 1);
    queue.requeue(consumer.delivery('a'));
    consumer.credit = Infinity;
    queue.pump();
    store.settleDown();
    expect(consumer.bodies).to.deep.equal(['a', 'a', 'b', 'c']);
    const redelivered = consumer.deliveries.filter((entry) => entry.redelivered);
    expect(redelivered).to.deep.equal([consumer.delivery('a'), consumer.delivery('a')]);
  });

  it('can be got from once the message is here, and only then', () => {
    const { queue } = make(['a', 'b']);
    expect(queue.awaitHead()).to.equal(true);
    queue.get(true);
    expect(queue.awaitHead()).to.equal(false);
    expect(() => queue.get(true)).to.throw('on the disk alone is waited for');
    expect(queue.counters.delivered).to.equal(1);
  });

  it('gives to get what came back', () => {
    const { queue, store } = make(['a', 'b']);
    queue.get(true);
    queue.awaitHead();
    store.answer();
    expect(queue.awaitHead()).to.equal(true);
    const entry = queue.get(false);
    expect(entry && bodyOf(entry.message)).to.equal('b');
    expect(queue.awaitHead()).to.equal(true);
    expect(queue.get(false)).to.equal(undefined);
  });

  it('frees the memory again with each message', () => {
    const { yard, queue, store } = make(['a', 'b', 'c']);
    expect(yard.residency.bytes).to.equal(1 + MESSAGE_OVERHEAD);
    const consumer = subscribe(queue);
    store.settleDown();
    expect(yard.residency.bytes).to.equal(3 * (1 + MESSAGE_OVERHEAD));
    for (const entry of consumer.deliveries) queue.acknowledge(entry);
    expect(yard.residency.bytes).to.equal(0);
    expect(store.sequencesOf(queue.definition.id)).to.deep.equal([]);
  });
});

describe('A backlog on the disk that goes before its turn', () => {
  it('is purged without being fetched, also while it is', () => {
    const { yard, queue, store } = make(['a', 'b', 'c']);
    subscribe(queue, 1);
    queue.awaitHead();
    expect(queue.purge()).to.equal(2);
    expect(store.fetchCount).to.equal(1);
    store.settleDown();
    expect(queue.counters).to.include({ enqueued: 3, settled: 2 });
    expect(store.sequencesOf(queue.definition.id)).to.deep.equal([1]);
    expect(yard.residency.bytes).to.equal(1 + MESSAGE_OVERHEAD);
  });

  it('goes with the queue, and the answer is heard by nobody', () => {
    const { yard, queue, store } = make(['a', 'b', 'c']);
    const consumer = subscribe(queue);
    yard.delete(queue);
    store.settleDown();
    expect(consumer.bodies).to.deep.equal(['a']);
    expect(yard.residency.bytes).to.equal(0);
  });

  it('expires without being fetched where there is no dead-letter exchange', () => {
    const { yard, queue, store } = make(['a', 'b', 'c'], { 'x-message-ttl': 10 });
    yard.advance(10);
    expect(store.fetchCount).to.equal(0);
    expect(queue.counters).to.include({ enqueued: 3, settled: 3 });
    expect(store.sequencesOf(queue.definition.id)).to.deep.equal([]);
  });

  it('is fetched to be dead-lettered, and is in none of the lists meanwhile', () => {
    const { yard, queue, store } = make(['a', 'b', 'c'], { ...DEAD, 'x-message-ttl': 10 });
    const dead = yard.declare('dead');
    yard.advance(10);
    expect(queue).to.include({ messageCount: 0, unsettledCount: 0, dyingCount: 2 });
    expect(queue.counters).to.include({ enqueued: 3, settled: 1 });
    expect(store.sequencesOf(queue.definition.id), 'still stored').to.deep.equal([2, 3]);
    store.settleDown();
    expect(queue.dyingCount).to.equal(0);
    expect(queue.counters).to.include({ enqueued: 3, settled: 3 });
    expect(store.sequencesOf(queue.definition.id)).to.deep.equal([]);
    const consumer = subscribe(dead);
    store.settleDown();
    expect(consumer.bodies).to.deep.equal(['a', 'b', 'c']);
  });

  it('reaches the dead letters in the order in which it went, in memory or not', () => {
    const { yard, queue, store, publish } = make(['a', 'b'], { ...DEAD, 'x-max-length': 2 });
    const dead = yard.declare('dead', { durable: false });
    const consumer = subscribe(dead);
    for (const body of ['c', 'd', 'e', 'f']) publish(body);
    expect(consumer.bodies).to.deep.equal(['a']);
    expect(queue).to.include({ messageCount: 2, dyingCount: 3 });
    store.settleDown();
    expect(consumer.bodies).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('tells the dead letters why, and what its time to live was', () => {
    const { yard, store, publish } = make([], DEAD);
    const consumer = subscribe(yard.declare('dead', { durable: false }));
    for (const body of ['a', 'b']) publish(body, { ttlMs: 10 });
    store.commit();
    yard.advance(10);
    store.settleDown();
    const deaths = consumer.deliveries.map((entry) => {
      const [death] = headerList(specFormat.headers(entry.message).get('x-death'));
      return [textOf(death?.get('reason')), textOf(death?.get('original-expiration'))];
    });
    expect(deaths).to.deep.equal([
      ['expired', '10'],
      ['expired', '10'],
    ]);
  });

  it('is still in its queue after a crash, until the dead letter is on the disk', () => {
    const { yard, queue, store } = make(['a', 'b'], { ...DEAD, 'x-message-ttl': 10 });
    const dead = yard.declare('dead');
    yard.advance(10);
    store.answer();
    expect(dead.messageCount).to.equal(2);
    const left = store.reopen();
    expect(left.sequencesOf(queue.definition.id)).to.deep.equal([1, 2]);
  });

  it('goes with a queue that is deleted on the way', () => {
    const { yard, queue, store } = make(['a', 'b'], { ...DEAD, 'x-message-ttl': 10 });
    const dead = yard.declare('dead');
    yard.advance(10);
    yard.delete(queue);
    expect(queue.dyingCount).to.equal(0);
    store.settleDown();
    expect(dead.messageCount).to.equal(1);
  });

  it('ends the trust in a store that has lost it', () => {
    const { queue, store } = make(['a', 'b', 'c']);
    const failures: string[] = [];
    store.onFailed = (reason) => failures.push(reason.message);
    store.lose(queue.definition.id, 2);
    const consumer = subscribe(queue);
    store.answer();
    expect(failures).to.deep.equal(["message 2 of queue 'q' in vhost '/' is lost"]);
    queue.pump();
    expect(store.fetchCount).to.equal(0);
    expect(consumer.bodies).to.deep.equal(['a']);
  });
});

function headerList(field: ReturnType<ReturnType<typeof fields>['get']>) {
  const items = field?.type === 'A' ? field.value : [];
  return items.map((item) => (item.type === 'F' ? item.value : fields({})));
}
