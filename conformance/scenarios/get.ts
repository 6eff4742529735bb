/**
 * Fetching single messages by basic.get.
 */
import type { GetMessage } from 'amqplib';
import { expect } from 'chai';
import { expectFault } from '../support/fault.js';
import { Inbox } from '../support/inbox.js';
import { drain, useStage } from '../support/stage.js';

describe('Getting a message', () => {
  const stage = useStage();

  it('from an empty queue answers that it is empty', async () => {
    const channel = await stage.channel();
    expect(await channel.get(await stage.queue(channel))).to.equal(false);
  });

  it('answers how many ready messages are left', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['one', 'two', 'three']);
    const counts: number[] = [];
    for (let round = 0; round < 3; round++) {
      counts.push(((await channel.get(queue)) as GetMessage).fields.messageCount);
    }
    expect(counts).to.deep.equal([2, 1, 0]);
    expect(await channel.get(queue)).to.equal(false);
  });

  it('answers its fields', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    const queue = await stage.boundQueue(channel, exchange, 'key');
    await stage.publish(exchange, 'key', 'm');
    const message = await channel.get(queue);
    expect(message).to.have.property('fields').that.deep.equals({
      deliveryTag: 1,
      redelivered: false,
      exchange,
      routingKey: 'key',
      messageCount: 0,
    });
  });

  it('holds it until it is settled', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['m']);
    await channel.get(queue);
    expect(await channel.get(queue)).to.equal(false);
    await channel.recover();
    expect(await drain(channel, queue)).to.deep.equal(['m']);
  });

  it('without acknowledgement settles it', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['m']);
    await channel.get(queue, { noAck: true });
    await channel.recover();
    expect(await channel.get(queue)).to.equal(false);
  });

  it('is refused with 404 from a queue that is not there', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      { code: 404, text: "NOT_FOUND - no queue 'no-such-queue' in vhost '/'" },
      () => channel.get('no-such-queue'),
    );
  });

  it('is refused with 405 from a quorum queue with a single active consumer', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, {
      arguments: { 'x-queue-type': 'quorum', 'x-single-active-consumer': true },
    });
    await expectFault(
      channel,
      {
        code: 405,
        text:
          `RESOURCE_LOCKED - cannot obtain access to locked queue '${queue}' in vhost '/'. ` +
          'basic.get operations are not supported by quorum queues with single active consumer',
      },
      () => channel.get(queue),
    );
  });

  it('is allowed beside an exclusive consumer', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await channel.prefetch(1);
    const inbox = await Inbox.open(channel, queue, { exclusive: true });
    await stage.fill(queue, ['consumed', 'fetched']);
    expect(await inbox.nextText()).to.equal('consumed');
    expect(await drain(await stage.channel(), queue)).to.deep.equal(['fetched']);
  });
});
