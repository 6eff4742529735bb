import { expect } from 'chai';
import { AMQP_DEFAULTS } from '../../src/amqp/options.js';
import { amqpServer, startOk } from '../support/amqp-server.js';
import { HEADER_0_9_1 } from '../support/loopback-client.js';

describe('The options of AMQP', () => {
  it('are RabbitMQ’s where none are given', () => {
    expect(AMQP_DEFAULTS).to.eql({
      nodeName: 'leveret@localhost',
      platform: 'Node.js',
      handshakeTimeoutMs: 10_000,
      loginDelayMs: 1_000,
      frameMax: 131_072,
      channelMax: 2_047,
      consumersPerChannelMax: 65_535,
      consumerTimeoutMs: 1_800_000,
      heartbeatSeconds: 60,
    });
  });

  it('say what is offered in the tuning', () => {
    const server = amqpServer({ frameMax: 8_192, channelMax: 3, heartbeatSeconds: 0 });
    const client = server.connect().write(HEADER_0_9_1);
    client.send(0, 'connection.start-ok', startOk('PLAIN', '\0guest\0guest'));
    expect(client.lines()[1]).to.equal('0 connection.tune channelMax=3 frameMax=8192 heartbeat=0');
  });

  it('say how many consumers a channel may have', () => {
    const server = amqpServer({ consumersPerChannelMax: 2 });
    const client = server.open();
    client.send(1, 'queue.declare', { queue: 'q' });
    for (const consumerTag of ['a', 'b', 'c']) {
      client.send(1, 'basic.consume', { queue: 'q', consumerTag });
    }
    expect(client.take().at(-1)?.args).to.include({
      replyCode: 530,
      replyText: 'NOT_ALLOWED - reached maximum (2) of consumers per channel',
    });
  });

  it('say how long a stranger is waited for', () => {
    const server = amqpServer({ handshakeTimeoutMs: 500 });
    const client = server.connect();
    server.advance(499);
    expect(client.isClosed).to.equal(false);
    server.advance(1);
    expect(client.isClosed).to.equal(true);
  });

  it('say how long a refused login waits', () => {
    const server = amqpServer({ loginDelayMs: 50 });
    const client = server.connect().write(HEADER_0_9_1);
    client.send(0, 'connection.start-ok', startOk('PLAIN', '\0guest\0wrong'));
    client.take();
    server.advance(50);
    expect(client.isClosed).to.equal(true);
  });
});
