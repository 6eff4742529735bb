import { expect } from 'chai';
import { bodyOf, fields, message, NO_ROOM, QueueYard } from '../../support/core-builders.js';

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
});
