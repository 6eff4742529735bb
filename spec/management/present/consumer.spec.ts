import { expect } from 'chai';
import { presentConsumersOf } from '../../../src/management/present/consumer.js';
import { amqpServer } from '../../support/amqp-server.js';
import { FakeConsumer, fields, message } from '../../support/core-builders.js';

describe('A consumer in JSON', () => {
  it('tells what it asked for, and whose it is', () => {
    const server = amqpServer();
    const client = server.open();
    client.send(1, 'queue.declare', { queue: 'q' }).send(1, 'basic.qos', { prefetchCount: 9 });
    const args = { queue: 'q', consumerTag: 't', arguments: fields({ 'x-priority': 3 }) };
    client.send(1, 'basic.consume', args).take();
    const queue = server.vhost.requireQueue('q', { name: 'spec' });
    expect(presentConsumersOf(queue, 'node')).to.eql([
      {
        consumer_tag: 't',
        queue: { name: 'q', vhost: '/' },
        ack_required: true,
        exclusive: false,
        active: true,
        activity_status: 'up',
        prefetch_count: 9,
        messages_unacknowledged: 0,
        unacknowledged_since: null,
        blocked_by: null,
        timeout_ms: 1_800_000,
        send_pend: 0,
        arguments: { 'x-priority': 3 },
        channel_details: {
          name: 'client 1 (1)',
          number: 1,
          node: 'node',
          connection_name: 'client 1',
          peer_host: '127.0.0.1',
          peer_port: 0,
          user: 'guest',
        },
      },
    ]);
    queue.subscribe(new FakeConsumer({ tag: 'of the broker itself' }));
    expect(presentConsumersOf(queue, 'node')).to.have.lengthOf(1);
  });

  it('tells how much of its prefetch is used', () => {
    const server = amqpServer();
    const client = server.open();
    client.send(1, 'queue.declare', { queue: 'q' }).send(1, 'basic.qos', { prefetchCount: 2 });
    client.send(1, 'basic.consume', { queue: 'q' });
    for (const body of ['1', '2', '3']) client.publish(1, body, { key: 'q' });
    client.take();
    const queue = server.vhost.requireQueue('q', { name: 'spec' });
    const held = () => presentConsumersOf(queue, 'node')[0]?.messages_unacknowledged;
    expect(held()).to.equal(2);
    client.send(1, 'basic.ack', { deliveryTag: 2, multiple: true }).take();
    expect(held()).to.equal(1);
  });

  it('tells since when it holds the oldest, and what keeps it from more', () => {
    const server = amqpServer();
    const client = server.open();
    client.send(1, 'queue.declare', { queue: 'q' }).send(1, 'basic.qos', { prefetchCount: 2 });
    client.send(1, 'basic.consume', { queue: 'q', consumerTag: 't' }).take();
    const queue = server.vhost.requireQueue('q', { name: 'spec' });
    const shown = () => presentConsumersOf(queue, 'node')[0];
    const { now } = server.broker.clock;
    queue.enqueue(message());
    expect(shown()).to.include({
      messages_unacknowledged: 1,
      unacknowledged_since: now,
      blocked_by: null,
    });
    queue.enqueue(message());
    expect(shown()).to.include({ messages_unacknowledged: 2, blocked_by: 'prefetch' });
  });

  it('waits where another one is the single active one', () => {
    const server = amqpServer();
    const client = server.open();
    const args = { queue: 'q', arguments: fields({ 'x-single-active-consumer': true }) };
    client.send(1, 'queue.declare', args);
    for (const consumerTag of ['a', 'b']) {
      client.send(1, 'basic.consume', { queue: 'q', consumerTag });
    }
    client.take();
    const queue = server.vhost.requireQueue('q', { name: 'spec' });
    const shown = () =>
      presentConsumersOf(queue, 'node').map(
        ({ consumer_tag: tag, active, activity_status: status }) => [tag, active, status],
      );
    expect(shown()).to.eql([
      ['a', true, 'single_active'],
      ['b', false, 'waiting'],
    ]);
    client.send(1, 'basic.cancel', { consumerTag: 'a' }).take();
    expect(shown()).to.eql([['b', true, 'single_active']]);
  });
});
