import { expect } from 'chai';
import type { ClientChannel, ClientFacts } from '../../src/core/client.js';
import type { Alarms } from '../../src/core/alarms.js';
import { type AmqpServer, amqpServer } from '../support/amqp-server.js';
import type { LoopbackClient } from '../support/loopback-client.js';

const alarm = (alarms: Alarms, isOn: boolean): void => alarms.set('memory', isOn);

describe('What a connection shows', () => {
  let server: AmqpServer;
  beforeEach(() => (server = amqpServer()));

  const shown = (): ClientFacts => {
    server.settle();
    const [client] = server.vhost.clients.all();
    if (client === undefined) throw new Error('nobody is connected');
    return client.facts;
  };

  const channelShown = (number = 1): ClientChannel => {
    const channel = [...shown().channels()].find((each) => each.number === number);
    if (channel === undefined) throw new Error(`no channel ${number}`);
    return channel;
  };

  const declare = (client: LoopbackClient): void => {
    client.send(1, 'queue.declare', { queue: 'q' }).take();
  };

  it('is who logged in, how, when, where, and what was agreed on', () => {
    server.open({ heartbeat: 7, frameMax: 9_000, channelMax: 11, channels: 2, product: 'spec' });
    const { properties, traffic, ...facts } = shown();
    expect(facts).to.deep.include({
      name: 'client 1',
      protocol: 'AMQP 0-9-1',
      authMechanism: 'PLAIN',
      vhost: '/',
      connectedAt: 1_000_000,
    });
    expect([...properties.keys()]).to.eql(['product']);
    const { user, frameMax, channelMax, heartbeatSeconds, channelCount, state, tls } = shown();
    expect({ user, frameMax, channelMax, heartbeatSeconds, channelCount, state, tls }).to.eql({
      user: 'guest',
      frameMax: 9_000,
      channelMax: 11,
      heartbeatSeconds: 7,
      channelCount: 2,
      state: 'running',
      tls: undefined,
    });
    expect(shown().peer).to.eql({ host: '127.0.0.1', port: 0 });
    expect(traffic.receivedBytes).to.be.greaterThan(100);
    expect(traffic.sentBytes).to.be.greaterThan(100);
  });

  it('is whether it is blocked, or would be if it published', () => {
    const client = server.open();
    const { alarms } = server.broker;
    alarm(alarms, true);
    expect(shown().state).to.equal('blocking');
    client.publish(1, 'hello', { key: 'q' }).take();
    expect(shown().state).to.equal('blocked');
    alarm(alarms, false);
    expect(shown().state).to.equal('running');
  });

  it('is gone as soon as it ends', () => {
    server.open();
    const facts = shown();
    server.sessions[0]?.shutdown('stop');
    expect(facts.state).to.equal('closing');
    expect([...server.vhost.clients.all()]).to.eql([]);
  });

  it('counts by channel what was published, confirmed, returned and dropped', () => {
    const client = server.open({ channels: 2 });
    declare(client);
    client.send(1, 'confirm.select').publish(1, 'a', { key: 'q' }).publish(1, 'b', { key: 'q' });
    client.publish(1, 'c', { key: 'none' }).publish(1, 'd', { key: 'none', mandatory: true });
    client.publish(2, 'e', { key: 'q' });
    expect(channelShown().counters).to.include({
      published: 4,
      confirmed: 4,
      returned: 1,
      dropped: 1,
    });
    expect(channelShown(2).counters).to.include({ published: 1, confirmed: 0 });
    expect(channelShown()).to.include({ isConfirming: true, unconfirmedCount: 0 });
  });

  it('counts by channel what was delivered, got, acknowledged and delivered again', () => {
    const client = server.open({ channels: 2 });
    declare(client);
    client
      .publish(1, 'a', { key: 'q' })
      .publish(1, 'b', { key: 'q' })
      .publish(1, 'c', { key: 'q' });
    client.send(1, 'basic.get', { queue: 'q' }).send(1, 'basic.get', { queue: 'q', noAck: true });
    client.send(1, 'basic.nack', { deliveryTag: 1, requeue: true });
    client.send(1, 'basic.consume', { queue: 'q', consumerTag: 't' });
    client.send(1, 'basic.ack', { deliveryTag: 4 }).send(1, 'basic.get', { queue: 'q' }).take();
    expect(channelShown().counters).to.include({
      got: 1,
      gotNoAck: 1,
      getEmpty: 1,
      consumed: 2,
      consumedNoAck: 0,
      redelivered: 1,
      acknowledged: 1,
    });
    expect(channelShown()).to.include({ unacknowledgedCount: 1, consumerCount: 1 });
    client.send(2, 'basic.consume', { queue: 'q', noAck: true }).send(1, 'channel.close').take();
    expect(channelShown(2).counters).to.include({ consumedNoAck: 1, redelivered: 1, consumed: 0 });
  });

  it('is by channel its mode, its limits and what a transaction holds', () => {
    const client = server.open({ channels: 1 });
    declare(client);
    client.publish(1, 'a', { key: 'q' }).send(1, 'tx.select');
    client.send(1, 'basic.qos', { prefetchCount: 3 });
    client.send(1, 'basic.qos', { prefetchCount: 9, global: true });
    client.send(1, 'basic.get', { queue: 'q' }).send(1, 'basic.ack', { deliveryTag: 1 });
    client.publish(1, 'b', { key: 'q' }).publish(1, 'c', { key: 'q' }).take();
    const { name, prefetch, channelPrefetch, isConfirming, isTransactional } = channelShown();
    expect([name, prefetch, channelPrefetch, isConfirming, isTransactional]).to.eql([
      'client 1 (1)',
      3,
      9,
      false,
      true,
    ]);
    expect(channelShown()).to.include({ uncommittedCount: 2, uncommittedAckCount: 1 });
    expect(channelShown().counters).to.include({ published: 1, acknowledged: 0 });
    client.send(1, 'tx.commit').take();
    expect(channelShown()).to.include({ uncommittedCount: 0, uncommittedAckCount: 0 });
    expect(channelShown().counters).to.include({ published: 3, acknowledged: 1 });
  });

  it('is when a channel was last asked for something, or given it', () => {
    const client = server.open({ channels: 2 });
    client.send(1, 'queue.declare', { queue: 'q' });
    client.send(1, 'basic.consume', { queue: 'q', noAck: true }).take();
    server.advance(5_000);
    expect(channelShown().lastActiveAt).to.equal(1_000_000);
    client.publish(2, 'a', { key: 'q' }).take();
    expect(channelShown().lastActiveAt).to.equal(1_005_000);
    expect(channelShown(2).lastActiveAt).to.equal(1_005_000);
  });

  it('is of consumers who they are, but not of those of direct replies in the count', () => {
    const client = server.open();
    declare(client);
    client.send(1, 'basic.qos', { prefetchCount: 3 });
    client.send(1, 'basic.consume', { queue: 'q', consumerTag: 't', exclusive: true });
    client.send(1, 'basic.consume', { queue: 'amq.rabbitmq.reply-to', noAck: true }).take();
    const { consumers, consumerCount } = channelShown();
    expect(consumerCount).to.equal(1);
    expect(consumers.get('t')).to.include({ noAck: false, exclusive: true, prefetch: 3 });
    const [consumer] = server.vhost.queue('q')?.consumers() ?? [];
    expect(consumer?.channel).to.equal(channelShown());
  });
});

describe('A consumer that somebody else cancels', () => {
  const BY = { name: 'spec', user: 'anna' };

  it('hears of it if its client asked for that, and keeps what it holds', () => {
    const server = amqpServer();
    const client = server.open({ capabilities: ['consumer_cancel_notify'] });
    client.send(1, 'queue.declare', { queue: 'q' });
    client.send(1, 'basic.consume', { queue: 'q', consumerTag: 't' });
    client.publish(1, 'a', { key: 'q' }).take();
    const [connection] = server.vhost.clients.all();
    const [channel] = connection?.facts.channels() ?? [];
    expect(channel?.cancelConsumer('other', BY)).to.equal(false);
    expect(channel?.cancelConsumer('t', BY)).to.equal(true);
    expect(client.lines()).to.eql(['1 basic.cancel consumerTag=t noWait=true']);
    expect(server.vhost.queue('q')).to.include({ consumerCount: 0, unsettledCount: 1 });
    client.send(1, 'basic.ack', { deliveryTag: 1 });
    expect(client.publish(1, 'b', { key: 'q' }).take()).to.eql([]);
    expect(server.vhost.queue('q')).to.include({ messageCount: 1, unsettledCount: 0 });
  });

  it('hears nothing otherwise, and takes an auto-delete queue with it', () => {
    const server = amqpServer();
    const client = server.open();
    client.send(1, 'queue.declare', { queue: 'q', autoDelete: true });
    client.send(1, 'basic.consume', { queue: 'q', consumerTag: 't' }).take();
    const [connection] = server.vhost.clients.all();
    const [channel] = connection?.facts.channels() ?? [];
    expect(channel?.cancelConsumer('t', BY)).to.equal(true);
    expect(client.take()).to.eql([]);
    expect(server.vhost.queue('q')).to.equal(undefined);
    expect(channel?.consumers.size).to.equal(0);
  });

  it('of direct replies leaves its channel without an address', () => {
    const server = amqpServer();
    const client = server.open({ capabilities: ['consumer_cancel_notify'] });
    const consume = { queue: 'amq.rabbitmq.reply-to', noAck: true, consumerTag: 't' };
    client.send(1, 'basic.consume', consume).take();
    const [connection] = server.vhost.clients.all();
    const [channel] = connection?.facts.channels() ?? [];
    expect(channel?.cancelConsumer('t', BY)).to.equal(true);
    expect(client.names()).to.eql(['1 basic.cancel']);
    expect(client.send(1, 'basic.consume', consume).names()).to.eql(['1 basic.consume-ok']);
  });
});
