import { expect } from 'chai';
import type { JsonObject } from '../../../src/core/json.js';
import { NO_POLICIES } from '../../../src/core/policy/policy.js';
import type { QueueEntry } from '../../../src/core/queue/entry.js';
import type { QueueOptions } from '../../../src/core/queue/options.js';
import type { Queue } from '../../../src/core/queue/queue.js';
import {
  bodyOf,
  FakeConsumer,
  fields,
  message,
  NO_ROOM,
  QueueYard,
  type ResidencyLimits,
} from '../../support/core-builders.js';

type Values = Parameters<typeof fields>[0];

const QUORUM = { 'x-queue-type': 'quorum' };

describe('Policies of a queue', () => {
  let yard: QueueYard;
  let queue: Queue;

  function declare(values: Values = {}, limits: ResidencyLimits = {}): Queue {
    yard = new QueueYard(limits);
    queue = yard.declare('q', { arguments: fields(values) });
    return queue;
  }

  function apply(definition: JsonObject): QueueOptions {
    queue.applyPolicies({ ...NO_POLICIES, definition });
    return queue.options;
  }

  function enqueue(...bodies: string[]): void {
    for (const body of bodies) queue.enqueue(message({ body, persistent: true }));
  }

  function held(): QueueEntry {
    const entry = queue.get(false);
    if (entry === undefined) throw new Error('nothing was ready');
    return entry;
  }

  function drain(from = queue): string[] {
    const bodies: string[] = [];
    for (let entry = from.get(true); entry !== undefined; entry = from.get(true)) {
      bodies.push(bodyOf(entry.message));
    }
    return bodies;
  }

  it('say what its arguments leave open', () => {
    declare();
    expect(apply({ 'message-ttl': 5, 'max-length': 6, overflow: 'reject-publish' })).to.include({
      messageTtlMs: 5,
      maxLength: 6,
      overflow: 'reject-publish',
    });
    expect(apply({})).to.include({ messageTtlMs: undefined, overflow: 'drop-head' });
  });

  for (const [setting, option] of [
    ['message-ttl', 'messageTtlMs'],
    ['expires', 'expiresMs'],
    ['max-length', 'maxLength'],
    ['max-length-bytes', 'maxLengthBytes'],
    ['consumer-timeout', 'consumerTimeoutMs'],
  ] as const) {
    it(`and its arguments: the lower ${setting} counts`, () => {
      declare({ [`x-${setting}`]: 50 });
      expect(apply({ [setting]: 40 })[option]).to.equal(40);
      expect(apply({ [setting]: 60 })[option]).to.equal(50);
    });
  }

  it('give way to its arguments in the names of dead letters', () => {
    declare({ 'x-dead-letter-exchange': 'own' });
    expect(apply({ 'dead-letter-exchange': 'x', 'dead-letter-routing-key': 'k' })).to.include({
      deadLetterExchange: 'own',
      deadLetterRoutingKey: 'k',
    });
  });

  it('give way to the argument in the overflow, but of quorum queues', () => {
    const policy = { overflow: 'reject-publish' };
    declare({ 'x-overflow': 'drop-head' });
    expect(apply(policy).overflow).to.equal('drop-head');
    declare({ ...QUORUM, 'x-overflow': 'drop-head' });
    expect(apply(policy).overflow).to.equal('reject-publish');
  });

  it('lower a delivery limit, and an unlimited one too', () => {
    declare({ ...QUORUM, 'x-delivery-limit': 7 });
    expect(apply({ 'delivery-limit': 5 }).deliveryLimit).to.equal(5);
    expect(apply({ 'delivery-limit': 9 }).deliveryLimit).to.equal(7);
    expect(apply({ 'delivery-limit': -1 }).deliveryLimit).to.equal(7);
    declare({ ...QUORUM, 'x-delivery-limit': -1 });
    expect(apply({ 'delivery-limit': 9 }).deliveryLimit).to.equal(9);
    expect(apply({ 'delivery-limit': -1 }).deliveryLimit).to.equal(Infinity);
  });

  it('set the type and the bounds of delayed retries', () => {
    declare({ 'x-delayed-retry-type': 'all', 'x-delayed-retry-min': 10 });
    const policy = { 'delayed-retry-type': 'failed', 'delayed-retry-min': 5 };
    const expected = { type: 'failed', minMs: 5, maxMs: 5 };
    expect(apply(policy).delayedRetry).to.deep.equal(expected);
    expect(apply({ 'delayed-retry-type': 'disabled' }).delayedRetry).to.equal(undefined);
  });

  it('leave the arguments that no policy can be about', () => {
    declare({ 'x-max-priority': 5, 'x-single-active-consumer': true });
    const options = apply({ 'max-priority': 1, 'queue-mode': 'lazy' });
    expect(options).to.include({ maxPriority: 5, singleActiveConsumer: true });
  });

  describe('applied to a queue that has messages', () => {
    it('drop what exceeds a new limit, the oldest first, to the dead letters', () => {
      declare();
      const dead = yard.declare('dead');
      enqueue('a', 'b', 'c');
      const letters = { 'dead-letter-exchange': '', 'dead-letter-routing-key': 'dead' };
      apply({ 'max-length': 1, ...letters });
      expect([drain(), drain(dead)]).to.deep.equal([['c'], ['a', 'b']]);
    });

    it('refuse new messages of a full queue, and keep those that are there', () => {
      declare();
      enqueue('a', 'b', 'c');
      apply({ 'max-length': 1, overflow: 'reject-publish' });
      expect(queue.enqueue(message())).to.equal(false);
      expect(drain()).to.deep.equal(['a', 'b', 'c']);
    });

    it('give a time to live to what comes, not to what is there, as in RabbitMQ', () => {
      declare();
      enqueue('old');
      apply({ 'message-ttl': 10 });
      enqueue('new');
      yard.advance(10);
      expect(drain()).to.deep.equal(['old']);
    });

    it('send to the dead-letter exchange of the hour', () => {
      declare({}, {});
      const [one, two] = [yard.declare('one'), yard.declare('two')];
      enqueue('a', 'b', 'c');
      const entries = [held(), held(), held()];
      for (const [index, key] of ['one', 'two'].entries()) {
        apply({ 'dead-letter-exchange': '', 'dead-letter-routing-key': key });
        const entry = entries[index];
        if (entry !== undefined) queue.reject(entry);
      }
      apply({});
      if (entries[2] !== undefined) queue.reject(entries[2]);
      expect([drain(one), drain(two)]).to.deep.equal([['a'], ['b']]);
      expect(queue.counters).to.include({ enqueued: 3, settled: 3 });
    });

    it('count the returns of a message towards the new limit', () => {
      declare(QUORUM);
      enqueue('a');
      for (let round = 0; round < 3; round++) queue.requeue(held());
      apply({ 'delivery-limit': 3 });
      expect(queue.messageCount).to.equal(1);
      queue.requeue(held());
      expect(queue.messageCount).to.equal(0);
    });

    it('begin and end delayed retries; what is delayed keeps its time', () => {
      declare();
      enqueue('a');
      apply({ 'delayed-retry-type': 'all', 'delayed-retry-min': 100 });
      queue.requeue(held());
      expect(queue.delayedCount).to.equal(1);
      apply({});
      yard.advance(100);
      expect([queue.delayedCount, queue.messageCount]).to.deep.equal([0, 1]);
      queue.requeue(held());
      expect([queue.delayedCount, queue.messageCount]).to.deep.equal([0, 1]);
    });
  });

  describe('with expires', () => {
    it('delete a queue that is unused for so long from then on', () => {
      declare();
      yard.advance(5_000);
      apply({ expires: 1_000 });
      yard.advance(999);
      expect(queue.isDeleted).to.equal(false);
      yard.advance(1);
      expect(queue.isDeleted).to.equal(true);
    });

    it('leave a queue that has consumers', () => {
      declare({ 'x-expires': 500 });
      const consumer = new FakeConsumer();
      queue.subscribe(consumer);
      apply({ expires: 100 });
      yard.advance(10_000);
      expect(queue.isDeleted).to.equal(false);
      queue.unsubscribe(consumer);
      apply({});
      yard.advance(100);
      expect(queue.isDeleted, 'the argument counts again').to.equal(false);
      yard.advance(400);
      expect(queue.isDeleted).to.equal(true);
    });

    it('spare the queue once they are withdrawn', () => {
      declare();
      apply({ expires: 1_000 });
      apply({});
      expect(yard.clock.nextDeadline).to.equal(undefined);
    });
  });

  describe('with dead letters that must not be lost', () => {
    const KEPT = {
      'dead-letter-exchange': '',
      'dead-letter-routing-key': 'dead',
      'dead-letter-strategy': 'at-least-once',
      overflow: 'reject-publish',
    };

    function reject(count: number): void {
      for (let sent = 0; sent < count; sent++) {
        enqueue(`m${sent}`);
        const entry = queue.get(false);
        if (entry !== undefined) queue.reject(entry);
      }
    }

    it('keep them from then on', () => {
      declare(QUORUM);
      reject(1);
      apply(KEPT);
      reject(2);
      expect(queue.dyingCount).to.equal(2);
      const dead = yard.declare('dead');
      yard.advance(5_000);
      expect([queue.dyingCount, dead.messageCount]).to.deep.equal([0, 2]);
    });

    it('send what was kept once more, taken or not, when it is to be kept no longer', () => {
      declare(QUORUM);
      apply({ ...KEPT, 'max-length': 1_000 });
      reject(40);
      expect(queue.dyingCount, 'some on their way, others behind').to.equal(40);
      const dead = yard.declare('dead');
      apply({ ...KEPT, 'dead-letter-strategy': 'at-most-once', 'max-length': 1 });
      expect([queue.dyingCount, dead.messageCount]).to.deep.equal([0, 40]);
      expect(queue.counters).to.include({ enqueued: 40, settled: 40 });
      expect(yard.store.sequencesOf(queue.definition.id)).to.deep.equal([]);
      expect(queue.enqueue(message()), 'nothing counts towards the limit').to.equal(true);
    });

    it('send nothing twice to a queue that has its copy already', () => {
      declare(QUORUM);
      apply(KEPT);
      const dead = yard.declare('dead', {
        arguments: fields({ 'x-max-length': 1, 'x-overflow': 'reject-publish' }),
      });
      reject(2);
      apply({});
      expect([queue.dyingCount, dead.messageCount]).to.deep.equal([0, 1]);
      expect(yard.clock.nextDeadline).to.equal(undefined);
    });

    it('count what waits for the disk when it is to be kept', () => {
      declare(QUORUM, NO_ROOM);
      apply({ ...KEPT, 'dead-letter-strategy': 'at-most-once' });
      for (let sent = 0; sent < 3; sent++) {
        queue.enqueue(message({ persistent: true, ttlMs: 10 }));
      }
      yard.store.commit();
      yard.advance(10);
      expect(queue.dyingCount).to.equal(3);
      apply({ ...KEPT, 'max-length': 3 });
      expect(queue.enqueue(message()), 'they are as many as the limit').to.equal(false);
      yard.declare('dead');
      yard.store.settleDown();
      yard.advance(5_000);
      yard.store.settleDown();
      expect([queue.dyingCount, queue.enqueue(message())]).to.deep.equal([0, true]);
    });
  });

  it('make room for a dead letter of another queue that waits for it', () => {
    declare({ 'x-max-length': 0, 'x-overflow': 'reject-publish' });
    const limits = { 'x-dead-letter-strategy': 'at-least-once', 'x-overflow': 'reject-publish' };
    const letters = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'full' };
    const full = yard.declare('full', { arguments: fields({ 'x-overflow': 'reject-publish' }) });
    full.applyPolicies({ ...NO_POLICIES, definition: { 'max-length': 0 } });
    const source = yard.declare('source', {
      arguments: fields({ ...QUORUM, ...limits, ...letters }),
    });
    source.enqueue(message());
    const entry = source.get(false);
    if (entry !== undefined) source.reject(entry);
    expect(source.dyingCount).to.equal(1);
    full.applyPolicies({ ...NO_POLICIES, definition: { 'max-length': 1 } });
    yard.advance(0);
    expect([source.dyingCount, full.messageCount]).to.deep.equal([0, 1]);
  });
});
