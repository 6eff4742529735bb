import { expect } from 'chai';
import { Clock } from '../../../src/core/clock.js';
import { Dispatch } from '../../../src/core/queue/dispatch.js';
import {
  bodyOf,
  FakeConsumer,
  message,
  NO_ROOM,
  QueueYard,
  type ResidencyLimits,
} from '../../support/core-builders.js';
import { SpecBroker } from '../../support/spec-broker.js';

function consumersOf(...tags: string[]): FakeConsumer[] {
  return tags.map((tag) => new FakeConsumer({ tag }));
}

function dispatchOf(singleActiveConsumer: boolean, clock = new Clock()): Dispatch {
  return new Dispatch(clock, { singleActiveConsumer, type: 'classic' });
}

function dispatchTo(consumers: readonly FakeConsumer[], singleActive = false): Dispatch {
  const dispatch = dispatchOf(singleActive);
  for (const consumer of consumers) dispatch.add(consumer);
  return dispatch;
}

function turns(dispatch: Dispatch, count: number): string {
  return Array.from({ length: count }, () => dispatch.next()?.tag ?? '-').join('');
}

describe('Dispatch', () => {
  it('has nobody to give to while nobody subscribed', () => {
    expect(dispatchTo([]).next()).to.equal(undefined);
  });

  it('gives to each consumer in turn', () => {
    expect(turns(dispatchTo(consumersOf('a', 'b', 'c')), 7)).to.equal('abcabca');
  });

  it('passes over those without credit', () => {
    const [a, b, c] = consumersOf('a', 'b', 'c');
    if (a === undefined || b === undefined || c === undefined) throw new Error('three, please');
    const dispatch = dispatchTo([a, b, c]);
    b.credit = 0;
    expect(turns(dispatch, 4)).to.equal('acac');
  });

  it('asks nobody again once all were without credit, until it is woken', () => {
    const consumer = new FakeConsumer({ tag: 'a', credit: 0 });
    const dispatch = dispatchTo([consumer]);
    expect(dispatch.next()).to.equal(undefined);
    consumer.credit = 1;
    expect(dispatch.next()).to.equal(undefined);
    dispatch.wake();
    expect(dispatch.next()).to.equal(consumer);
  });

  it('says whether anybody could take one, which costs nobody a turn', () => {
    const [a, b] = consumersOf('a', 'b');
    if (a === undefined || b === undefined) throw new Error('two, please');
    const dispatch = dispatchTo([a, b]);
    expect(dispatch.hasTaker).to.equal(true);
    expect(turns(dispatch, 2)).to.equal('ab');
    a.credit = 0;
    expect(dispatch.hasTaker).to.equal(true);
    b.credit = 0;
    expect(dispatch.hasTaker).to.equal(false);
    expect(dispatchTo([]).hasTaker).to.equal(false);
  });

  it('asks the active consumer alone whether it could take one', () => {
    const [a, b] = consumersOf('a', 'b');
    if (a === undefined || b === undefined) throw new Error('two, please');
    const dispatch = dispatchTo([a, b], true);
    a.credit = 0;
    expect(dispatch.hasTaker).to.equal(false);
    a.credit = 1;
    expect(dispatch.hasTaker).to.equal(true);
  });

  it('keeps the turn of the others when a consumer leaves', () => {
    for (const leaving of [0, 1, 2, 3]) {
      const consumers = consumersOf('a', 'b', 'c', 'd');
      const dispatch = dispatchTo(consumers);
      turns(dispatch, 2);
      const gone = consumers[leaving];
      if (gone !== undefined) dispatch.remove(gone);
      const expected = ['cdb', 'cda', 'dab', 'cab'][leaving];
      expect(turns(dispatch, 3), `without ${String(gone?.tag)}`).to.equal(expected);
    }
  });

  it('says whether the consumer that leaves was there', () => {
    const consumer = new FakeConsumer();
    const dispatch = dispatchTo([consumer]);
    expect(dispatch.remove(consumer)).to.equal(true);
    expect(dispatch.remove(consumer)).to.equal(false);
  });

  it('gives all to the first subscriber under single active consumer', () => {
    expect(turns(dispatchTo(consumersOf('a', 'b'), true), 3)).to.equal('aaa');
  });

  it('waits for the single active consumer when it has no credit', () => {
    const [a, b] = consumersOf('a', 'b');
    if (a === undefined || b === undefined) throw new Error('two, please');
    a.credit = 0;
    expect(turns(dispatchTo([a, b], true), 2)).to.equal('--');
  });

  it('passes to the next in order when the single active consumer leaves', () => {
    const consumers = consumersOf('a', 'b', 'c');
    const dispatch = dispatchTo(consumers, true);
    turns(dispatch, 1);
    if (consumers[0] !== undefined) dispatch.remove(consumers[0]);
    expect(turns(dispatch, 2)).to.equal('bb');
  });

  it('admits an exclusive consumer only alone, and nobody beside one', () => {
    const exclusive = new FakeConsumer({ exclusive: true });
    const plain = new FakeConsumer();
    expect(dispatchTo([]).admits(exclusive)).to.equal(true);
    expect(dispatchTo([plain]).admits(exclusive)).to.equal(false);
    expect(dispatchTo([exclusive]).admits(plain)).to.equal(false);
    expect(dispatchTo([plain]).admits(plain)).to.equal(true);
  });

  it('admits no exclusive consumer under single active consumer', () => {
    const exclusive = new FakeConsumer({ exclusive: true });
    expect(dispatchTo([], true).admits(exclusive)).to.equal(false);
  });

  it('tells the share of time in which somebody could have taken one', () => {
    const clock = new Clock();
    const dispatch = dispatchOf(false, clock);
    expect(dispatch.utilisation).to.equal(0);
    const [consumer] = consumersOf('a') as [FakeConsumer];
    dispatch.add(consumer);
    expect(dispatch.utilisation).to.equal(1);
    consumer.credit = 0;
    dispatch.next();
    clock.advance(1_000);
    expect(dispatch.utilisation).to.equal(0.5);
    dispatch.wake();
    clock.advance(2_000);
    expect(dispatch.utilisation).to.equal(0.75);
  });

  it('hands back all consumers when they are removed together', () => {
    const consumers = consumersOf('a', 'b');
    const dispatch = dispatchTo(consumers);
    expect(dispatch.removeAll()).to.deep.equal(consumers);
    expect(dispatch.count).to.equal(0);
  });
});

describe('Dispatch by priority', () => {
  function ranked(...priorities: number[]): [Dispatch, FakeConsumer[]] {
    const dispatch = dispatchOf(false);
    const consumers = priorities.map((priority) => new FakeConsumer({ tag: `(${priority})` }));
    consumers.forEach((consumer, index) => dispatch.add(consumer, priorities[index]));
    return [dispatch, consumers];
  }

  it('gives to the highest while it has credit, then to the next', () => {
    const [dispatch, [low, high, middle]] = ranked(-5, 10, 0);
    expect(turns(dispatch, 2)).to.equal('(10)(10)');
    if (high !== undefined) high.credit = 0;
    expect(turns(dispatch, 2)).to.equal('(0)(0)');
    if (middle !== undefined) middle.credit = 0;
    expect(turns(dispatch, 2)).to.equal('(-5)(-5)');
    if (low !== undefined) low.credit = 0;
    expect(dispatch.next()).to.equal(undefined);
  });

  it('goes in turn among equals', () => {
    const dispatch = dispatchTo([]);
    for (const tag of ['a', 'b']) dispatch.add(new FakeConsumer({ tag }), 7);
    dispatch.add(new FakeConsumer({ tag: 'z' }), 6);
    expect(turns(dispatch, 4)).to.equal('abab');
  });

  it('leaves a single active consumer alone until it leaves, then takes the highest', () => {
    const dispatch = dispatchOf(true);
    const [first, low, high] = consumersOf('first', 'low', 'high');
    if (first === undefined || low === undefined || high === undefined) throw new Error('three');
    dispatch.add(first);
    dispatch.add(low, 1);
    dispatch.add(high, 2);
    expect(dispatch.next()?.tag).to.equal('first');
    dispatch.remove(first);
    expect(dispatch.next()?.tag).to.equal('high');
  });
});

describe('A paused queue', () => {
  function paused(limits: ResidencyLimits = {}) {
    const yard = new QueueYard(limits);
    const queue = yard.declare('q');
    const consumer = new FakeConsumer();
    queue.subscribe(consumer);
    queue.pause();
    return { yard, queue, consumer };
  }

  it('takes messages and hands out none until it is resumed', () => {
    const { queue, consumer } = paused();
    for (const body of ['a', 'b']) queue.enqueue(message({ body }));
    queue.pump();
    expect([queue.isPaused, queue.messageCount, consumer.bodies.length]).to.deep.equal([
      true,
      2,
      0,
    ]);
    queue.resume();
    expect([queue.isPaused, queue.messageCount]).to.deep.equal([false, 0]);
    expect(consumer.bodies).to.deep.equal(['a', 'b']);
  });

  it('gives nothing on request either, and asks for nothing that is on the disk', () => {
    const { yard, queue } = paused(NO_ROOM);
    for (const body of ['a', 'b']) queue.enqueue(message({ body, persistent: true }));
    yard.store.commit();
    queue.pump();
    expect(queue.awaitHead()).to.equal(true);
    expect([queue.get(true), yard.store.fetchCount]).to.deep.equal([undefined, 0]);
    expect(queue.counters.getEmpty).to.equal(1);
  });

  it('gives nothing to whoever comes while it is paused', () => {
    const { queue } = paused();
    queue.enqueue(message());
    const late = new FakeConsumer();
    queue.subscribe(late);
    queue.pump();
    expect(late.bodies).to.deep.equal([]);
  });

  it('leaves consumers what they hold, and takes it back', () => {
    const { queue, consumer } = paused();
    queue.resume();
    queue.enqueue(message({ body: 'a' }));
    queue.enqueue(message({ body: 'b' }));
    queue.pause();
    queue.acknowledge(consumer.delivery('a'));
    queue.requeue(consumer.delivery('b'));
    queue.pump();
    expect([queue.messageCount, queue.unsettledCount]).to.deep.equal([1, 0]);
    queue.resume();
    expect(consumer.bodies).to.deep.equal(['a', 'b', 'b']);
  });

  it('lets messages expire and keeps to its limits', () => {
    const { yard, queue, consumer } = paused();
    queue.enqueue(message({ body: 'a', ttlMs: 10 }));
    queue.enqueue(message({ body: 'b' }));
    yard.advance(10);
    expect(queue.messageCount).to.equal(1);
    queue.resume();
    expect(consumer.bodies).to.deep.equal(['b']);
  });

  it('is paused over a restart if it is durable, and tells the store once', () => {
    const spec = new SpecBroker();
    const queue = spec.queue('q');
    spec.vhost().publish(message({ routingKey: 'q', body: 'a', persistent: true }));
    queue.pause();
    spec.store.commit();
    queue.pause();
    expect(spec.store.pendingCount).to.equal(0);
    const next = spec.restarted();
    const again = next.vhost().queue('q');
    expect([again?.isPaused, again?.messageCount]).to.deep.equal([true, 1]);
    expect(again?.get(true)).to.equal(undefined);
    again?.resume();
    const last = next.restarted().vhost().queue('q');
    expect(last?.isPaused).to.equal(false);
    const entry = last?.get(true);
    expect(entry && bodyOf(entry.message)).to.equal('a');
  });

  it('that ends with its connection is nothing to the store', () => {
    const yard = new QueueYard();
    const queue = yard.declare('q', { durable: false });
    queue.pause();
    expect(yard.store.last).to.equal(0);
  });
});
