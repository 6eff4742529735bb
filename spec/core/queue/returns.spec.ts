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

const QUORUM = { 'x-queue-type': 'quorum' };
const DEAD = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' };
const RETRY = { 'x-delayed-retry-min': 100, 'x-delayed-retry-max': 500 };

describe('A message that comes back', () => {
  let yard: QueueYard;

  beforeEach(() => {
    yard = new QueueYard();
  });

  function declare(values: Parameters<typeof fields>[0]): Queue {
    return yard.declare('q', { arguments: fields(values) });
  }

  function held(queue: Queue): QueueEntry {
    const entry = queue.get(false);
    if (entry === undefined) throw new Error('nothing was ready');
    return entry;
  }

  function reasonOf(entry: QueueEntry | undefined): unknown {
    const letter = entry?.message;
    return letter?.format.headers(letter).get('x-first-death-reason')?.value;
  }

  /** How long it takes for the message to be ready again, each time it comes back. */
  function delays(queue: Queue, count: number, hasFailed: boolean): number[] {
    const waited: number[] = [];
    for (let round = 0; round < count; round++) {
      queue.requeue(held(queue), hasFailed ? 'rejected' : 'nacked');
      let ms = 0;
      for (; queue.messageCount === 0; ms += 50) yard.advance(50);
      waited.push(ms);
    }
    return waited;
  }

  describe('to a quorum queue', () => {
    it('is a dead letter after 20 returns, unless the queue says otherwise', () => {
      const dead = yard.declare('dead');
      const queue = declare({ ...QUORUM, ...DEAD });
      queue.enqueue(message());
      for (let round = 0; round < 20; round++) queue.requeue(held(queue));
      expect([queue.messageCount, dead.messageCount]).to.deep.equal([1, 0]);
      queue.requeue(held(queue));
      expect([queue.messageCount, dead.messageCount]).to.deep.equal([0, 1]);
      expect(reasonOf(dead.get(true))).to.equal('delivery_limit');
    });

    it('is dropped after its last return where there is no dead-letter exchange', () => {
      const queue = declare({ ...QUORUM, 'x-delivery-limit': 0 });
      queue.enqueue(message());
      queue.requeue(held(queue));
      expect(queue.counters).to.include({ enqueued: 1, settled: 1 });
      expect(yard.store.sequencesOf(queue.definition.id)).to.deep.equal([]);
    });

    it('may do so for ever with a limit of -1', () => {
      const queue = declare({ ...QUORUM, 'x-delivery-limit': -1 });
      queue.enqueue(message());
      for (let round = 0; round < 100; round++) queue.requeue(held(queue));
      expect(queue.messageCount).to.equal(1);
    });

    it('is counted on the disk, where a transient message is kept too', () => {
      const queue = declare(QUORUM);
      queue.enqueue(message({ persistent: false }));
      queue.requeue(held(queue));
      queue.requeue(held(queue), 'lost');
      const note = yard.store.noteOf(queue.definition.id, 1);
      expect(note).to.deep.equal({ returnCount: 2, notBefore: 0, dying: undefined });
    });

    it('costs one change for each commit, however often it does', () => {
      const queue = declare(QUORUM);
      queue.enqueue(message());
      yard.store.commit();
      for (let round = 0; round < 15; round++) queue.requeue(held(queue));
      expect(yard.store.pendingCount).to.equal(1);
    });

    it('tells its count after a restart', () => {
      const queue = declare(QUORUM);
      const note = { returnCount: 7, notBefore: 0, dying: undefined };
      queue.restore(message(), stored(1, 0, true, note));
      const { message: again } = held(queue);
      expect(again.format.headers(again).get('x-delivery-count')?.value).to.equal(7);
    });
  });

  it('to a classic queue is neither counted nor noted', () => {
    const queue = declare({});
    queue.enqueue(message({ persistent: true }));
    yard.store.commit();
    for (let round = 0; round < 30; round++) queue.requeue(held(queue));
    expect(queue.messageCount).to.equal(1);
    expect(yard.store.pendingCount).to.equal(0);
  });

  describe('to a queue with delayed retries', () => {
    it('waits twice as long each time, up to the longest delay', () => {
      const queue = declare({ ...RETRY, 'x-delayed-retry-type': 'all' });
      queue.enqueue(message());
      expect(delays(queue, 3, false)).to.deep.equal([100, 200, 400]);
      expect(delays(queue, 2, true)).to.deep.equal([500, 500]);
    });

    it('waits only after a failure, if the type says so, while every return counts', () => {
      const queue = declare({ ...RETRY, 'x-delayed-retry-type': 'failed' });
      queue.enqueue(message());
      expect(delays(queue, 2, false)).to.deep.equal([0, 0]);
      expect(delays(queue, 1, true)).to.deep.equal([400]);
    });

    it('waits only when it was given back in peace, if the type says so', () => {
      const queue = declare({ ...RETRY, 'x-delayed-retry-type': 'returned' });
      queue.enqueue(message());
      expect(delays(queue, 1, true)).to.deep.equal([0]);
      expect(delays(queue, 1, false)).to.deep.equal([200]);
    });

    it('is counted apart meanwhile, and returns to its place', () => {
      const queue = declare({ ...RETRY, 'x-delayed-retry-type': 'all' });
      for (const body of ['a', 'b', 'c']) queue.enqueue(message({ body }));
      queue.requeue(held(queue));
      const counts = [queue.messageCount, queue.delayedCount, queue.unsettledCount];
      expect(counts).to.deep.equal([2, 1, 0]);
      expect(bodyOf(held(queue).message)).to.equal('b');
      yard.advance(100);
      const consumer = new FakeConsumer();
      queue.subscribe(consumer);
      queue.pump();
      expect(consumer.bodies).to.deep.equal(['a', 'c']);
    });

    it('goes to a consumer that waits, as soon as its time has come', () => {
      const queue = declare({ ...RETRY, 'x-delayed-retry-type': 'all' });
      const consumer = new FakeConsumer();
      queue.subscribe(consumer);
      queue.enqueue(message({ body: 'a' }));
      queue.requeue(consumer.delivery('a'));
      queue.pump();
      expect(consumer.bodies).to.deep.equal(['a']);
      yard.advance(100);
      expect(consumer.bodies).to.deep.equal(['a', 'a']);
    });

    it('expires while it waits', () => {
      const dead = yard.declare('dead');
      const queue = declare({ ...RETRY, ...DEAD, 'x-delayed-retry-type': 'all' });
      queue.enqueue(message({ ttlMs: 60 }));
      queue.requeue(held(queue));
      yard.advance(60);
      expect([queue.delayedCount, queue.messageCount]).to.deep.equal([0, 0]);
      expect(reasonOf(dead.get(true))).to.equal('expired');
      yard.advance(1_000);
      expect(queue.counters).to.include({ enqueued: 1, settled: 1 });
    });

    it('goes with a purge, which counts it, and with its queue', () => {
      const queue = declare({ ...RETRY, 'x-delayed-retry-type': 'all' });
      for (const body of ['a', 'b']) queue.enqueue(message({ body, persistent: true }));
      queue.requeue(held(queue));
      expect(queue.purge()).to.equal(2);
      expect(yard.store.sequencesOf(queue.definition.id)).to.deep.equal([]);
      queue.enqueue(message());
      queue.requeue(held(queue));
      yard.delete(queue);
      expect(yard.residency.bytes).to.equal(0);
      expect(yard.clock.nextDeadline).to.equal(undefined);
    });

    it('takes part in the limits of length meanwhile, as in RabbitMQ 4.3', () => {
      const limits = { 'x-max-length': 2, 'x-max-length-bytes': 9 };
      const queue = declare({ ...RETRY, 'x-delayed-retry-type': 'all', ...limits });
      queue.enqueue(message({ body: 'long' }));
      queue.requeue(held(queue));
      for (const body of ['a', 'b']) queue.enqueue(message({ body }));
      expect([queue.messageCount, queue.delayedCount]).to.deep.equal([1, 1]);
      expect(bodyOf(held(queue).message)).to.equal('b');
      queue.enqueue(message({ body: '6 byte' }));
      expect(queue.messageCount, 'too many bytes').to.equal(0);
      yard.advance(100);
      expect(bodyOf(held(queue).message)).to.equal('long');
      for (const body of ['c', 'd']) queue.enqueue(message({ body }));
      expect(queue.messageCount, 'there is room again').to.equal(2);
    });

    it('is a dead letter at the delivery limit of a quorum queue', () => {
      const dead = yard.declare('dead');
      const limits = { ...QUORUM, 'x-delivery-limit': 1 };
      const queue = declare({ ...limits, ...DEAD, ...RETRY, 'x-delayed-retry-type': 'all' });
      queue.enqueue(message());
      expect(delays(queue, 1, false)).to.deep.equal([100]);
      queue.requeue(held(queue));
      expect([queue.delayedCount, dead.messageCount]).to.deep.equal([0, 1]);
    });

    it('still waits after a restart, and then stands in its place', () => {
      const queue = declare({ ...RETRY, 'x-delayed-retry-type': 'all' });
      const note = { returnCount: 3, notBefore: yard.clock.now + 70, dying: undefined };
      queue.restore(message({ body: 'a' }), stored(1, 0, true));
      queue.restore(message({ body: 'b' }), stored(2, 0, true, note));
      queue.restore(message({ body: 'c' }), stored(3, 0, true));
      expect([queue.messageCount, queue.delayedCount]).to.deep.equal([2, 1]);
      yard.advance(70);
      const order = ['a', 'b', 'c'].map(() => bodyOf(held(queue).message));
      expect(order).to.deep.equal(['a', 'b', 'c']);
    });
  });
});
