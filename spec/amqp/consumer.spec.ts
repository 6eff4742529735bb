import { expect } from 'chai';
import { AmqpServer, amqpServer, type OpenOptions } from '../support/amqp-server.js';
import type { LoopbackClient } from '../support/loopback-client.js';
import { ScriptedStore } from '../support/scripted-store.js';

function make(options: OpenOptions = {}) {
  const server = amqpServer();
  const client = server.open({ channels: 2, ...options });
  const publisher = server.open();
  client.send(1, 'queue.declare', { queue: 'q' }).take();
  const publish = (count: number, body: Buffer | string = 'x'): void => {
    for (let index = 0; index < count; index++) publisher.publish(1, body, { key: 'q' });
    server.settle();
  };
  return { server, client, publisher, publish };
}

function consume(client: LoopbackClient, channel: number, tag: string, noAck = false): void {
  client.send(channel, 'basic.consume', { queue: 'q', consumerTag: tag, noAck });
}

/** Tags of consumers and deliveries that came: "c1", "c2" ... */
function deliveries(client: LoopbackClient): string[] {
  return client
    .take()
    .filter(({ name }) => name === 'basic.deliver')
    .map(({ args }) => `${String(args['consumerTag'])}${String(args['deliveryTag'])}`);
}

describe('A consumer', () => {
  it('is answered before its first delivery', () => {
    const { client, publish } = make();
    publish(2);
    consume(client, 1, 'c');
    expect(client.names()).to.eql(['1 basic.consume-ok', '1 basic.deliver', '1 basic.deliver']);
  });

  it('gets each message once, with the next tag of its channel', () => {
    const { client, publish } = make();
    consume(client, 1, 'a');
    consume(client, 2, 'b');
    publish(4);
    expect(deliveries(client).sort()).to.eql(['a1', 'a2', 'b1', 'b2']);
  });

  it('holds no more than its prefetch, and gets the next for each that it settles', () => {
    const { client, publish } = make();
    client.send(1, 'basic.qos', { prefetchCount: 2 });
    consume(client, 1, 'c');
    publish(5);
    expect(deliveries(client)).to.eql(['c1', 'c2']);
    client.send(1, 'basic.ack', { deliveryTag: 2 });
    expect(deliveries(client)).to.eql(['c3']);
    client.send(1, 'basic.reject', { deliveryTag: 3 });
    expect(deliveries(client)).to.eql(['c4']);
    client.send(1, 'basic.ack', { deliveryTag: 0, multiple: true });
    expect(deliveries(client)).to.eql(['c5']);
  });

  it('has the prefetch that was set before it came, and other consumers have theirs', () => {
    const { client, publish } = make();
    client.send(1, 'basic.qos', { prefetchCount: 1 });
    consume(client, 1, 'a');
    client.send(1, 'basic.qos', { prefetchCount: 3 });
    consume(client, 1, 'b');
    publish(10);
    expect(
      deliveries(client)
        .map((tag) => tag.slice(0, 1))
        .sort(),
    ).to.eql(['a', 'b', 'b', 'b']);
  });

  it('shares the prefetch of its channel with the others, across queues', () => {
    const { client, publish, publisher } = make();
    client.send(1, 'queue.declare', { queue: 'other' });
    client.send(1, 'basic.qos', { prefetchCount: 2, global: true });
    consume(client, 1, 'a');
    client.send(1, 'basic.consume', { queue: 'other', consumerTag: 'b' });
    publish(2);
    publisher.publish(1, 'x', { key: 'other' });
    expect(deliveries(client)).to.eql(['a1', 'a2']);
    client.send(1, 'basic.ack', { deliveryTag: 1 });
    expect(deliveries(client)).to.eql(['b3']);
    client.send(1, 'basic.qos', { prefetchCount: 0, global: true });
    publish(3);
    expect(deliveries(client)).to.eql(['a4', 'a5', 'a6']);
  });

  it('needs no credit where it needs no acknowledgement', () => {
    const { client, publish } = make();
    client.send(1, 'basic.qos', { prefetchCount: 1 });
    client.send(1, 'basic.qos', { prefetchCount: 1, global: true });
    consume(client, 1, 'c', true);
    publish(3);
    expect(deliveries(client)).to.eql(['c1', 'c2', 'c3']);
  });

  it('gets credit back for what a recover requeues', () => {
    const { client, publish } = make();
    client.send(1, 'basic.qos', { prefetchCount: 1 });
    consume(client, 1, 'c');
    publish(2);
    client.take();
    client.send(1, 'basic.recover', { requeue: true });
    expect(client.lines()).to.eql([
      '1 basic.recover-ok',
      '1 basic.deliver consumerTag=c deliveryTag=2 redelivered=true exchange= routingKey=q x',
    ]);
  });

  it('that reads slowly gets no more than the mark, and all the rest later', () => {
    const { client, publish } = make({ highWaterMark: 64 * 1024 });
    consume(client, 1, 'c', true);
    client.take();
    client.pause();
    publish(200, Buffer.alloc(10_000));
    expect(client.pair.server.bufferedBytes).to.be.within(64 * 1024, 200 * 1024);
    client.resume();
    expect(deliveries(client)).to.have.length(200);
  });

  it('tells what it holds, since when, and why it gets no more', () => {
    const { server, client, publish } = make({ highWaterMark: 64 * 1024 });
    const queue = server.vhost.requireQueue('q', { name: 'spec' });
    const standing = () => {
      server.settle();
      return [...queue.consumers()].map((consumer) => consumer.standing?.());
    };
    client.send(1, 'basic.qos', { prefetchCount: 2 });
    consume(client, 1, 'a');
    const { clock } = server.broker;
    const since = clock.now;
    const free = { heldSince: undefined, obstacle: undefined, timeoutMs: 1_800_000 };
    expect(standing()).to.eql([free]);
    publish(1);
    server.advance(1_000);
    publish(1);
    expect(standing()).to.eql([{ ...free, heldSince: since, obstacle: 'prefetch' }]);
    client.send(1, 'basic.cancel', { consumerTag: 'a' });
    client.send(1, 'basic.qos', { prefetchCount: 0 });
    client.send(1, 'basic.qos', { prefetchCount: 2, global: true });
    consume(client, 1, 'b');
    expect(standing()).to.eql([{ ...free, obstacle: 'channel_prefetch' }]);
    client.send(1, 'basic.cancel', { consumerTag: 'b' });
    consume(client, 2, 'c', true);
    client.pause();
    publish(20, Buffer.alloc(10_000));
    expect(standing()).to.eql([{ ...free, obstacle: 'connection' }]);
    client.resume();
    expect(standing()).to.eql([free]);
  });

  it('does not look for its oldest delivery behind a thousand of others', () => {
    const { server, client, publish } = make();
    const queue = server.vhost.requireQueue('q', { name: 'spec' });
    consume(client, 1, 'a');
    publish(1_000);
    consume(client, 1, 'b');
    publish(2);
    const consumers = [...queue.consumers()];
    expect(consumers.map(({ heldCount }) => heldCount)).to.eql([1_001, 1]);
    const since = consumers.map((consumer) => consumer.standing?.().heldSince);
    expect(since).to.eql([server.broker.clock.now, undefined]);
  });

  it('that reads slowly leaves the messages to one that does not', () => {
    const { server, client, publish } = make({ highWaterMark: 64 * 1024 });
    const other = server.open();
    consume(client, 1, 'slow', true);
    client.take();
    client.pause();
    consume(other, 1, 'fast', true);
    publish(100, Buffer.alloc(10_000));
    expect(deliveries(other).length).to.be.greaterThan(80);
  });

  it('is told when its queue is deleted, if its client asked for that', () => {
    const server = amqpServer();
    const client = server.open({ capabilities: ['consumer_cancel_notify'] });
    const silent = server.open();
    client.send(1, 'queue.declare', { queue: 'q' });
    consume(client, 1, 'told');
    server.settle();
    consume(silent, 1, 'not told');
    client.take();
    silent.take();
    silent.send(1, 'queue.delete', { queue: 'q' });
    expect(silent.names()).to.eql(['1 queue.delete-ok']);
    expect(client.lines()).to.eql(['1 basic.cancel consumerTag=told noWait=true']);
    client.send(1, 'basic.cancel', { consumerTag: 'told' });
    expect(client.names()).to.eql(['1 basic.cancel-ok']);
  });

  it('is told after the answer to who deleted its queue, if that is its own channel', () => {
    const server = new AmqpServer(new ScriptedStore());
    const client = server.open({ capabilities: ['consumer_cancel_notify'] });
    const commit = (): void => {
      server.settle();
      server.store.commit();
      server.settle();
    };
    client.send(1, 'queue.declare', { queue: 'q', durable: true });
    commit();
    consume(client, 1, 'told');
    client.take();
    client.send(1, 'queue.delete', { queue: 'q' });
    expect(client.names()).to.eql([]);
    commit();
    expect(client.names()).to.eql(['1 queue.delete-ok', '1 basic.cancel']);
  });

  it('may have a tag of 255 bytes', () => {
    const { client, publish } = make();
    const tag = `${'é'.repeat(127)}!`;
    consume(client, 1, tag);
    publish(1);
    const [ok, delivery] = client.take();
    expect([ok?.args['consumerTag'], delivery?.args['consumerTag']]).to.eql([tag, tag]);
  });
});

describe('A direct reply', () => {
  function makeRpc(options: OpenOptions = {}) {
    const server = amqpServer();
    const caller = server.open(options);
    const callee = server.open();
    callee.send(1, 'queue.declare', { queue: 'calls' }).take();
    const pseudoQueue = { queue: 'amq.rabbitmq.reply-to', consumerTag: 'replies', noAck: true };
    expect(caller.send(1, 'basic.consume', pseudoQueue).names()).to.eql(['1 basic.consume-ok']);
    caller.publish(1, 'ping', { key: 'calls', properties: { replyTo: 'amq.rabbitmq.reply-to' } });
    server.settle();
    const [call] = callee.send(1, 'basic.get', { queue: 'calls', noAck: true }).take();
    return { server, caller, callee, replyTo: call?.properties.replyTo ?? '' };
  }

  it('reaches the caller by the name that stands in the request', () => {
    const { caller, callee, replyTo } = makeRpc();
    expect(replyTo).to.match(/^amq\.rabbitmq\.reply-to\../);
    callee.publish(1, 'pong', { key: replyTo, mandatory: true });
    expect(callee.names()).to.eql([]);
    expect(caller.lines()).to.eql([
      '1 basic.deliver consumerTag=replies deliveryTag=1 redelivered=false exchange= ' +
        `routingKey=${replyTo} pong`,
    ]);
  });

  it('waits in its turn behind a reply that waits for the disk', () => {
    const server = new AmqpServer(new ScriptedStore());
    const caller = server.open();
    const callee = server.open();
    const pseudoQueue = { queue: 'amq.rabbitmq.reply-to', consumerTag: 'replies', noAck: true };
    callee.send(1, 'queue.declare', { queue: 'calls' }).take();
    caller.send(1, 'basic.consume', pseudoQueue).take();
    caller.publish(1, 'ping', { key: 'calls', properties: { replyTo: 'amq.rabbitmq.reply-to' } });
    server.settle();
    const [call] = callee.send(1, 'basic.get', { queue: 'calls', noAck: true }).take();
    caller.send(1, 'queue.declare', { queue: 'durable', durable: true });
    const key = call?.properties.replyTo ?? '';
    callee.publish(1, 'first', { key }).publish(1, 'second', { key });
    server.settle();
    caller.send(1, 'basic.qos', { prefetchCount: 1 });
    server.settle();
    expect(caller.names()).to.eql([]);
    server.store.commit();
    server.settle();
    expect(caller.names()).to.eql([
      '1 queue.declare-ok',
      '1 basic.deliver',
      '1 basic.deliver',
      '1 basic.qos-ok',
    ]);
  });

  it('comes back to the callee, if it is mandatory, once the caller has gone', () => {
    for (const leave of [
      (caller: LoopbackClient) => caller.send(1, 'basic.cancel', { consumerTag: 'replies' }),
      (caller: LoopbackClient) => caller.send(1, 'channel.close'),
      (caller: LoopbackClient) => caller.pair.client.destroy(),
    ]) {
      const { server, caller, callee, replyTo } = makeRpc();
      leave(caller);
      server.settle();
      callee.publish(1, 'too late', { key: replyTo, mandatory: true });
      expect(callee.names()).to.eql(['1 basic.return']);
    }
  });

  it('takes requests with a body in many frames', () => {
    const { caller, callee } = makeRpc();
    const body = Buffer.alloc(600_000, 'abc');
    caller.publish(1, body, { key: 'calls', properties: { replyTo: 'amq.rabbitmq.reply-to' } });
    caller.take();
    const [call] = callee.send(1, 'basic.get', { queue: 'calls', noAck: true }).take();
    expect(Buffer.concat(call?.body ?? []).equals(body)).to.equal(true);
    expect(call?.properties.replyTo).to.match(/^amq\.rabbitmq\.reply-to\../);
  });

  it('waits up to 64 MiB for a slow caller; then it is lost until the caller reads', () => {
    const { server, caller, callee, replyTo } = makeRpc({ highWaterMark: 1024 });
    const body = Buffer.alloc(8 * 1024 * 1024);
    caller.pause();
    for (let count = 0; count < 10; count++) {
      callee.publish(1, body, { key: replyTo, mandatory: true });
    }
    expect(callee.names()).to.eql(['1 basic.return', '1 basic.return']);
    caller.resume();
    expect(caller.take()).to.have.length(8);
    callee.publish(1, 'read again', { key: replyTo, mandatory: true });
    server.settle();
    expect(caller.bodies()).to.eql(['read again']);
  });
});
