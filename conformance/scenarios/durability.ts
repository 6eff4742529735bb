/**
 * What is there after the broker was stopped, or killed, and started again. Only for a broker that
 * this suite started.
 */
import type { Channel, GetMessage } from 'amqplib';
import { expect } from 'chai';
import { broker } from '../support/broker.js';
import { expectFault } from '../support/fault.js';
import { drain, useStage } from '../support/stage.js';

describe('After a restart', function () {
  this.timeout(30_000);
  const stage = useStage();

  before(function () {
    if (!broker.isOwned) this.skip();
  });

  it('durable exchanges, queues and bindings are there, with their arguments', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'topic', { alternateExchange: 'amq.fanout' });
    const inner = await stage.exchange(channel, 'headers');
    const queue = await stage.queue(channel, { messageTtl: 60_000, maxLength: 10 });
    await channel.bindExchange(inner, exchange, 'a.#');
    await channel.bindQueue(queue, inner, '', { 'x-match': 'any', kind: 'report' });
    const after = await restarted('SIGTERM');
    await after.assertExchange(exchange, 'topic', { alternateExchange: 'amq.fanout' });
    await after.assertQueue(queue, { messageTtl: 60_000, maxLength: 10 });
    await stage.publish(exchange, 'a.b', 'm', { headers: { kind: 'report' } });
    expect(await drain(after, queue)).to.deep.equal(['m']);
  });

  it('transient exchanges and queues are gone', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct', { durable: false });
    const queue = await stage.queue(channel, { durable: false });
    const after = await restarted('SIGTERM');
    await expectFault(
      after,
      { code: 404, text: `NOT_FOUND - no queue '${queue}' in vhost '/'` },
      () => after.checkQueue(queue),
    );
    const other = await stage.channel();
    await expectFault(
      other,
      { code: 404, text: `NOT_FOUND - no exchange '${exchange}' in vhost '/'` },
      () => other.checkExchange(exchange),
    );
  });

  it('deleted queues, exchanges and bindings do not come back', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    const deletedExchange = await stage.exchange(channel, 'direct');
    const queue = await stage.boundQueue(channel, exchange, 'key');
    const deletedQueue = await stage.boundQueue(channel, exchange, 'key');
    await channel.unbindQueue(queue, exchange, 'key');
    await channel.deleteQueue(deletedQueue);
    await channel.deleteExchange(deletedExchange);
    const after = await restarted('SIGTERM');
    await stage.publish(exchange, 'key', 'm');
    expect(await drain(after, queue)).to.deep.equal([]);
    await expectFault(
      after,
      { code: 404, text: `NOT_FOUND - no queue '${deletedQueue}' in vhost '/'` },
      () => after.checkQueue(deletedQueue),
    );
    const other = await stage.channel();
    await expectFault(
      other,
      { code: 404, text: `NOT_FOUND - no exchange '${deletedExchange}' in vhost '/'` },
      () => other.checkExchange(deletedExchange),
    );
  });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`by ${signal} the confirmed persistent messages are there, in order`, async () => {
      const channel = await stage.channel();
      const queue = await stage.queue(channel);
      const bodies = Array.from({ length: 50 }, (_, index) => String(index));
      for (const body of bodies) {
        await stage.publish('', queue, body, { persistent: true });
        await stage.publish('', queue, 'transient');
      }
      const after = await restarted(signal);
      expect(await drain(after, queue)).to.deep.equal(bodies);
    });

    it(`by ${signal} a message has its properties, body and exchange`, async () => {
      const channel = await stage.channel();
      const exchange = await stage.exchange(channel, 'fanout');
      const queue = await stage.boundQueue(channel, exchange, '');
      const body = Buffer.alloc(300_000, 'body');
      const properties = { persistent: true, messageId: 'id', headers: { list: [1, 'two'] } };
      await stage.publish(exchange, 'key', body, properties);
      const after = await restarted(signal);
      const message = (await after.get(queue)) as GetMessage;
      expect(message.content.equals(body)).to.equal(true);
      expect(message.fields).to.include({ exchange, routingKey: 'key' });
      expect(message.properties).to.include({ messageId: 'id', deliveryMode: 2 });
      expect(message.properties.headers).to.deep.equal({ list: [1, 'two'] });
    });
  }

  it('acknowledged messages do not come back, unsettled ones do in their places', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['1', '2', '3', '4'], { persistent: true });
    const first = (await channel.get(queue)) as GetMessage;
    await channel.get(queue);
    const third = (await channel.get(queue)) as GetMessage;
    channel.ack(first);
    channel.ack(third);
    await channel.checkQueue(queue);
    const after = await restarted('SIGTERM');
    const second = (await after.get(queue, { noAck: true })) as GetMessage;
    expect(second.content.toString()).to.equal('2');
    expect(await drain(after, queue)).to.deep.equal(['4']);
  });

  it('purged messages do not come back', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['1', '2'], { persistent: true });
    await channel.purgeQueue(queue);
    await stage.fill(queue, ['3'], { persistent: true });
    const after = await restarted('SIGTERM');
    expect(await drain(after, queue)).to.deep.equal(['3']);
  });

  it('messages keep their priorities and the history of their deaths', async () => {
    const channel = await stage.channel();
    const dead = await stage.queue(channel, { maxPriority: 5 });
    const queue = await stage.queue(channel, {
      deadLetterExchange: '',
      deadLetterRoutingKey: dead,
    });
    await stage.publish('', dead, 'plain', { persistent: true, priority: 1 });
    await stage.publish('', queue, 'letter', { persistent: true, priority: 3 });
    channel.reject((await channel.get(queue)) as GetMessage, false);
    await channel.checkQueue(dead);
    const after = await restarted('SIGTERM');
    const letter = (await after.get(dead, { noAck: true })) as GetMessage;
    expect(letter.content.toString()).to.equal('letter');
    expect(letter.properties.headers?.['x-first-death-queue']).to.equal(queue);
    expect(await drain(after, dead)).to.deep.equal(['plain']);
  });

  /** A channel to the broker that was started anew. */
  async function restarted(signal: 'SIGTERM' | 'SIGKILL'): Promise<Channel> {
    await broker.restart(signal);
    stage.forgetConnections();
    return stage.channel();
  }
});
