import { expect } from 'chai';
import { presentQueue } from '../../../src/management/present/queue.js';
import { presentQueueClients } from '../../../src/management/present/queue-clients.js';
import { amqpServer } from '../../support/amqp-server.js';
import { fields } from '../../support/core-builders.js';

describe('Those who use a queue, in JSON', () => {
  it('are its consumers, one by one', () => {
    const server = amqpServer();
    const client = server.open();
    client.send(1, 'queue.declare', { queue: 'q' });
    for (const consumerTag of ['a', 'b']) {
      client.send(1, 'basic.consume', { queue: 'q', consumerTag });
    }
    client.take();
    const queue = server.vhost.requireQueue('q', { name: 'spec' });
    const { consumer_details: consumers, ...others } = presentQueueClients(queue, 'node');
    expect(consumers.map(({ consumer_tag: tag }) => tag)).to.eql(['a', 'b']);
    expect(others).to.eql({ incoming: [], deliveries: [] });
    expect(presentQueue(queue, 'node', server.broker.clock.now)).to.include({
      consumers: 2,
      exclusive_consumer_tag: null,
      single_active_consumer_tag: null,
    });
  });

  it('are an exclusive consumer, a single active one, and the owner', () => {
    const server = amqpServer();
    const client = server.open();
    const single = fields({ 'x-single-active-consumer': true });
    client.send(1, 'queue.declare', { queue: 'single', arguments: single });
    client.send(1, 'queue.declare', { queue: 'exclusive', exclusive: true });
    client.send(1, 'basic.consume', { queue: 'single', consumerTag: 'a' });
    const alone = { queue: 'exclusive', consumerTag: 'b', exclusive: true };
    client.send(1, 'basic.consume', alone).take();
    const arguments_ = fields({ 'x-single-active-consumer': true, 'x-queue-type': 'quorum' });
    client.send(1, 'queue.declare', { queue: 'quorum', durable: true, arguments: arguments_ });
    client.send(1, 'basic.consume', { queue: 'quorum', consumerTag: 'c' }).take();
    const [owner] = server.vhost.clients.all();
    const shown = (name: string) => {
      const queue = server.vhost.queue(name);
      return queue === undefined ? undefined : presentQueue(queue, 'node', server.broker.clock.now);
    };
    expect(owner?.name).to.equal('client 1');
    expect(shown('single')).to.include({
      exclusive_consumer_tag: null,
      single_active_consumer_tag: 'a',
    });
    expect(JSON.stringify(shown('single'))).to.not.include('single_active_consumer_ctag');
    expect(shown('quorum')).to.include({
      single_active_consumer_tag: 'c',
      single_active_consumer_ctag: 'c',
    });
    expect(shown('exclusive')).to.deep.include({
      consumers: 1,
      exclusive_consumer_tag: 'b',
      single_active_consumer_tag: null,
      owner_pid_details: { name: 'client 1', peer_host: '127.0.0.1', peer_port: 0 },
    });
  });
});
