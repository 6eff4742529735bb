import { expect } from 'chai';
import {
  bodyOf,
  fields,
  message,
  NO_ROOM,
  QueueYard,
  stored,
} from '../../support/core-builders.js';

const TO_DEAD = fields({ 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' });

describe('Burial', () => {
  it('drops a rejected message of a queue without a dead-letter exchange', () => {
    const yard = new QueueYard();
    const queue = yard.declare('q');
    queue.enqueue(message({ persistent: true }));
    const entry = queue.get(false);
    if (entry !== undefined) queue.reject(entry);
    expect(queue.counters.settled).to.equal(1);
    expect(yard.store.sequencesOf(queue.definition.id)).to.deep.equal([]);
    expect(yard.residency.bytes).to.equal(0);
  });

  it('buries what is on the disk alone in the order in which it died', () => {
    const yard = new QueueYard(NO_ROOM);
    const dead = yard.declare('dead', { durable: false });
    const queue = yard.declare('q', { arguments: TO_DEAD });
    for (const ttlMs of [30, 10, 20]) {
      queue.enqueue(message({ body: String(ttlMs), ttlMs, persistent: true }));
    }
    yard.store.commit();
    yard.advance(30);
    expect([queue.messageCount, queue.dyingCount]).to.deep.equal([0, 3]);
    yard.store.settleDown();
    expect([queue.dyingCount, queue.counters.settled]).to.deep.equal([0, 3]);
    const bodies = [0, 1, 2].map(() => bodyOf(dead.get(true)?.message ?? message()));
    expect(bodies).to.deep.equal(['10', '20', '30']);
  });

  it('keeps the append of a message that lives on as a dead letter', () => {
    const yard = new QueueYard();
    yard.declare('dead');
    const queue = yard.declare('q', { arguments: TO_DEAD });
    yard.store.commit();
    queue.enqueue(message({ persistent: true }));
    const entry = queue.get(false);
    if (entry !== undefined) queue.reject(entry);
    expect(yard.store.pendingCount, 'append, append of the copy, settle').to.equal(3);
  });

  it('counts each death once, by its reason, wherever the message is', () => {
    for (const limits of [{}, NO_ROOM]) {
      const yard = new QueueYard(limits);
      const { deaths } = yard;
      yard.declare('dead', { durable: false });
      const plain = yard.declare('plain');
      const lettered = yard.declare('lettered', { arguments: TO_DEAD });
      for (const queue of [plain, lettered]) {
        for (const ttlMs of [-1, 10]) queue.enqueue(message({ ttlMs, persistent: true }));
      }
      yard.store.settleDown();
      yard.advance(10);
      yard.store.settleDown();
      for (const queue of [plain, lettered]) {
        queue.awaitHead();
        yard.store.settleDown();
        const entry = queue.get(false);
        if (entry !== undefined) queue.reject(entry);
      }
      const counts = (['disabled', 'at_most_once', 'at_least_once'] as const).map((strategy) =>
        (['expired', 'rejected', 'maxlen', 'delivery_limit'] as const).map((reason) =>
          deaths.count('classic', strategy, reason),
        ),
      );
      expect(counts).to.eql([
        [1, 1, 0, 0],
        [1, 1, 0, 0],
        [0, 0, 0, 0],
      ]);
    }
  });

  it('counts what a full queue drops, and what it refuses if that is a dead letter', () => {
    const yard = new QueueYard();
    const full = (overflow: string) =>
      yard.declare(overflow, { arguments: fields({ 'x-max-length': 1, 'x-overflow': overflow }) });
    for (const overflow of ['drop-head', 'reject-publish', 'reject-publish-dlx']) {
      const queue = full(overflow);
      for (const body of ['a', 'b']) queue.enqueue(message({ body }));
    }
    expect(yard.deaths.count('classic', 'disabled', 'maxlen')).to.equal(2);
  });

  it('counts a letter that is kept when it dies, and again when it is taken', () => {
    const yard = new QueueYard();
    const kept = fields({
      'x-queue-type': 'quorum',
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': 'dead',
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
    });
    const queue = yard.declare('q', { arguments: kept });
    queue.enqueue(message());
    const entry = queue.get(false);
    if (entry !== undefined) queue.reject(entry);
    const counts = (): number[] => {
      return [
        yard.deaths.count('quorum', 'at_least_once', 'rejected'),
        yard.deaths.taken('quorum'),
      ];
    };
    expect(counts()).to.eql([1, 0]);
    yard.declare('dead');
    yard.deadLetters.onTopologyChanged();
    yard.advance(1);
    expect(counts()).to.eql([1, 1]);
  });

  it('has the store keep a message until it is settled or buried, restored ones too', () => {
    const yard = new QueueYard();
    const dead = yard.declare('dead');
    const queue = yard.declare('q', { arguments: TO_DEAD });
    const kept = (): number[] => [queue, dead].map(({ waiting }) => waiting.stored.count);
    queue.restore(message({ persistent: true }), stored(1, 0, false));
    queue.enqueue(message({ persistent: true }));
    queue.enqueue(message());
    expect(kept()).to.eql([2, 0]);
    const [first, second] = [queue.get(false), queue.get(false)];
    if (first !== undefined) queue.acknowledge(first);
    expect(kept()).to.eql([1, 0]);
    if (second !== undefined) queue.reject(second);
    expect(kept(), 'its dead letter is kept in its place').to.eql([0, 1]);
    expect(dead.waiting.stored.bytes).to.equal('hello'.length);
    queue.purge();
    expect(kept()).to.eql([0, 1]);
  });
});
