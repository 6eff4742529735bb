import { expect } from 'chai';
import { QueueCounters } from '../../../src/core/queue/queue-counters.js';
import { FakeConsumer, message, QueueYard, stored } from '../../support/core-builders.js';

describe('The counters of a queue', () => {
  it('tell what was delivered to consumers and to gets, acknowledged or not', () => {
    const queue = new QueueYard().declare('q');
    const consumer = new FakeConsumer();
    queue.subscribe(consumer);
    for (const body of ['a', 'b']) queue.enqueue(message({ body }));
    queue.acknowledge(consumer.delivery('a'));
    queue.unsubscribe(consumer);
    queue.subscribe(new FakeConsumer({ noAck: true, credit: 1 }));
    for (let index = 0; index < 3; index++) queue.enqueue(message());
    queue.get(false);
    queue.get(true);
    queue.get(true);
    expect(queue.counters).to.include({ enqueued: 5, published: 5, delivered: 5 });
    expect(queue.counters).to.include({ consumed: 2, consumedNoAck: 1, got: 1, gotNoAck: 1 });
    expect(queue.counters).to.include({ getEmpty: 1, acknowledged: 1, redelivered: 0 });
  });

  it('count a message again that goes out again', () => {
    const queue = new QueueYard().declare('q');
    queue.enqueue(message());
    const entry = queue.get(false);
    if (entry !== undefined) queue.requeue(entry);
    queue.get(false);
    expect(queue.counters).to.include({ enqueued: 1, got: 2, delivered: 2, redelivered: 1 });
  });

  it('tell what was published from what the store gave back', () => {
    const queue = new QueueYard().declare('q');
    queue.restore(message(), stored(1, 0, false));
    queue.enqueue(message());
    expect(queue.counters).to.include({ enqueued: 2, recovered: 1, published: 1 });
  });

  it('can be added up, each of them', () => {
    const sum = new QueueCounters();
    const one = new QueueCounters();
    const names = Object.keys(one);
    Object.assign(one, Object.fromEntries(names.map((name, index) => [name, index + 1])));
    sum.add(one);
    sum.add(one);
    expect(Object.entries(sum)).to.eql(names.map((name, index) => [name, 2 * (index + 1)]));
  });
});
