import { expect } from 'chai';
import type { Field } from '../../../src/core/field.js';
import { integerOf, textOf } from '../../../src/core/field.js';
import { deathsIn } from '../../../src/core/queue/death-history.js';
import type { QueueEntry } from '../../../src/core/queue/entry.js';
import type { Queue } from '../../../src/core/queue/queue.js';
import type { MessageRequest } from '../../support/core-builders.js';
import {
  bodyOf,
  FakeConsumer,
  fields,
  message,
  QueueYard,
  specFormat,
} from '../../support/core-builders.js';

const NEWS: Field = { type: 'A', value: [{ type: 'S', value: 'news' }] };

describe('Dead letters', () => {
  let yard: QueueYard;

  beforeEach(() => {
    yard = new QueueYard();
  });

  /** A queue whose dead letters go to the queue `to`. */
  function declare(name: string, to: string, args: Parameters<typeof fields>[0] = {}): Queue {
    const deadLetters = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': to };
    return yard.declare(name, { arguments: fields({ ...deadLetters, ...args }) });
  }

  function held(queue: Queue): QueueEntry {
    const entry = queue.get(false);
    if (entry === undefined) throw new Error(`nothing is ready in ${queue.name}`);
    return entry;
  }

  /** Publishes to the queue, rejects, and gives what arrived in the dead-letter queue. */
  function rejected(queue: Queue, dead: Queue, request: MessageRequest): QueueEntry {
    queue.enqueue(message(request));
    queue.reject(held(queue));
    return held(dead);
  }

  it('arrive with body, priority and persistence as they were', () => {
    const dead = yard.declare('dead', { arguments: fields({ 'x-max-priority': 9 }) });
    const request = { body: 'keep me', persistent: true, priority: 7 };
    const { message: copy } = rejected(declare('q', 'dead'), dead, request);
    expect(bodyOf(copy)).to.equal('keep me');
    expect(copy).to.include({ exchange: '', routingKey: 'dead', persistent: true, priority: 7 });
  });

  it('carry where they were published, with which keys, and when they died', () => {
    const dead = yard.declare('dead');
    const headers = fields({ CC: NEWS });
    const request = { exchange: 'orders', routingKey: 'new', headers };
    const { message: copy } = rejected(declare('q', 'dead'), dead, request);
    const [death] = deathsIn(specFormat.headers(copy).get('x-death'));
    if (death?.type !== 'F') throw new Error('no x-death');
    expect(textOf(death.value.get('exchange'))).to.equal('orders');
    expect(death.value.get('routing-keys')?.value).to.deep.equal([
      { type: 'S', value: 'new' },
      { type: 'S', value: 'news' },
    ]);
    expect(death.value.get('time')).to.deep.equal({ type: 'T', value: yard.clock.now / 1000 });
  });

  it('keep their routing key, and their CC, where the queue gives no other', () => {
    const args = fields({ 'x-dead-letter-exchange': 'dlx' });
    const queue = yard.declare('q', { arguments: args });
    const dead = yard.declare('own-key');
    const headers = fields({ CC: NEWS });
    const { message: copy } = rejected(queue, dead, { routingKey: 'own-key', headers });
    expect(copy).to.include({ exchange: 'dlx', routingKey: 'own-key' });
    expect(specFormat.headers(copy).has('CC')).to.equal(true);
  });

  it('lose their CC where the queue gives them a routing key', () => {
    const dead = yard.declare('dead');
    const headers = fields({ CC: NEWS, other: 'kept' });
    const { message: copy } = rejected(declare('q', 'dead'), dead, { headers });
    expect(specFormat.headers(copy).has('CC')).to.equal(false);
    expect(textOf(specFormat.headers(copy).get('other'))).to.equal('kept');
  });

  it('do not expire again, and remember the time that they had', () => {
    const dead = yard.declare('dead');
    declare('q', 'dead').enqueue(message({ ttlMs: 60 }));
    yard.advance(60);
    yard.advance(1_000_000);
    const { message: copy } = held(dead);
    expect(copy.ttlMs).to.equal(-1);
    const [death] = deathsIn(specFormat.headers(copy).get('x-death'));
    if (death?.type !== 'F') throw new Error('no x-death');
    expect(textOf(death.value.get('original-expiration'))).to.equal('60');
  });

  it('go straight to a consumer that waits', () => {
    const queue = declare('q', 'dead');
    const consumer = new FakeConsumer();
    yard.declare('dead').subscribe(consumer);
    queue.enqueue(message({ body: 'a' }));
    queue.reject(held(queue));
    expect(consumer.bodies).to.deep.equal(['a']);
  });

  it('are gone where no queue takes them', () => {
    const queue = declare('q', 'nowhere');
    queue.enqueue(message({ persistent: true }));
    queue.reject(held(queue));
    expect(queue.counters).to.include({ enqueued: 1, settled: 1 });
    expect(yard.store.sequencesOf(queue.definition.id)).to.deep.equal([]);
  });

  it('stop where a round comes back by itself', () => {
    const a = declare('a', 'b', { 'x-message-ttl': 10 });
    const b = declare('b', 'a', { 'x-message-ttl': 10 });
    a.enqueue(message());
    yard.advance(1000);
    expect([a.counters.enqueued, b.counters.enqueued]).to.deep.equal([1, 1]);
    expect([a.messageCount, b.messageCount]).to.deep.equal([0, 0]);
  });

  it('go round as often as somebody rejects them', () => {
    const retry = declare('retry', 'work', { 'x-message-ttl': 10 });
    const work = declare('work', 'retry');
    work.enqueue(message());
    for (let round = 1; round <= 5; round++) {
      work.reject(held(work));
      yard.advance(10);
    }
    expect(retry.counters.enqueued).to.equal(5);
    const deaths = deathsIn(specFormat.headers(held(work).message).get('x-death'));
    expect(deaths).to.have.lengthOf(2);
    for (const death of deaths) {
      expect(death.type === 'F' && integerOf(death.value.get('count'))).to.equal(5);
    }
  });

  it('may come back to the very queue that rejected them', () => {
    const queue = declare('q', 'q');
    queue.enqueue(message({ body: 'again' }));
    queue.reject(held(queue));
    expect(bodyOf(held(queue).message)).to.equal('again');
  });

  it('run through thousands of full queues without a stack', () => {
    const count = 2000;
    for (let index = 0; index < count; index++) {
      declare(`q${String(index)}`, `q${String(index + 1)}`, { 'x-max-length': 0 });
    }
    const last = yard.declare(`q${String(count)}`);
    yard.queues.get('q0')?.enqueue(message({ body: 'far' }));
    const { message: copy } = held(last);
    expect(bodyOf(copy)).to.equal('far');
    expect(deathsIn(specFormat.headers(copy).get('x-death'))).to.have.lengthOf(count);
  });

  it('are enlisted in the store before the original is struck from it', () => {
    const queue = declare('q', 'dead');
    const dead = yard.declare('dead');
    const { store } = yard;
    queue.enqueue(message({ persistent: true }));
    store.commit();
    queue.reject(held(queue));
    expect(store.pendingCount).to.equal(2);
    store.commit(1);
    const stored: number[] = [];
    const sink = {
      definition: () => {},
      message: ({ queueId }: { queueId: number }) => stored.push(queueId),
    };
    store.reopen().recover(sink, () => {});
    expect(stored).to.have.members([queue.definition.id, dead.definition.id]);
  });

  it('keep the original from being struck, since its confirm must wait for the copy', () => {
    const queue = declare('q', 'dead');
    yard.declare('dead');
    yard.store.commit();
    queue.enqueue(message({ persistent: true }));
    const published = yard.store.last;
    queue.reject(held(queue));
    expect(yard.store.isDurable(published, published)).to.equal(false);
    expect(yard.store.pendingCount).to.equal(3);
  });

  it('that nobody takes are struck like all else', () => {
    const queue = declare('q', 'nowhere');
    yard.store.commit();
    queue.enqueue(message({ persistent: true }));
    queue.reject(held(queue));
    expect(yard.store.pendingCount).to.equal(0);
  });

  it('of one queue do not hold up the order of another', () => {
    const dead = yard.declare('dead');
    const queue = declare('q', 'dead', { 'x-max-length': 1 });
    for (const body of ['a', 'b', 'c']) queue.enqueue(message({ body }));
    expect([held(dead), held(dead)].map((entry) => bodyOf(entry.message))).to.deep.equal([
      'a',
      'b',
    ]);
  });
});
