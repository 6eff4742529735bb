import { expect } from 'chai';
import { AmqpServer, amqpServer } from '../support/amqp-server.js';
import { ScriptedStore } from '../support/scripted-store.js';
import { BODY, contentHeader, frame, METHOD } from '../support/loopback-client.js';

/** A broker whose disk waits for `commit`. */
function slowDisk() {
  const server = new AmqpServer(new ScriptedStore());
  const client = server.open({ channels: 2 });
  const commit = (count?: number): string[] => {
    server.settle();
    server.store.commit(count);
    return client.names();
  };
  return { server, client, commit };
}

describe('A channel', () => {
  it('answers a durable declare once it is on disk, and later methods after it', () => {
    const { client, commit } = slowDisk();
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    client.send(1, 'queue.declare', { queue: 't' });
    client.send(1, 'basic.consume', { queue: 't', consumerTag: 'c' });
    client.send(1, 'basic.get', { queue: 't' });
    client.send(2, 'basic.qos');
    expect(client.names()).to.eql(['2 basic.qos-ok']);
    expect(commit()).to.eql([
      '1 queue.declare-ok',
      '1 queue.declare-ok',
      '1 basic.consume-ok',
      '1 basic.get-empty',
    ]);
  });

  it('answers each of several durable declares when it is on disk', () => {
    const { client, commit } = slowDisk();
    client.send(1, 'queue.declare', { queue: 'a', durable: true });
    client.send(1, 'exchange.declare', { exchange: 'b', type: 'fanout', durable: true });
    expect(commit(1)).to.eql(['1 queue.declare-ok']);
    expect(commit(1)).to.eql(['1 exchange.declare-ok']);
  });

  it('blames the method that asked for the fault of a reply that waited', () => {
    const { client, server } = slowDisk();
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    client.send(1, 'basic.consume', { queue: 'nope' }).send(1, 'basic.qos');
    expect(client.names()).to.eql([]);
    server.store.commit();
    const [ok, close, ...rest] = client.take();
    expect(ok?.name).to.equal('queue.declare-ok');
    expect(close?.args).to.include({ replyCode: 404, classId: 60, methodId: 20 });
    expect(rest).to.eql([]);
  });

  it('answers its close after all that it was asked before', () => {
    const { client, commit } = slowDisk();
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    client.send(1, 'basic.consume', { queue: 'd', consumerTag: 'c' }).send(1, 'channel.close');
    expect(client.names()).to.eql([]);
    expect(commit()).to.eql(['1 queue.declare-ok', '1 basic.consume-ok', '1 channel.close-ok']);
    client.publish(2, 'for nobody', { key: 'd' });
    client.send(2, 'queue.declare', { queue: 'd', passive: true }).send(1, 'channel.open');
    expect(client.lines()).to.eql([
      '2 queue.declare-ok queue=d messageCount=1 consumerCount=0',
      '1 channel.open-ok',
    ]);
  });

  it('hears nothing between its close and the answer to it', () => {
    const { server, client, commit } = slowDisk();
    client.send(1, 'queue.declare', { queue: 'd', durable: true }).send(1, 'channel.close');
    client.send(1, 'queue.declare', { queue: 'too late' }).publish(1, 'too late', { key: 'd' });
    client.send(1, 'channel.close').send(1, 'channel.close-ok').send(1, 'channel.open');
    expect(client.names()).to.eql([]);
    expect(commit()).to.eql(['1 queue.declare-ok', '1 channel.close-ok']);
    expect(server.vhost.queue('too late')).to.equal(undefined);
    expect(server.vhost.queue('d')?.messageCount).to.equal(0);
  });

  it('answers its close even if a reply before it fails', () => {
    const { client, commit } = slowDisk();
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    client.send(1, 'basic.get', { queue: 'nope' }).send(1, 'channel.close');
    expect(client.names()).to.eql([]);
    expect(commit()).to.eql(['1 queue.declare-ok', '1 channel.close', '1 channel.close-ok']);
    expect(client.send(1, 'channel.close-ok').send(1, 'channel.open').names()).to.eql([
      '1 channel.open-ok',
    ]);
  });

  it('confirms before its close what it can, and nothing after it', () => {
    const { client, commit } = slowDisk();
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    client.send(1, 'confirm.select');
    commit();
    client.publish(1, 'transient', { key: 'd' });
    client.publish(1, 'on its way', { key: 'd', persistent: true }).send(1, 'channel.close');
    expect(client.lines()).to.eql([
      '1 basic.ack deliveryTag=1 multiple=false',
      '1 channel.close-ok',
    ]);
    expect(commit()).to.eql([]);
  });

  it('confirms before a fault closes it what it can, and nothing after it', () => {
    const { client, commit } = slowDisk();
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    client.send(1, 'confirm.select');
    commit();
    client.publish(1, 'transient', { key: 'd' });
    client.publish(1, 'on its way', { key: 'd', persistent: true });
    client.publish(1, 'nowhere', { exchange: 'nope' });
    expect(client.names()).to.eql(['1 basic.ack', '1 channel.close']);
    expect(commit()).to.eql([]);
  });

  it('confirms a persistent message when it is on disk', () => {
    const { client, commit } = slowDisk();
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    client.send(1, 'confirm.select');
    commit();
    for (let count = 0; count < 3; count++) client.publish(1, 'x', { key: 'd', persistent: true });
    expect(client.names()).to.eql([]);
    client.send(2, 'basic.qos');
    expect(commit(2)).to.eql(['2 basic.qos-ok', '1 basic.ack']);
    expect(commit()).to.eql(['1 basic.ack']);
  });

  it('confirms a persistent message at once that is acknowledged before it is written', () => {
    const { server, client, commit } = slowDisk();
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    client.send(1, 'confirm.select').send(2, 'basic.consume', { queue: 'd', noAck: true });
    commit();
    client.publish(1, 'x', { key: 'd', persistent: true });
    expect(client.names()).to.eql(['2 basic.deliver', '1 basic.ack']);
    expect(server.store.pendingCount).to.equal(0);
  });

  it('stays closed to a client that goes on after its fault, until Close-Ok', () => {
    const client = amqpServer().open({ channels: 2 });
    client.send(1, 'basic.ack', { deliveryTag: 7 });
    client.publish(1, 'ignored').send(1, 'queue.declare', { queue: 'ignored' });
    client.send(1, 'channel.open').write(frame(BODY, 1, Buffer.from('?')));
    client.write(contentHeader(1, 5)).write(frame(METHOD, 1, Buffer.from([0, 99, 0, 99])));
    client.send(2, 'basic.qos');
    expect(client.names()).to.eql(['1 channel.close', '2 basic.qos-ok']);
    client.send(2, 'queue.declare', { queue: 'ignored', passive: true });
    expect(client.names()).to.eql(['2 channel.close']);
    expect(client.send(1, 'channel.close-ok').send(1, 'channel.open').names()).to.eql([
      '1 channel.open-ok',
    ]);
  });

  it('answers a close that crosses its own', () => {
    const client = amqpServer().open();
    client.send(1, 'basic.ack', { deliveryTag: 7 }).send(1, 'channel.close');
    expect(client.names()).to.eql(['1 channel.close', '1 channel.close-ok']);
    client.send(1, 'channel.close-ok').send(1, 'channel.open');
    expect(client.names()).to.eql(['1 channel.open-ok']);
  });

  it('gives back what it held and ends its consumers, whichever side closes it', () => {
    for (const close of ['channel.close', 'basic.ack'] as const) {
      const server = amqpServer();
      const client = server.open({ channels: 2 });
      client.send(1, 'queue.declare', { queue: 'q', autoDelete: true });
      client.send(2, 'basic.consume', { queue: 'q', consumerTag: 'other' });
      client.send(2, 'basic.qos', { prefetchCount: 1, global: true });
      client.send(1, 'basic.consume', { queue: 'q', consumerTag: 'c' });
      for (let count = 0; count < 4; count++) client.publish(1, 'x', { key: 'q' });
      client.take();
      expect(server.vhost.queue('q')).to.include({ unsettledCount: 4, consumerCount: 2 });
      client.send(1, close).take();
      expect(server.vhost.queue('q')).to.include({ unsettledCount: 1, consumerCount: 1 });
      client.send(2, 'basic.cancel', { consumerTag: 'other' }).take();
      expect(server.vhost.queue('q')).to.equal(undefined);
    }
  });

  it('that closes in the middle of content closes the connection', () => {
    const client = amqpServer().open();
    client.send(1, 'basic.publish').write(contentHeader(1, 10)).send(1, 'channel.close');
    expect(client.take()[0]?.args['replyCode']).to.equal(505);
  });

  it('does all in the order in which it was sent, whatever waits for the disk', () => {
    const { server, client, commit } = slowDisk();
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    client.send(1, 'basic.consume', { queue: 'd', consumerTag: 'c', noWait: true });
    client.publish(1, 'a', { key: 'd' });
    client.send(1, 'basic.get', { queue: 'd' });
    client.send(1, 'queue.delete', { queue: 'd' });
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    client.publish(1, 'b', { key: 'd' });
    expect(client.names()).to.eql([]);
    expect(commit()).to.eql([
      '1 queue.declare-ok',
      '1 basic.get-ok',
      '1 queue.delete-ok',
      '1 queue.declare-ok',
    ]);
    expect(server.vhost.queue('d')).to.include({ messageCount: 1, consumerCount: 0 });
  });

  it('hears of the end of a queue that it deletes before that of its consumer', () => {
    const server = new AmqpServer(new ScriptedStore());
    const client = server.open({ capabilities: ['consumer_cancel_notify'] });
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    client.send(1, 'basic.consume', { queue: 'd', consumerTag: 'c' });
    client.send(1, 'queue.delete', { queue: 'd' });
    server.settle();
    server.store.commit();
    expect(client.names()).to.eql([
      '1 queue.declare-ok',
      '1 basic.consume-ok',
      '1 queue.delete-ok',
      '1 basic.cancel',
    ]);
  });

  it('gets no delivery while its replies wait, and all of them after', () => {
    const { client, commit } = slowDisk();
    client.send(2, 'queue.declare', { queue: 't' }).take();
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    client.send(1, 'basic.consume', { queue: 't', consumerTag: 'c' });
    client.publish(2, 'a', { key: 't' });
    expect(client.names()).to.eql([]);
    expect(commit()).to.eql(['1 queue.declare-ok', '1 basic.consume-ok', '1 basic.deliver']);
  });

  it('hears of a fault after the replies before it, and does nothing that comes later', () => {
    const { server, client, commit } = slowDisk();
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    client.send(1, 'queue.bind', { queue: 'd', exchange: 'no such exchange' });
    client.publish(1, 'late', { key: 'd' });
    expect(client.names()).to.eql([]);
    expect(commit()).to.eql(['1 queue.declare-ok', '1 channel.close']);
    expect(server.vhost.queue('d')?.messageCount).to.equal(0);
    client.send(1, 'channel.close-ok').send(1, 'channel.open');
    expect(client.names()).to.eql(['1 channel.open-ok']);
  });

  it('that closes while its fault waits is told of both', () => {
    const { client, commit } = slowDisk();
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    client.send(1, 'basic.consume', { queue: 'missing' });
    client.send(1, 'channel.close');
    expect(commit()).to.eql(['1 queue.declare-ok', '1 channel.close', '1 channel.close-ok']);
  });

  it('does not let a client pile up replies that wait for the disk', () => {
    const { server, client, commit } = slowDisk();
    for (let count = 0; count < 2_000; count++) {
      client.send(1, 'queue.declare', { queue: `d${count}`, durable: true });
      client.pair.turn();
    }
    expect(server.store.pendingCount).to.be.within(1_024, 1_030);
    let answered = 0;
    while (answered < 2_000) answered += commit().length;
    expect(answered).to.equal(2_000);
  });
});
