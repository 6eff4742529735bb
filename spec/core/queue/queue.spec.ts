import { expect } from 'chai';
import { AssertionError } from '../../../src/core/assert.js';
import { BrokerError } from '../../../src/core/errors.js';
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

describe('Queue', () => {
  let yard: QueueYard;
  let queue: Queue;

  beforeEach(() => {
    yard = new QueueYard();
    queue = yard.declare('q');
  });

  function enqueue(...bodies: string[]): void {
    for (const body of bodies) queue.enqueue(message({ body }));
  }

  function subscribe(request: ConstructorParameters<typeof FakeConsumer>[0] = {}): FakeConsumer {
    const consumer = new FakeConsumer(request);
    queue.subscribe(consumer);
    queue.pump();
    return consumer;
  }

  function held(): QueueEntry {
    const entry = queue.get(false);
    if (entry === undefined) throw new Error('nothing was ready');
    return entry;
  }

  describe('handing out', () => {
    it('gives a message to a waiting consumer in the call that enqueues it', () => {
      const consumer = subscribe();
      enqueue('a');
      expect(consumer.bodies).to.deep.equal(['a']);
      expect([queue.messageCount, queue.unsettledCount]).to.deep.equal([0, 1]);
    });

    it('keeps messages for a consumer that comes later', () => {
      enqueue('a', 'b');
      expect(subscribe().bodies).to.deep.equal(['a', 'b']);
    });

    it('gives no more than a consumer has credit for', () => {
      const consumer = subscribe({ credit: 2 });
      enqueue('a', 'b', 'c');
      expect(consumer.bodies).to.deep.equal(['a', 'b']);
      expect(queue.messageCount).to.equal(1);
    });

    it('goes on when it is told that credit came back', () => {
      const consumer = subscribe({ credit: 1 });
      enqueue('a', 'b', 'c');
      consumer.credit = 1;
      queue.pump();
      expect(consumer.bodies).to.deep.equal(['a', 'b']);
    });

    it('keeps the order when credit comes back between two messages', () => {
      const consumer = subscribe({ credit: 1 });
      enqueue('a', 'b');
      consumer.credit = 2;
      enqueue('c');
      queue.pump();
      expect(consumer.bodies).to.deep.equal(['a', 'b', 'c']);
    });

    it('shares a backlog among its consumers in turn', () => {
      const [first, second] = [subscribe({ credit: 1 }), subscribe({ credit: 1 })];
      enqueue('a', 'b', 'c', 'd', 'e', 'f');
      first.credit = second.credit = 2;
      queue.pump();
      expect(first.bodies).to.deep.equal(['a', 'c', 'e']);
      expect(second.bodies).to.deep.equal(['b', 'd', 'f']);
    });

    it('marks who holds an entry', () => {
      const consumer = subscribe();
      enqueue('a');
      expect(consumer.delivery('a')).to.include({ consumer, state: 'unsettled' });
    });

    it('settles at once what goes to a consumer that does not acknowledge', () => {
      const consumer = subscribe({ noAck: true });
      enqueue('a');
      expect(consumer.delivery('a').state).to.equal('settled');
      expect(queue.unsettledCount).to.equal(0);
      expect(queue.counters).to.include({ enqueued: 1, delivered: 1, settled: 1 });
    });

    it('gives one message on request, the oldest', () => {
      enqueue('a', 'b');
      expect(bodyOf(held().message)).to.equal('a');
      expect([queue.messageCount, queue.unsettledCount]).to.deep.equal([1, 1]);
    });

    it('gives nothing on request while it is empty', () => {
      expect(queue.get(false)).to.equal(undefined);
    });

    it('settles at once what is fetched without acknowledgement', () => {
      enqueue('a');
      expect(queue.get(true)?.state).to.equal('settled');
      expect(queue.unsettledCount).to.equal(0);
    });

    it('gives the most important message first under x-max-priority', () => {
      queue = yard.declare('p', { arguments: fields({ 'x-max-priority': 5 }) });
      for (const priority of [0, 3, 200, 1]) {
        queue.enqueue(message({ body: String(priority), priority }));
      }
      expect(subscribe().bodies).to.deep.equal(['200', '3', '1', '0']);
    });

    it('takes no notice of priorities where none were asked for', () => {
      queue.enqueue(message({ body: 'first', priority: 0 }));
      queue.enqueue(message({ body: 'second', priority: 9 }));
      expect(subscribe().bodies).to.deep.equal(['first', 'second']);
    });

    it('knows how far it has handed out', () => {
      enqueue('a', 'b', 'c');
      held();
      queue.requeue(held());
      expect(queue.deliveredThrough).to.equal(2);
    });
  });

  describe('taking back', () => {
    it('lets go of what is acknowledged', () => {
      enqueue('a');
      const entry = held();
      queue.acknowledge(entry);
      expect(entry.state).to.equal('settled');
      expect([queue.messageCount, queue.unsettledCount]).to.deep.equal([0, 0]);
    });

    it('puts requeued messages back in their places, whatever the order of return', () => {
      enqueue('a', 'b', 'c', 'd', 'e');
      const entries = [held(), held(), held()];
      for (const index of [2, 0, 1]) {
        const entry = entries[index];
        if (entry !== undefined) queue.requeue(entry);
      }
      expect(subscribe().bodies).to.deep.equal(['a', 'b', 'c', 'd', 'e']);
    });

    it('marks what is requeued as redelivered, and what is not as not', () => {
      enqueue('a', 'b');
      queue.requeue(held());
      const { deliveries } = subscribe();
      expect(deliveries.map((entry) => entry.redelivered)).to.deep.equal([true, false]);
    });

    it('hands nothing out while it takes back, until it is told to', () => {
      const consumer = subscribe({ credit: 1 });
      enqueue('a');
      consumer.credit = 1;
      queue.requeue(consumer.delivery('a'));
      expect(queue.messageCount).to.equal(1);
      queue.pump();
      expect(consumer.bodies).to.deep.equal(['a', 'a']);
    });

    it('drops what is rejected where there is no dead-letter exchange', () => {
      enqueue('a');
      queue.reject(held());
      expect(queue.counters).to.include({ enqueued: 1, settled: 1 });
      expect(queue.messageCount).to.equal(0);
    });

    it('takes nothing back twice, nor from another queue', () => {
      enqueue('a', 'b');
      const entry = held();
      queue.acknowledge(entry);
      for (const settle of ['acknowledge', 'requeue', 'reject'] as const) {
        expect(() => {
          queue[settle](entry);
        }, settle).to.throw(AssertionError);
      }
      const stranger = held();
      expect(() => {
        yard.declare('other').acknowledge(stranger);
      }).to.throw(AssertionError);
    });

    it('is emptied of ready messages by a purge, and of no others', () => {
      enqueue('a', 'b', 'c');
      const entry = held();
      expect(queue.purge()).to.equal(2);
      expect([queue.messageCount, queue.unsettledCount]).to.deep.equal([0, 1]);
      queue.requeue(entry);
      expect(queue.messageCount).to.equal(1);
    });
  });

  describe('consumers', () => {
    it('are counted', () => {
      const consumer = subscribe();
      subscribe();
      queue.unsubscribe(consumer);
      expect(queue.consumerCount).to.equal(1);
    });

    it('keep what they hold when they unsubscribe', () => {
      const consumer = subscribe();
      enqueue('a');
      queue.unsubscribe(consumer);
      expect(queue.unsettledCount).to.equal(1);
      queue.acknowledge(consumer.delivery('a'));
      expect(queue.unsettledCount).to.equal(0);
    });

    it('get nothing any more once they unsubscribed', () => {
      const consumer = subscribe();
      queue.unsubscribe(consumer);
      enqueue('a');
      expect(consumer.bodies).to.deep.equal([]);
      expect(queue.messageCount).to.equal(1);
    });

    it('can have the queue for themselves', () => {
      subscribe({ exclusive: true });
      expect(() => subscribe())
        .to.throw(BrokerError, "queue 'q' in vhost '/' in exclusive use")
        .with.property('kind', 'access-refused');
      expect(queue.consumerCount).to.equal(1);
    });

    it('cannot have for themselves what others use', () => {
      subscribe();
      expect(() => subscribe({ exclusive: true })).to.throw(BrokerError, 'in exclusive use');
    });

    it('wait behind the single active one, and follow it in order', () => {
      queue = yard.declare('s', { arguments: fields({ 'x-single-active-consumer': true }) });
      const [first, second] = [subscribe({ credit: 2 }), subscribe()];
      enqueue('a', 'b', 'c');
      expect([first.bodies, second.bodies]).to.deep.equal([['a', 'b'], []]);
      queue.unsubscribe(first);
      expect(second.bodies).to.deep.equal(['c']);
    });

    describe('of a quorum queue with a single active one', () => {
      const SINGLE = fields({ 'x-queue-type': 'quorum', 'x-single-active-consumer': true });

      beforeEach(() => {
        queue = yard.declare('s', { arguments: SINGLE });
      });

      it('wait until the active one has settled what it holds, if their priority is higher', () => {
        const old = subscribe();
        enqueue('a', 'b');
        const next = subscribe({ priority: 1 });
        enqueue('c');
        expect([old.bodies, next.bodies]).to.deep.equal([['a', 'b'], []]);
        queue.acknowledge(old.delivery('a'));
        queue.pump();
        expect(next.bodies).to.deep.equal([]);
        queue.requeue(old.delivery('b'));
        queue.pump();
        expect(next.bodies).to.deep.equal(['b', 'c']);
        expect(old.bodies).to.deep.equal(['a', 'b']);
      });

      it('take over at once from one that holds nothing', () => {
        const old = subscribe();
        const next = subscribe({ priority: 1 });
        enqueue('a');
        expect([old.bodies, next.bodies]).to.deep.equal([[], ['a']]);
      });

      it('of equal or lower priority wait until it leaves', () => {
        const old = subscribe({ priority: 1 });
        const others = [subscribe({ priority: 1 }), subscribe()];
        enqueue('a');
        queue.acknowledge(old.delivery('a'));
        enqueue('b');
        expect(old.bodies).to.deep.equal(['a', 'b']);
        queue.unsubscribe(old);
        enqueue('c');
        expect(others.map(({ bodies }) => bodies)).to.deep.equal([['c'], []]);
      });

      it('may be exclusive', () => {
        subscribe({ exclusive: true });
        expect(() => subscribe()).to.throw(BrokerError, 'in exclusive use');
      });
    });

    it('on a classic queue take over only when the active one leaves, the highest first', () => {
      queue = yard.declare('s', { arguments: fields({ 'x-single-active-consumer': true }) });
      const [first, low, high] = [subscribe(), subscribe(), subscribe({ priority: 1 })];
      enqueue('a');
      queue.unsubscribe(first);
      enqueue('b');
      expect([first.bodies, low.bodies, high.bodies]).to.deep.equal([['a'], [], ['b']]);
    });

    it('that are lost leave their place when what they held is back', () => {
      queue = yard.declare('s', { arguments: fields({ 'x-single-active-consumer': true }) });
      const [first, second] = [subscribe({ credit: 1 }), subscribe()];
      enqueue('a', 'b');
      queue.unsubscribe(first, true);
      expect(second.bodies).to.deep.equal([]);
      queue.requeue(first.delivery('a'), 'lost');
      queue.pump();
      expect(second.bodies).to.deep.equal(['a', 'b']);
    });

    it('take an auto-delete queue with them, the last of them', () => {
      queue = yard.declare('t', { autoDelete: true });
      const [first, second] = [subscribe(), subscribe()];
      queue.unsubscribe(first);
      expect(queue.isDeleted).to.equal(false);
      queue.unsubscribe(second);
      expect(queue.isDeleted).to.equal(true);
      expect(yard.removed).to.deep.equal([queue]);
    });

    it('leave any other queue where it is', () => {
      queue.unsubscribe(subscribe());
      expect(queue.isDeleted).to.equal(false);
    });

    it('that never subscribed take no auto-delete queue with them', () => {
      queue = yard.declare('t', { autoDelete: true });
      queue.unsubscribe(new FakeConsumer());
      expect(queue.isDeleted).to.equal(false);
    });
  });

  describe('the store', () => {
    function stored(): number[] {
      return yard.store.sequencesOf(queue.definition.id);
    }

    function enqueuePersistent(count: number): void {
      for (let sent = 0; sent < count; sent++) queue.enqueue(message({ persistent: true }));
    }

    it('keeps persistent messages of a durable queue, ready or unsettled', () => {
      enqueuePersistent(2);
      held();
      expect(stored()).to.deep.equal([1, 2]);
    });

    it('does not see transient messages', () => {
      enqueue('a');
      expect(stored()).to.deep.equal([]);
    });

    it('does not see messages of a transient or an exclusive queue', () => {
      for (const request of [{ durable: false }, { exclusive: true }]) {
        queue = yard.declare('t', request);
        const before = yard.store.last;
        enqueuePersistent(1);
        expect(yard.store.last).to.equal(before);
      }
    });

    it('lets go of what is acknowledged, rejected or purged', () => {
      enqueuePersistent(4);
      queue.acknowledge(held());
      queue.reject(held());
      expect(stored()).to.deep.equal([3, 4]);
      queue.purge();
      expect(stored()).to.deep.equal([]);
    });

    it('does not see what goes straight to a consumer that does not acknowledge', () => {
      subscribe({ noAck: true });
      const before = yard.store.last;
      enqueuePersistent(1);
      expect(yard.store.last).to.equal(before);
    });

    it('keeps what is requeued as it was', () => {
      enqueuePersistent(1);
      const before = yard.store.last;
      queue.requeue(held());
      expect(yard.store.last).to.equal(before);
    });

    it('strikes what was settled before it reached the disk', () => {
      yard.store.commit();
      enqueuePersistent(1);
      queue.acknowledge(held());
      expect(yard.store.pendingCount).to.equal(0);
    });
  });

  describe('recovery', () => {
    it('brings messages back in order, and counts on behind them', () => {
      queue.restore(message({ body: 'a' }), stored(4, 0, true));
      queue.restore(message({ body: 'b' }), stored(9, 0, false));
      enqueue('c');
      const { deliveries, bodies } = subscribe();
      expect(bodies).to.deep.equal(['a', 'b', 'c']);
      expect(deliveries.map((entry) => entry.sequence)).to.deep.equal([4, 9, 10]);
      expect(deliveries.map((entry) => entry.redelivered)).to.deep.equal([true, false, false]);
    });

    it('does not write to the store until a message is settled', () => {
      const before = yard.store.last;
      queue.restore(message({ persistent: true }), stored(4, 0, true));
      expect(yard.store.last).to.equal(before);
      const entry = held();
      const settled: unknown[] = [];
      yard.store.settle = (...args) => settled.push(args);
      queue.acknowledge(entry);
      expect(settled).to.deep.equal([[queue.definition.id, 4, 0]]);
    });

    it('remembers over another restart what was delivered before this one', () => {
      queue.restore(message(), stored(4, 0, true));
      queue.restore(message(), stored(5, 0, false));
      expect(queue.deliveredThrough).to.equal(4);
    });

    it('refuses messages out of order', () => {
      queue.restore(message(), stored(4, 0, false));
      expect(() => {
        queue.restore(message(), stored(4, 0, false));
      }).to.throw(AssertionError);
    });
  });

  describe('the end', () => {
    it('is told to every consumer', () => {
      const consumers = [subscribe(), subscribe()];
      yard.delete(queue);
      expect(consumers.map((consumer) => consumer.isCancelled)).to.deep.equal([true, true]);
      expect(queue.isDeleted).to.equal(true);
      expect(queue.consumerCount).to.equal(0);
    });

    it('comes once', () => {
      queue.dispose();
      queue.dispose();
      expect(queue.isDeleted).to.equal(true);
    });

    it('makes what consumers still hold nobody’s business', () => {
      queue.enqueue(message({ persistent: true }));
      queue.enqueue(message({ persistent: true }));
      queue.enqueue(message({ persistent: true }));
      const entries = [held(), held(), held()] as const;
      yard.delete(queue);
      const before = yard.store.last;
      queue.acknowledge(entries[0]);
      queue.requeue(entries[1]);
      queue.reject(entries[2]);
      queue.pump();
      expect(yard.store.last).to.equal(before);
    });

    it('loses what a router still sends there', () => {
      queue.dispose();
      expect(queue.enqueue(message())).to.equal(true);
      expect(queue.messageCount).to.equal(0);
    });
  });
});
