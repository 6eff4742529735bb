import { expect } from 'chai';
import type { Queue } from '../../../src/core/queue/queue.js';
import { withDeliveryCount } from '../../../src/core/queue/delivery-count.js';
import { bodyOf, FakeConsumer, fields, message, QueueYard } from '../../support/core-builders.js';

function quorumQueue(yard: QueueYard, args: Readonly<Record<string, string | number>> = {}): Queue {
  const all = { 'x-queue-type': 'quorum', 'x-dead-letter-exchange': '', ...args };
  const key = { 'x-dead-letter-routing-key': 'dead' };
  return yard.declare('q', { durable: true, arguments: fields({ ...all, ...key }) });
}

function countOf(consumer: FakeConsumer): unknown {
  const last = consumer.deliveries.at(-1)?.message;
  return last?.format.headers(last).get('x-delivery-count')?.value;
}

function giveBack(queue: Queue, consumer: FakeConsumer): void {
  queue.requeue(consumer.delivery('hello'));
  queue.pump();
}

describe('The delivery count', () => {
  it('is set over whatever header was there, and leaves the rest of the message alone', () => {
    const counted = withDeliveryCount(message({ body: 'b', headers: fields({ a: 'A' }) }), 3);
    const headers = counted.format.headers(counted);
    expect(headers).to.deep.equal(fields({ a: 'A', 'x-delivery-count': 3 }));
    expect(bodyOf(counted)).to.equal('b');
  });

  it('is told by a quorum queue from the second delivery on', () => {
    const queue = quorumQueue(new QueueYard());
    const consumer = new FakeConsumer();
    queue.subscribe(consumer);
    queue.enqueue(message());
    const counts = [countOf(consumer)];
    for (let round = 0; round < 2; round++) {
      giveBack(queue, consumer);
      counts.push(countOf(consumer));
    }
    expect(counts).to.deep.equal([undefined, 1, 2]);
  });

  it('is not told by a classic queue', () => {
    const queue = new QueueYard().declare('q');
    const consumer = new FakeConsumer();
    queue.subscribe(consumer);
    queue.enqueue(message());
    giveBack(queue, consumer);
    expect(countOf(consumer)).to.equal(undefined);
  });

  it('over x-delivery-limit ends in the dead-letter exchange, without the header', () => {
    const yard = new QueueYard();
    const dead = yard.declare('dead');
    const queue = quorumQueue(yard, { 'x-delivery-limit': 2 });
    const consumer = new FakeConsumer();
    queue.subscribe(consumer);
    queue.enqueue(message());
    for (let round = 0; round < 3; round++) giveBack(queue, consumer);
    expect(consumer.deliveries).to.have.lengthOf(3);
    const letter = dead.get(true)?.message;
    if (letter === undefined) throw new Error('no dead letter');
    const headers = letter.format.headers(letter);
    expect(headers.has('x-delivery-count')).to.equal(false);
    expect(headers.get('x-first-death-reason')?.value).to.equal('delivery_limit');
  });
});
