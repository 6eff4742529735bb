import { expect } from 'chai';
import { Channel } from '../../src/amqp/channel.js';
import { Connection } from '../../src/amqp/connection.js';
import { Transaction } from '../../src/amqp/transaction.js';
import { NameCache } from '../../src/amqp/wire/name-cache.js';
import { Message } from '../../src/core/message.js';
import { AmqpServer } from '../support/amqp-server.js';
import { fields, message } from '../support/core-builders.js';
import { ScriptedStore } from '../support/scripted-store.js';
import { faultOf } from '../support/spec-vhost.js';

/** Channel 1 in tx mode, with queue q; channel 2 looks on. */
function make() {
  const server = new AmqpServer(new ScriptedStore());
  const client = server.open({ channels: 2 });
  client.send(1, 'tx.select').send(1, 'queue.declare', { queue: 'q' }).take();
  const look = (queue = 'q'): string => {
    const { messageCount = -1, unsettledCount = -1 } = server.vhost.queue(queue) ?? {};
    return `${messageCount} ready, ${unsettledCount} unsettled`;
  };
  return { server, client, look };
}

describe('A transaction', () => {
  it('publishes nothing before its commit, and all of it then', () => {
    const { client, look } = make();
    client.publish(1, 'a', { key: 'q' }).publish(1, 'b', { key: 'q' });
    expect(client.names()).to.eql([]);
    expect(look()).to.equal('0 ready, 0 unsettled');
    expect(client.send(1, 'tx.commit').names()).to.eql(['1 tx.commit-ok']);
    expect(look()).to.equal('2 ready, 0 unsettled');
  });

  it('publishes nothing after a rollback', () => {
    const { client, look } = make();
    client.publish(1, 'a', { key: 'q' }).send(1, 'tx.rollback').publish(1, 'b', { key: 'q' });
    expect(client.send(1, 'tx.commit').names()).to.eql(['1 tx.rollback-ok', '1 tx.commit-ok']);
    expect(look()).to.equal('1 ready, 0 unsettled');
  });

  it('settles nothing before its commit', () => {
    const { client, look } = make();
    for (const body of ['a', 'b', 'c']) client.publish(2, body, { key: 'q' });
    for (let count = 0; count < 3; count++) client.send(1, 'basic.get', { queue: 'q' });
    client.send(1, 'basic.ack', { deliveryTag: 1 });
    client.send(1, 'basic.nack', { deliveryTag: 2, requeue: true }).take();
    expect(look()).to.equal('0 ready, 3 unsettled');
    client.send(1, 'tx.commit').take();
    expect(look()).to.equal('1 ready, 1 unsettled');
  });

  it('gives its acknowledgements back in a rollback, under the old tags', () => {
    const { client, look } = make();
    client.publish(2, 'a', { key: 'q' }).send(1, 'basic.get', { queue: 'q' });
    client.send(1, 'basic.ack', { deliveryTag: 1 }).send(1, 'tx.rollback');
    client.send(1, 'basic.ack', { deliveryTag: 1 }).send(1, 'tx.commit');
    expect(client.names().slice(1)).to.eql(['1 tx.rollback-ok', '1 tx.commit-ok']);
    expect(look()).to.equal('0 ready, 0 unsettled');
  });

  it('takes an acknowledgement once', () => {
    const { client, look } = make();
    client.publish(2, 'a', { key: 'q' }).send(1, 'basic.get', { queue: 'q' });
    client.send(1, 'basic.ack', { deliveryTag: 1 }).send(1, 'basic.ack', { deliveryTag: 1 });
    expect(client.names().slice(1)).to.eql(['1 channel.close']);
    expect(look()).to.equal('1 ready, 0 unsettled');
  });

  it('is undone by the end of its channel', () => {
    const { client, look } = make();
    client.publish(2, 'a', { key: 'q' }).send(1, 'basic.get', { queue: 'q' });
    client.publish(1, 'b', { key: 'q' }).send(1, 'basic.ack', { deliveryTag: 1 });
    client.send(1, 'channel.close').take();
    expect(look()).to.equal('1 ready, 0 unsettled');
  });

  it('is answered when all of it is on disk', () => {
    const { server, client } = make();
    client.send(2, 'queue.declare', { queue: 'd', durable: true });
    server.settle();
    server.store.commit();
    client.take();
    client.publish(1, 'a', { key: 'd', persistent: true });
    client.publish(1, 'b', { key: 'd', persistent: true }).send(1, 'tx.commit');
    expect(client.names()).to.eql([]);
    server.store.commit(1);
    expect(client.names()).to.eql([]);
    server.store.commit(1);
    expect(client.names()).to.eql(['1 tx.commit-ok']);
  });

  it('goes to the store as one batch, whatever its queues', () => {
    const { server, client } = make();
    for (const queue of ['d', 'e', 'f']) {
      client.send(2, 'queue.declare', { queue, durable: true });
      server.settle();
      server.store.commit();
    }
    client.publish(2, 'a', { key: 'd', persistent: true }).send(1, 'basic.get', { queue: 'd' });
    client.take();
    server.store.commit();
    client.send(1, 'basic.ack', { deliveryTag: 1 });
    client.publish(1, 'b', { key: 'e', persistent: true });
    client.publish(1, 'c', { key: 'f', persistent: true }).take();
    expect(server.store.pendingCount).to.equal(0);
    // One method is one run, and what changes in one run is one transaction on the disk.
    expect(client.send(1, 'tx.commit').names()).to.eql([]);
    expect(server.store.pendingCount).to.equal(3);
    server.store.commit();
    expect(client.names()).to.eql(['1 tx.commit-ok']);
  });

  it('returns mandatory messages at its commit, before it is answered', () => {
    const { client } = make();
    client.publish(1, 'lost', { key: 'nowhere', mandatory: true });
    expect(client.names()).to.eql([]);
    expect(client.send(1, 'tx.commit').names()).to.eql(['1 basic.return', '1 tx.commit-ok']);
  });

  it('fails at the publish that has no exchange, or an internal one', () => {
    for (const [exchange, code] of [
      ['nope', 404],
      ['amq.rabbitmq.trace', 403],
    ] as const) {
      const { client } = make();
      const [close] = client.publish(1, 'x', { exchange }).take();
      expect(close?.args).to.include({ replyCode: code, classId: 60, methodId: 40 });
    }
  });

  it('does nothing at all if an exchange has gone before its commit', () => {
    const { client, look } = make();
    client.publish(2, 'a', { key: 'q' }).send(1, 'basic.get', { queue: 'q' });
    client.send(2, 'exchange.declare', { exchange: 'x', type: 'fanout' }).take();
    client.publish(1, 'b', { key: 'q' }).publish(1, 'c', { exchange: 'x' });
    client.send(1, 'basic.ack', { deliveryTag: 1 });
    client.send(2, 'exchange.delete', { exchange: 'x' }).take();
    const [close] = client.send(1, 'tx.commit').take();
    expect(close?.args['replyText']).to.equal("NOT_FOUND - no exchange 'x' in vhost '/'");
    expect(look()).to.equal('1 ready, 0 unsettled');
  });

  it('ends in 406 if a queue refuses a message, though other queues keep theirs', () => {
    const { client, look } = make();
    client.send(2, 'queue.declare', {
      queue: 'full',
      arguments: fields({ 'x-max-length': 0, 'x-overflow': 'reject-publish' }),
    });
    client.take();
    client.publish(1, 'a', { key: 'full' }).publish(1, 'b', { key: 'q' });
    const [close] = client.send(1, 'tx.commit').take();
    expect(close?.args['replyText']).to.equal('PRECONDITION_FAILED - partial tx completion');
    expect(look()).to.equal('1 ready, 0 unsettled');
  });

  it('counts what it settled against the prefetch until its commit', () => {
    const { client } = make();
    client.publish(2, 'a', { key: 'q' }).publish(2, 'b', { key: 'q' });
    client.send(1, 'basic.qos', { prefetchCount: 1 }).send(1, 'basic.consume', { queue: 'q' });
    expect(client.bodies()).to.eql(['a']);
    client.send(1, 'basic.ack', { deliveryTag: 1 });
    expect(client.bodies()).to.eql([]);
    client.send(1, 'tx.commit');
    expect(client.bodies()).to.eql(['b']);
  });

  it('holds 512 MiB of messages at most', () => {
    const { server } = make();
    const [session] = server.sessions;
    if (!(session instanceof Connection)) throw new Error('a session is a connection');
    const channel = new Channel(9, session, server.vhost, new NameCache());
    const transaction = new Transaction(channel);
    // Never touched, so that it costs no memory.
    const content = Buffer.allocUnsafeSlow(128 * 1024 * 1024);
    const large = new Message({ ...message(), content });
    for (let count = 0; count < 4; count++) transaction.publish(large, false);
    expect(faultOf(() => transaction.publish(message(), false))).to.equal(
      'resource-error: the transaction holds more than 536870912 bytes of messages; commit more ' +
        'often',
    );
    transaction.rollback();
    transaction.publish(large, false);
  });
});
