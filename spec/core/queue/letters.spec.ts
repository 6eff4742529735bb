import { expect } from 'chai';
import type { Queue } from '../../../src/core/queue/queue.js';
import { fields, message, NO_ROOM, QueueYard, stored } from '../../support/core-builders.js';
import type { ResidencyLimits } from '../../support/core-builders.js';

const KEPT = {
  'x-queue-type': 'quorum',
  'x-dead-letter-exchange': '',
  'x-dead-letter-routing-key': 'dead',
  'x-dead-letter-strategy': 'at-least-once',
  'x-overflow': 'reject-publish',
};
const RETRY_MS = 5_000;

describe('A dead letter that must not be lost', () => {
  let yard: QueueYard;
  let queue: Queue;

  function arrange(limits: ResidencyLimits = {}, values = {}): void {
    yard = new QueueYard(limits);
    queue = yard.declare('q', { arguments: fields({ ...KEPT, ...values }) });
  }

  beforeEach(() => arrange());

  function reject(count = 1): void {
    for (let sent = 0; sent < count; sent++) {
      queue.enqueue(message({ persistent: true }));
      const entry = queue.get(false);
      if (entry !== undefined) queue.reject(entry);
    }
  }

  function reasonOf(dead: Queue): unknown {
    const letter = dead.get(true)?.message;
    return letter?.format.headers(letter).get('x-first-death-reason')?.value;
  }

  it('goes at once where it is taken, in one run with the end of its original', () => {
    const dead = yard.declare('dead');
    yard.store.commit();
    reject();
    expect([queue.dyingCount, dead.messageCount]).to.deep.equal([0, 1]);
    expect(yard.store.pendingCount, 'append, append of the copy, settle').to.equal(3);
  });

  it('waits while there is nobody to take it, counted apart, and is tried again', () => {
    reject();
    expect([queue.messageCount, queue.dyingCount]).to.deep.equal([0, 1]);
    expect(queue.counters.settled).to.equal(0);
    const dead = yard.declare('dead');
    yard.advance(RETRY_MS);
    expect([queue.dyingCount, dead.messageCount]).to.deep.equal([0, 1]);
    expect(reasonOf(dead)).to.equal('rejected');
    expect(yard.store.sequencesOf(queue.definition.id)).to.deep.equal([]);
    expect(yard.clock.nextDeadline, 'nothing is to be tried again').to.equal(undefined);
  });

  it('is tried again as soon as the topology changes', () => {
    reject();
    const dead = yard.declare('dead');
    yard.deadLetters.onTopologyChanged();
    yard.advance(0);
    expect(dead.messageCount).to.equal(1);
  });

  it('waits for room in a queue that refuses it, and is told of it', () => {
    const limit = { 'x-max-length': 1, 'x-overflow': 'reject-publish' };
    const dead = yard.declare('dead', { arguments: fields(limit) });
    reject(2);
    expect([queue.dyingCount, dead.messageCount]).to.deep.equal([1, 1]);
    dead.get(true);
    yard.advance(0);
    expect([queue.dyingCount, dead.messageCount]).to.deep.equal([0, 1]);
  });

  it('is tried again after a purge and after the end of a full queue', () => {
    const limit = { 'x-max-length': 1, 'x-overflow': 'reject-publish' };
    const dead = yard.declare('dead', { arguments: fields(limit) });
    reject(3);
    dead.purge();
    yard.advance(0);
    expect([queue.dyingCount, dead.messageCount]).to.deep.equal([1, 1]);
    yard.delete(dead);
    const other = yard.declare('dead');
    yard.advance(0);
    expect([queue.dyingCount, other.messageCount]).to.deep.equal([0, 1]);
  });

  it('is noted in the store with its reason, and comes back so after a restart', () => {
    reject();
    const note = yard.store.noteOf(queue.definition.id, 1);
    expect(note).to.deep.equal({ returnCount: 0, notBefore: 0, dying: 'rejected' });
    arrange();
    queue.restore(message({ persistent: true }), stored(1, 0, true, note));
    expect([queue.messageCount, queue.dyingCount]).to.deep.equal([0, 1]);
    const dead = yard.declare('dead');
    yard.advance(0);
    expect([queue.dyingCount, dead.messageCount]).to.deep.equal([0, 1]);
    expect(reasonOf(dead)).to.equal('rejected');
  });

  it('takes part in the limit on the length of its queue', () => {
    arrange({}, { 'x-max-length': 2 });
    reject(2);
    expect(queue.enqueue(message())).to.equal(false);
    yard.declare('dead');
    yard.advance(RETRY_MS);
    expect(queue.enqueue(message())).to.equal(true);
  });

  it('goes with a purge and with its queue', () => {
    reject(40);
    expect(queue.dyingCount).to.equal(40);
    expect(queue.purge()).to.equal(40);
    expect(queue.counters).to.include({ enqueued: 40, settled: 40 });
    expect(yard.residency.bytes).to.equal(0);
    reject(40);
    yard.delete(queue);
    expect(yard.residency.bytes).to.equal(0);
    expect(yard.clock.nextDeadline).to.equal(undefined);
  });

  it('waits on the disk alone when memory is short, but for a few', () => {
    arrange(NO_ROOM);
    for (let sent = 0; sent < 100; sent++) queue.enqueue(message({ persistent: true, ttlMs: 10 }));
    yard.store.commit();
    yard.advance(10);
    yard.store.settleDown();
    expect([queue.messageCount, queue.dyingCount]).to.deep.equal([0, 100]);
    const dead = yard.declare('dead', { durable: false });
    yard.advance(RETRY_MS);
    yard.store.settleDown();
    expect([queue.dyingCount, dead.messageCount]).to.deep.equal([0, 100]);
    expect(yard.store.sequencesOf(queue.definition.id)).to.deep.equal([]);
    dead.purge();
    expect(yard.residency.bytes).to.equal(0);
  });

  it('does not hold up others that are taken', () => {
    arrange({}, { 'x-dead-letter-routing-key': 'dead' });
    const dead = yard.declare('dead', {
      arguments: fields({ 'x-max-length-bytes': 3, 'x-overflow': 'reject-publish' }),
    });
    for (const body of ['too long', 'x', 'y']) {
      queue.enqueue(message({ body, persistent: true }));
      const entry = queue.get(false);
      if (entry !== undefined) queue.reject(entry);
    }
    expect([queue.dyingCount, dead.messageCount]).to.deep.equal([1, 2]);
  });

  it('is not tried again once its queue is gone, whatever becomes of those it waited for', () => {
    const limit = { 'x-max-length': 1, 'x-overflow': 'reject-publish' };
    const dead = yard.declare('dead', { arguments: fields(limit) });
    reject(2);
    yard.delete(queue);
    yard.delete(dead);
    expect(yard.clock.nextDeadline).to.equal(undefined);
  });
});
