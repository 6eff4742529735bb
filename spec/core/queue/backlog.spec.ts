import { expect } from 'chai';
import type { Queue } from '../../../src/core/queue/queue.js';
import { bodyOf, fields, message, QueueYard } from '../../support/core-builders.js';

describe('The backlog of a queue', () => {
  let yard: QueueYard;

  beforeEach(() => {
    yard = new QueueYard();
  });

  function declare(values: Parameters<typeof fields>[0] = {}): Queue {
    return yard.declare('q', { arguments: fields(values) });
  }

  /** Hands out all that is ready, and takes it back in that order. */
  function bounce(queue: Queue): void {
    const held = [];
    for (let entry = queue.get(false); entry !== undefined; entry = queue.get(false)) {
      held.push(entry);
    }
    for (const entry of held) queue.requeue(entry);
  }

  it('keeps nothing of what has no time to wait', () => {
    const queue = declare();
    queue.enqueue(message({ ttlMs: 0, persistent: true }));
    expect(queue.messageCount).to.equal(0);
    expect(queue.counters).to.include({ enqueued: 1, settled: 1 });
    expect(yard.store.pendingCount, 'the store never hears of it').to.equal(1);
  });

  it('drops what exceeds a limit when it comes back, the oldest first', () => {
    const queue = declare({ 'x-max-length': 2 });
    for (const body of ['a', 'b']) queue.enqueue(message({ body }));
    const held = [queue.get(false), queue.get(false)];
    queue.enqueue(message({ body: 'c' }));
    for (const entry of held) if (entry !== undefined) queue.requeue(entry);
    expect(queue.messageCount).to.equal(2);
    const left = [queue.get(true), queue.get(true)];
    expect(left.map((entry) => entry && bodyOf(entry.message))).to.deep.equal(['b', 'c']);
  });

  it('buries what has expired while it was out, as soon as it comes back', () => {
    const dead = yard.declare('dead');
    const queue = declare({ 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' });
    queue.enqueue(message({ ttlMs: 5 }));
    const held = queue.get(false);
    yard.advance(5);
    if (held !== undefined) queue.requeue(held);
    expect([queue.messageCount, dead.messageCount]).to.deep.equal([0, 1]);
  });

  it('knows when the oldest message came, handed out and returned or not', () => {
    const queue = declare();
    const cameAt = (): number | undefined => {
      const at = queue.waiting.oldestArrivedAt;
      return at === undefined ? undefined : at - startedAt;
    };
    const startedAt = yard.clock.now;
    expect(cameAt()).to.equal(undefined);
    queue.enqueue(message());
    yard.advance(10_000);
    queue.enqueue(message());
    expect(cameAt()).to.equal(0);
    const held = queue.get(false);
    expect(cameAt()).to.equal(10_000);
    yard.advance(10_000);
    queue.get(true);
    queue.enqueue(message());
    expect(cameAt()).to.equal(20_000);
    if (held !== undefined) queue.requeue(held);
    expect(cameAt()).to.equal(0);
    queue.purge();
    yard.advance(10_000);
    queue.enqueue(message());
    expect(cameAt()).to.equal(30_000);
  });

  it('leaves nothing behind in memory, whatever state its messages were in', () => {
    const queue = declare({
      'x-delayed-retry-type': 'all',
      'x-delayed-retry-min': 10,
      'x-max-length': 4,
    });
    for (const body of ['a', 'b', 'c']) queue.enqueue(message({ body, ttlMs: 1_000 }));
    bounce(queue);
    for (const body of ['d', 'e', 'f']) queue.enqueue(message({ body, ttlMs: 1_000 }));
    queue.get(false);
    const counts = [queue.messageCount, queue.unsettledCount, queue.delayedCount];
    expect(counts).to.deep.equal([0, 1, 3]);
    yard.delete(queue);
    expect(yard.residency.bytes).to.equal(0);
    expect(yard.clock.nextDeadline).to.equal(undefined);
  });
});
