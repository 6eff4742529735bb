import { expect } from 'chai';
import { amqpServer, startOk, type AmqpServer } from '../support/amqp-server.js';
import { EventLog } from '../support/event-log.js';
import { HEADER_0_9_1 } from '../support/loopback-client.js';

interface Watched {
  readonly server: AmqpServer;
  readonly log: EventLog;
  /** Names of what has happened since the last time. */
  next(): string[];
}

function watched(): Watched {
  const server = amqpServer();
  const log = new EventLog(server.broker.events);
  let seen = 0;
  const next = (): string[] => {
    server.settle();
    const names = log.names.slice(seen);
    seen += names.length;
    return names;
  };
  return { server, log, next };
}

const CONNECTION = 'client 1';
const CHANNEL = { name: `${CONNECTION} (1)`, pid: `${CONNECTION} (1)`, connection: CONNECTION };
const BY_GUEST = { vhost: '/', user: 'guest', user_who_performed_action: 'guest' };

describe('The events of a connection', () => {
  it('tell of the login, the connection and its channels', () => {
    const { server, log, next } = watched();
    const client = server.open({ heartbeat: 7, frameMax: 9_000, channelMax: 11 });
    expect(next()).to.eql(['user.authentication.success', 'connection.created', 'channel.created']);
    expect(log.facts('user.authentication.success')).to.eql({
      name: 'guest',
      connection_name: CONNECTION,
      connection_type: 'network',
      protocol: 'AMQP 0-9-1',
      auth_mechanism: 'PLAIN',
    });
    expect(log.facts('connection.created')).to.deep.include({
      ...BY_GUEST,
      name: CONNECTION,
      pid: CONNECTION,
      connected_at: 1_000_000,
      frame_max: 9_000,
      channel_max: 11,
      timeout: 7,
      auth_mechanism: 'PLAIN',
      node: 'leveret@localhost',
    });
    expect(log.facts('channel.created')).to.eql({ ...CHANNEL, number: 1, ...BY_GUEST });
    client.send(0, 'connection.close');
    expect(next()).to.eql(['channel.closed', 'connection.closed']);
    expect(log.facts('channel.closed')).to.eql({ ...CHANNEL, number: 1, ...BY_GUEST });
    expect(log.facts('connection.closed')).to.deep.include({ name: CONNECTION, pid: CONNECTION });
  });

  it('tell the end of a connection once, however it ends', () => {
    const { server, next } = watched();
    server.open();
    next();
    server.sessions[0]?.shutdown('stop');
    server.sessions[0]?.onClosed('gone');
    expect(next()).to.eql(['channel.closed', 'connection.closed']);
  });

  it('tell of a refused login who came, and of no connection', () => {
    const { server, log, next } = watched();
    const client = server.connect().write(HEADER_0_9_1);
    client.send(0, 'connection.start-ok', startOk('PLAIN', '\0anna\0wrong'));
    expect(next()).to.eql(['user.authentication.failure']);
    server.advance(10_000);
    expect(next()).to.eql([]);
    expect(log.facts('user.authentication.failure')).to.include({
      name: 'anna',
      error: "user 'anna' - invalid credentials",
    });
  });

  it('tell of the end of a channel that a fault closes, when the client has answered', () => {
    const { server, next } = watched();
    const client = server.open();
    next();
    client.send(1, 'queue.declare', { queue: 'nope', passive: true });
    expect(next()).to.eql([]);
    client.send(1, 'channel.close-ok');
    expect(next()).to.eql(['channel.closed']);
  });

  it('tell of a consumer what it asked for, and when it is cancelled', () => {
    const { server, log, next } = watched();
    const client = server.open().send(1, 'queue.declare', { queue: 'q' });
    client.send(1, 'basic.qos', { prefetchCount: 3 });
    next();
    client.send(1, 'basic.consume', { queue: 'q', consumerTag: 'c' });
    expect(next()).to.eql(['consumer.created']);
    const consumer = { vhost: '/', queue: 'q', channel: CHANNEL.name, consumer_tag: 'c' };
    expect(log.facts('consumer.created')).to.deep.include({
      ...consumer,
      ack_required: true,
      exclusive: false,
      prefetch_count: 3,
      user_who_performed_action: 'guest',
    });
    client.send(1, 'basic.cancel', { consumerTag: 'c' });
    expect(next()).to.eql(['consumer.deleted']);
    expect(log.facts('consumer.deleted')).to.eql({
      ...consumer,
      user_who_performed_action: 'guest',
    });
  });

  it('tell of consumers that go with their channel or queue, each once', () => {
    const { server, log, next } = watched();
    const client = server.open({ channels: 2 }).send(1, 'queue.declare', { queue: 'q' });
    for (const channel of [1, 2]) {
      client.send(channel, 'basic.consume', { queue: 'q', consumerTag: 'c' });
    }
    next();
    client.send(1, 'channel.close', { replyCode: 200, replyText: '' });
    expect(next()).to.eql(['consumer.deleted', 'channel.closed']);
    client.send(2, 'queue.delete', { queue: 'q' });
    expect(next()).to.eql(['queue.deleted', 'consumer.deleted']);
    expect(log.facts('consumer.deleted')).to.include({ user_who_performed_action: 'rmq-internal' });
    client.send(0, 'connection.close');
    expect(next()).to.eql(['channel.closed', 'connection.closed']);
  });

  it('are counted, whether anybody looks or not', () => {
    const { server, log, next } = watched();
    log.isListening = false;
    server.open({ channels: 2 }).send(0, 'connection.close');
    const stranger = server.connect().write(HEADER_0_9_1);
    stranger.send(0, 'connection.start-ok', startOk('PLAIN', '\0anna\0wrong'));
    expect(next()).to.eql([]);
    expect(server.broker.counters).to.include({
      loginsAdmitted: 1,
      loginsRefused: 1,
      connectionsOpened: 1,
      connectionsClosed: 1,
      channelsOpened: 2,
      channelsClosed: 2,
    });
  });

  it('are not made of the pseudo queue for direct replies', () => {
    const { server, next } = watched();
    const client = server.open();
    next();
    client.send(1, 'basic.consume', { queue: 'amq.rabbitmq.reply-to', noAck: true });
    client.send(0, 'connection.close');
    expect(next()).to.eql(['channel.closed', 'connection.closed']);
  });
});
