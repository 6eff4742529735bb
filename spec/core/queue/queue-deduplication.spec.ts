import { expect } from 'chai';
import type { Queue } from '../../../src/core/queue/queue.js';
import {
  fields,
  message,
  QueueYard,
  FakeConsumer,
  specFormat,
} from '../../support/core-builders.js';

type Args = Parameters<typeof fields>[0];
const ON = { 'x-message-deduplication': true };

function declare(args: Args = {}, yard = new QueueYard()): { yard: QueueYard; queue: Queue } {
  return { yard, queue: yard.declare('q', { arguments: fields({ ...ON, ...args }) }) };
}

function send(queue: Queue, key: string, ttlMs = -1): boolean {
  const headers = fields({ 'x-deduplication-header': key });
  return queue.enqueue(message({ headers, ttlMs, persistent: true }));
}

describe('A queue that deduplicates', () => {
  it('takes no message whose key is in it, and tells nobody', () => {
    const { queue } = declare();
    expect([send(queue, 'a'), send(queue, 'b'), send(queue, 'a')]).to.eql([true, true, true]);
    expect(queue.messageCount).to.equal(2);
    expect(queue.deduplication?.duplicates).to.equal(1);
    expect(queue.counters).to.include({ enqueued: 2, refused: 0 });
  });

  it('takes messages without a key, any number of them', () => {
    const { queue } = declare();
    for (let round = 0; round < 3; round++) queue.enqueue(message());
    expect(queue.messageCount).to.equal(3);
    expect(queue.deduplication?.bytes).to.equal(0);
  });

  it('holds the key while a consumer has the message, and when it comes back', () => {
    const { queue } = declare();
    send(queue, 'a');
    const entry = queue.get(false);
    send(queue, 'a');
    if (entry !== undefined) queue.requeue(entry);
    send(queue, 'a');
    expect(queue.messageCount).to.equal(1);
  });

  const leaving: Readonly<Record<string, (queue: Queue, yard: QueueYard) => void>> = {
    acknowledged: (queue) => {
      const entry = queue.get(false);
      if (entry !== undefined) queue.acknowledge(entry);
    },
    'rejected and dead-lettered': (queue) => {
      const entry = queue.get(false);
      if (entry !== undefined) queue.reject(entry);
    },
    'got without acknowledgement': (queue) => queue.get(true),
    purged: (queue) => queue.purge(),
    expired: (_queue, yard) => yard.advance(1_000),
  };
  for (const [what, leave] of Object.entries(leaving)) {
    it(`gives the key up when the message is ${what}`, () => {
      const { queue, yard } = declare({
        'x-dead-letter-exchange': 'x',
        'x-dead-letter-routing-key': 'elsewhere',
      });
      send(queue, 'a', 1_000);
      leave(queue, yard);
      expect(queue.messageCount).to.equal(0);
      send(queue, 'a');
      expect(queue.messageCount).to.equal(1);
      expect(queue.deduplication?.bytes).to.be.greaterThan(0);
      queue.purge();
      expect(queue.deduplication?.bytes).to.equal(0);
    });
  }

  it('gives the key up at once when a consumer without acknowledgements takes the message', () => {
    const { queue } = declare();
    const consumer = new FakeConsumer({ noAck: true });
    queue.subscribe(consumer);
    for (let round = 0; round < 2; round++) send(queue, 'a');
    expect(consumer.deliveries).to.have.length(2);
  });

  it('gives the key up when the message is pushed out or has no time to live', () => {
    const { queue } = declare({ 'x-max-length': 1 });
    for (const key of ['a', 'b', 'a']) send(queue, key);
    expect(queue.counters.enqueued).to.equal(3);
    send(queue, 'c', 0);
    send(queue, 'c');
    expect(queue.counters.enqueued).to.equal(5);
  });

  it('holds no key of a message that it refused', () => {
    const { queue } = declare({ 'x-max-length': 1, 'x-overflow': 'reject-publish' });
    send(queue, 'a');
    expect(send(queue, 'b')).to.equal(false);
    expect(send(queue, 'a')).to.equal(true);
    queue.purge();
    expect(send(queue, 'b')).to.equal(true);
    expect(queue.messageCount).to.equal(1);
  });

  it('has its keys back with its messages', () => {
    const { queue, yard } = declare();
    send(queue, 'a');
    yard.store.commit();
    const after = declare().queue;
    yard.store.reopen().recover(
      {
        definition: () => undefined,
        message: (stored) => after.restore(specFormat.restore(stored), stored),
      },
      () => undefined,
    );
    send(after, 'a');
    send(after, 'b');
    expect(after.messageCount).to.equal(2);
  });
});

describe('A queue that remembers keys', () => {
  it('does so beyond their messages, if it is given a cache size', () => {
    const { queue } = declare({ 'x-cache-size': 2 });
    for (const key of ['a', 'b']) send(queue, key);
    queue.purge();
    for (const key of ['a', 'b', 'c', 'a']) send(queue, key);
    expect(queue.messageCount).to.equal(2);
  });

  it('does so for a time, if it is given one', () => {
    const { queue, yard } = declare({ 'x-cache-ttl': 100 });
    send(queue, 'a');
    queue.purge();
    send(queue, 'a');
    expect(queue.messageCount).to.equal(0);
    yard.advance(100);
    send(queue, 'a');
    expect(queue.messageCount).to.equal(1);
  });

  it('keeps them in the store, and takes them back', () => {
    const { queue, yard } = declare({ 'x-cache-size': 10 });
    send(queue, 'a');
    queue.purge();
    yard.store.commit();
    const after = declare({ 'x-cache-size': 10 }).queue;
    yard.store.reopen().recover(
      {
        definition: (definition) => {
          if (definition.kind === 'deduplication') after.deduplication?.restore(definition);
        },
        message: () => undefined,
      },
      () => undefined,
    );
    send(after, 'a');
    send(after, 'b');
    expect(after.messageCount).to.equal(1);
  });
});
