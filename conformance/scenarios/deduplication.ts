/**
 * Deduplication, which RabbitMQ has by a plugin: only for a broker that this suite started.
 */
import type { Channel, Options } from 'amqplib';
import { expect } from 'chai';
import { broker } from '../support/broker.js';
import { expectFault } from '../support/fault.js';
import { drain, useStage } from '../support/stage.js';

describe('Deduplication', function () {
  this.timeout(30_000);
  const stage = useStage();

  before(function () {
    if (!broker.isOwned) this.skip();
  });

  const keyed = (key: unknown): Options.Publish => ({
    persistent: true,
    headers: { 'x-deduplication-header': key },
  });

  const restarted = async (): Promise<Channel> => {
    await broker.restart('SIGKILL');
    stage.forgetConnections();
    return stage.channel();
  };

  it('by an exchange of its type lets one of equal messages pass, also after a crash', async () => {
    const channel = await stage.channel();
    const args = { 'x-cache-size': 100 };
    const exchange = await stage.exchange(channel, 'x-message-deduplication', { arguments: args });
    const queue = await stage.boundQueue(channel, exchange, '');
    for (const body of ['1', '2']) await stage.publish(exchange, '', body, keyed('a'));
    const after = await restarted();
    await stage.publish(exchange, '', '3', keyed('a'));
    await stage.publish(exchange, '', '4', keyed('b'));
    await stage.publish(exchange, '', '5', { persistent: true });
    expect(await drain(after, queue)).to.deep.equal(['1', '4', '5']);
  });

  it('by an argument of any exchange names its header', async () => {
    const channel = await stage.channel();
    const args = { 'x-message-deduplication': true, 'x-deduplication-header': 'order' };
    const exchange = await stage.exchange(channel, 'direct', { arguments: args });
    const queue = await stage.boundQueue(channel, exchange, 'key');
    for (const body of ['1', '2']) {
      await stage.publish(exchange, 'key', body, { headers: { order: 7 } });
      await stage.publish(exchange, 'key', body, keyed('not looked at'));
    }
    expect(await drain(channel, queue)).to.deep.equal(['1', '1', '2']);
  });

  it('by a queue drops what is in it, also after a crash, until that has left', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: { 'x-message-deduplication': true } });
    for (const body of ['1', '2']) await stage.publish('', queue, body, keyed('a'));
    const after = await restarted();
    await stage.publish('', queue, '3', keyed('a'));
    expect(await drain(after, queue)).to.deep.equal(['1']);
    await stage.publish('', queue, '4', keyed('a'));
    expect(await drain(after, queue)).to.deep.equal(['4']);
  });

  it('by a queue with a cache remembers what has left, also after a crash', async () => {
    const channel = await stage.channel();
    const args = { 'x-message-deduplication': true, 'x-cache-size': 10 };
    const queue = await stage.queue(channel, { arguments: args });
    await stage.publish('', queue, '1', keyed('a'));
    expect(await drain(channel, queue)).to.deep.equal(['1']);
    const after = await restarted();
    await stage.publish('', queue, '2', keyed('a'));
    expect(await drain(after, queue)).to.deep.equal([]);
  });

  it('of an exchange of its type without a size is refused', async () => {
    const channel = await stage.channel();
    const text =
      "PRECONDITION_FAILED - Missing or invalid argument, 'x-cache-size' must be an integer " +
      'greater than 0';
    await expectFault(channel, { code: 406, text }, () =>
      channel.assertExchange(stage.exchangeName(), 'x-message-deduplication'),
    );
  });
});
