import { expect } from 'chai';
import { amqpServer } from '../../support/amqp-server.js';

function make() {
  const server = amqpServer();
  const client = server.open({ channels: 2 });
  const closeOf = (): string => {
    const [{ name = '', args = {} } = {}] = client.take();
    return `${name} ${String(args['replyText'])}`;
  };
  return { server, client, closeOf };
}

describe('exchange.declare', () => {
  it('makes an exchange, and says the same of one that is there', () => {
    const { server, client } = make();
    const declare = { exchange: 'x', type: 'topic', durable: true };
    client.send(1, 'exchange.declare', declare).send(1, 'exchange.declare', declare);
    client.send(1, 'exchange.declare', { exchange: 'x', passive: true });
    client.send(1, 'exchange.declare', { ...declare, noWait: true });
    expect(client.names()).to.eql(new Array(3).fill('1 exchange.declare-ok'));
    expect(server.vhost.exchange('x')?.definition).to.include({ type: 'topic', durable: true });
  });

  it('closes the connection for a type that nobody knows', () => {
    const { client, closeOf } = make();
    client.send(1, 'exchange.declare', { exchange: 'x', type: 'x-mine' });
    expect(closeOf()).to.equal("connection.close COMMAND_INVALID - unknown exchange type 'x-mine'");
  });

  it('closes the channel for one that is not there, another, or reserved', () => {
    const { client, closeOf } = make();
    client.send(1, 'exchange.declare', { exchange: 'nope', passive: true });
    expect(closeOf()).to.equal("channel.close NOT_FOUND - no exchange 'nope' in vhost '/'");
    client.send(2, 'exchange.declare', { exchange: 'amq.topic', type: 'fanout', durable: true });
    expect(closeOf()).to.match(/^channel.close PRECONDITION_FAILED - inequivalent arg 'type'/);
  });
});

describe('exchange.delete', () => {
  it('removes the exchange, and minds none that is not there', () => {
    const { server, client } = make();
    client.send(1, 'exchange.declare', { exchange: 'x', type: 'fanout' });
    client.send(1, 'exchange.delete', { exchange: 'x' });
    client.send(1, 'exchange.delete', { exchange: 'x' });
    client.send(1, 'exchange.delete', { exchange: 'x', noWait: true });
    expect(client.names().slice(1)).to.eql(['1 exchange.delete-ok', '1 exchange.delete-ok']);
    expect(server.vhost.exchange('x')).to.equal(undefined);
  });

  it('spares one that is in use, if that was asked for', () => {
    const { client, closeOf } = make();
    client.send(1, 'exchange.declare', { exchange: 'x', type: 'fanout' });
    client.send(1, 'queue.declare', { queue: 'q' });
    client.send(1, 'queue.bind', { queue: 'q', exchange: 'x' }).take();
    client.send(1, 'exchange.delete', { exchange: 'x', ifUnused: true });
    expect(closeOf()).to.equal(
      "channel.close PRECONDITION_FAILED - exchange 'x' in vhost '/' in use",
    );
  });
});

describe('exchange.bind and exchange.unbind', () => {
  it('lead messages from one exchange on to another, and end that', () => {
    const { client } = make();
    const binding = { source: 'amq.topic', destination: 'amq.fanout', routingKey: 'a.*' };
    client.send(1, 'queue.declare', { queue: 'q' });
    client.send(1, 'queue.bind', { queue: 'q', exchange: 'amq.fanout' });
    client
      .send(1, 'exchange.bind', binding)
      .publish(1, 'in', { exchange: 'amq.topic', key: 'a.b' });
    client.send(1, 'exchange.unbind', binding);
    client.publish(1, 'out', { exchange: 'amq.topic', key: 'a.b' });
    client.send(1, 'exchange.bind', { ...binding, noWait: true });
    client.send(1, 'exchange.unbind', { ...binding, noWait: true });
    client.send(1, 'queue.purge', { queue: 'q' });
    expect(client.lines().slice(2)).to.eql([
      '1 exchange.bind-ok',
      '1 exchange.unbind-ok',
      '1 queue.purge-ok messageCount=1',
    ]);
  });

  it('need both exchanges', () => {
    const { client, closeOf } = make();
    client.send(1, 'exchange.bind', { source: 'amq.topic', destination: 'nope' });
    expect(closeOf()).to.equal("channel.close NOT_FOUND - no exchange 'nope' in vhost '/'");
  });
});
