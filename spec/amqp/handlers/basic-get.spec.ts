import { expect } from 'chai';
import { AmqpServer, amqpServer } from '../../support/amqp-server.js';
import { fields, NO_ROOM } from '../../support/core-builders.js';
import { ScriptedStore } from '../../support/scripted-store.js';

function make(...bodies: string[]) {
  const server = amqpServer();
  const client = server.open();
  client.send(1, 'queue.declare', { queue: 'q' });
  for (const body of bodies) client.publish(1, body, { key: 'q' });
  client.take();
  return { server, client };
}

describe('basic.get', () => {
  it('gives one message, and how many are left', () => {
    const { client } = make('a', 'b');
    client.send(1, 'basic.get', { queue: 'q' }).send(1, 'basic.get', { queue: 'q' });
    expect(client.lines()).to.eql([
      '1 basic.get-ok deliveryTag=1 redelivered=false exchange= routingKey=q messageCount=1 a',
      '1 basic.get-ok deliveryTag=2 redelivered=false exchange= routingKey=q messageCount=0 b',
    ]);
  });

  it('says that there is none', () => {
    expect(make().client.send(1, 'basic.get', { queue: 'q' }).names()).to.eql([
      '1 basic.get-empty',
    ]);
  });

  it('holds the message until it is acknowledged, or not at all', () => {
    const { server, client } = make('a', 'b');
    client.send(1, 'basic.get', { queue: 'q' }).send(1, 'basic.get', { queue: 'q', noAck: true });
    client.take();
    expect(server.vhost.queue('q')?.unsettledCount).to.equal(1);
    client.send(1, 'basic.ack', { deliveryTag: 1 }).take();
    expect(server.vhost.queue('q')?.unsettledCount).to.equal(0);
  });

  it('takes no notice of the prefetch', () => {
    const { client } = make('a', 'b');
    client.send(1, 'basic.qos', { prefetchCount: 1, global: true }).take();
    client.send(1, 'basic.get', { queue: 'q' }).send(1, 'basic.get', { queue: 'q' });
    expect(client.bodies()).to.eql(['a', 'b']);
  });

  describe('of a message that is on the disk alone', () => {
    function paged(...bodies: string[]) {
      const server = new AmqpServer(new ScriptedStore(), {}, NO_ROOM);
      const client = server.open({ channels: 2 });
      client.send(1, 'queue.declare', { queue: 'q', durable: true });
      const properties = { deliveryMode: 2 };
      for (const body of bodies) client.publish(1, body, { key: 'q', properties });
      server.settle();
      server.store.commit();
      client.take();
      const settleDown = (): void => {
        server.settle();
        server.store.settleDown();
        server.settle();
      };
      return { server, client, store: server.store, settleDown };
    }

    it('waits until it is here, and what comes later waits behind it', () => {
      const { client, settleDown } = paged('a', 'b');
      client.send(1, 'basic.get', { queue: 'q' }).send(1, 'basic.get', { queue: 'q' });
      client.send(1, 'basic.qos', { prefetchCount: 1 });
      expect(client.names()).to.eql([]);
      settleDown();
      expect(client.lines()).to.eql([
        '1 basic.get-ok deliveryTag=1 redelivered=false exchange= routingKey=q messageCount=1 a',
        '1 basic.get-ok deliveryTag=2 redelivered=false exchange= routingKey=q messageCount=0 b',
        '1 basic.qos-ok',
      ]);
    });

    it('takes effect before whatever the channel does after it', () => {
      const { server, client, settleDown } = paged('a');
      client.send(1, 'queue.declare', { queue: 'later' }).take();
      client.send(1, 'basic.get', { queue: 'q', noAck: true });
      client.publish(1, 'b'.repeat(200_000), { key: 'later' });
      client.send(1, 'queue.purge', { queue: 'q' });
      server.settle();
      expect(server.vhost.queue('q')?.messageCount).to.equal(1);
      expect(server.vhost.queue('later')?.messageCount).to.equal(0);
      settleDown();
      expect(client.names()).to.eql(['1 basic.get-ok', '1 queue.purge-ok']);
      expect(server.vhost.queue('q')?.messageCount).to.equal(0);
      expect(server.vhost.queue('later')?.messageCount).to.equal(1);
    });

    it('comes before what a consumer of the same channel would take', () => {
      const { client, settleDown } = paged('a', 'b');
      client.send(1, 'basic.get', { queue: 'q', noAck: true });
      client.send(1, 'basic.consume', { queue: 'q', consumerTag: 'c', noAck: true });
      settleDown();
      expect(client.names()).to.eql(['1 basic.get-ok', '1 basic.consume-ok', '1 basic.deliver']);
    });

    it('reads no further while so much comes behind it', () => {
      const { server, client, settleDown } = paged('a');
      client.send(1, 'queue.declare', { queue: 'later' }).take();
      client.send(1, 'basic.get', { queue: 'q' });
      for (let count = 0; count < 20; count++) {
        client.publish(1, Buffer.alloc(100_000), { key: 'later' });
        server.settle();
      }
      client.send(2, 'basic.qos', { prefetchCount: 1 });
      expect(client.names()).to.eql([]);
      settleDown();
      expect(client.names()).to.eql(['1 basic.get-ok', '2 basic.qos-ok']);
      expect(server.vhost.queue('later')?.messageCount).to.equal(20);
    });

    it('is followed by the close of its channel, which may be opened anew', () => {
      const { client, settleDown } = paged('a', 'b');
      const close = { replyCode: 200, replyText: '', classId: 0, methodId: 0 };
      client.send(1, 'basic.get', { queue: 'q' }).send(1, 'channel.close', close);
      client.send(1, 'channel.open').send(1, 'basic.get', { queue: 'q' });
      settleDown();
      settleDown();
      expect(client.names()).to.eql([
        '1 basic.get-ok',
        '1 channel.close-ok',
        '1 channel.open-ok',
        '1 basic.get-ok',
      ]);
    });

    it('is over when a fault closes the channel, whose own close is answered', () => {
      const { server, client, settleDown } = paged('a');
      const timeout = fields({ 'x-consumer-timeout': 1_000 });
      client.send(1, 'queue.declare', { queue: 'held', arguments: timeout });
      client.publish(1, 'x', { key: 'held' }).send(1, 'basic.get', { queue: 'held' }).take();
      const close = { replyCode: 200, replyText: '', classId: 0, methodId: 0 };
      client.send(1, 'basic.get', { queue: 'q' }).send(1, 'channel.close', close);
      server.settle();
      server.advance(2_000);
      expect(client.names()).to.eql(['1 channel.close', '1 channel.close-ok']);
      settleDown();
      expect(client.names()).to.eql([]);
      expect(server.vhost.queue('q')).to.include({ messageCount: 1, unsettledCount: 0 });
    });

    it('keeps no other channel waiting', () => {
      const { client } = paged('a');
      client.send(1, 'basic.get', { queue: 'q' }).send(2, 'basic.qos', { prefetchCount: 1 });
      expect(client.names()).to.eql(['2 basic.qos-ok']);
    });

    it('says that there is none if another was faster, or it was purged', () => {
      const { client, settleDown } = paged('a');
      client.send(1, 'basic.get', { queue: 'q' }).send(2, 'basic.get', { queue: 'q' });
      settleDown();
      expect(client.names()).to.eql(['1 basic.get-ok', '2 basic.get-empty']);
      const other = paged('a');
      other.client.send(1, 'basic.get', { queue: 'q' }).send(2, 'queue.purge', { queue: 'q' });
      other.settleDown();
      expect(other.client.names().sort()).to.eql(['1 basic.get-empty', '2 queue.purge-ok']);
    });

    it('finds the queue gone if it went meanwhile', () => {
      const { client, settleDown } = paged('a');
      client.send(1, 'basic.get', { queue: 'q' }).send(2, 'queue.delete', { queue: 'q' });
      settleDown();
      const close = client.take().find(({ name }) => name === 'channel.close');
      expect(close?.args).to.include({ replyCode: 404, classId: 60, methodId: 70 });
    });

    it('takes effect before the connection closes, with what came behind it', () => {
      const { server, client, settleDown } = paged('a');
      client.send(1, 'queue.declare', { queue: 'later' }).take();
      client.send(1, 'basic.get', { queue: 'q' }).publish(1, 'b', { key: 'later' });
      client.send(1, 'basic.ack', { deliveryTag: 1 });
      client.send(0, 'connection.close', {
        replyCode: 200,
        replyText: '',
        classId: 0,
        methodId: 0,
      });
      expect(client.names()).to.eql([]);
      settleDown();
      expect(client.names()).to.eql(['1 basic.get-ok', '0 connection.close-ok']);
      expect(server.vhost.queue('later')?.messageCount).to.equal(1);
      expect(server.vhost.queue('q')).to.include({ messageCount: 0, unsettledCount: 0 });
    });

    it('is forgotten with the channel', () => {
      const { server, client, settleDown } = paged('a');
      client.send(1, 'basic.get', { queue: 'q' }).send(1, 'queue.declare', { queue: '' }).take();
      client.send(0, 'connection.close', {
        replyCode: 200,
        replyText: '',
        classId: 0,
        methodId: 0,
      });
      settleDown();
      expect(server.vhost.queue('q')).to.include({ messageCount: 1, unsettledCount: 0 });
      expect(server.broker.durable.size).to.equal(0);
    });
  });

  it('closes the channel where there is no such queue, or it is another’s', () => {
    const { server, client } = make();
    client.send(1, 'queue.declare', { queue: 'mine', exclusive: true }).take();
    const [locked] = server.open().send(1, 'basic.get', { queue: 'mine' }).take();
    expect(locked?.args['replyCode']).to.equal(405);
    const [missing] = client.send(1, 'basic.get', { queue: 'nope' }).take();
    expect(missing?.args).to.include({ replyCode: 404, classId: 60, methodId: 70 });
  });

  it('closes the channel where a single active consumer of a quorum queue has all', () => {
    const { client } = make();
    const args = fields({ 'x-queue-type': 'quorum', 'x-single-active-consumer': true });
    client.send(1, 'queue.declare', { queue: 'single', durable: true, arguments: args }).take();
    const [locked] = client.send(1, 'basic.get', { queue: 'single' }).take();
    expect(locked?.args).to.include({ replyCode: 405, classId: 60, methodId: 70 });
  });
});
