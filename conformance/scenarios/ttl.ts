/**
 * Messages that expire, and queues that do.
 */
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import { Inbox } from '../support/inbox.js';
import { drain, type Stage, useStage } from '../support/stage.js';

describe('Message TTL', () => {
  const stage = useStage();

  it('of the queue removes messages on time', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { messageTtl: 100 });
    const start = Date.now();
    await stage.publish('', queue, 'm');
    await hasCount(stage, queue, 0);
    expect(Date.now() - start).to.be.within(95, 1500);
  });

  it('of the message removes it on time', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const start = Date.now();
    await stage.publish('', queue, 'm', { expiration: 100 });
    await hasCount(stage, queue, 0);
    expect(Date.now() - start).to.be.within(95, 1500);
  });

  it('is the shorter of the queue and the message', async () => {
    const channel = await stage.channel();
    const patient = await stage.queue(channel, { messageTtl: 60_000 });
    const hasty = await stage.queue(channel, { messageTtl: 50 });
    await stage.publish('', patient, 'm', { expiration: 50 });
    await stage.publish('', hasty, 'm', { expiration: 60_000 });
    await hasCount(stage, patient, 0);
    await hasCount(stage, hasty, 0);
  });

  it('of zero removes what no consumer takes at once', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { messageTtl: 0 });
    await stage.publish('', queue, 'm');
    await hasCount(stage, queue, 0);
    expect(await drain(channel, queue)).to.deep.equal([]);
  });

  it('of zero still reaches a consumer that waits', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { messageTtl: 0 });
    const inbox = await Inbox.open(channel, queue);
    await stage.publish('', queue, 'by the queue');
    await stage.publish('', queue, 'by the message', { expiration: 0 });
    expect(await inbox.takeTexts(2)).to.deep.equal(['by the queue', 'by the message']);
  });

  it('does not count while a message is unsettled', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { messageTtl: 50 });
    const witness = await stage.queue(channel, { messageTtl: 150 });
    const inbox = await Inbox.open(channel, queue);
    await stage.publish('', queue, 'm');
    const message = await inbox.next();
    await stage.publish('', witness, 'm');
    await hasCount(stage, witness, 0);
    channel.ack(message);
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 0 });
  });

  it('counts on from the publishing when a message is requeued', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { messageTtl: 400 });
    const witness = await stage.queue(channel, { messageTtl: 450 });
    await stage.publish('', queue, 'm');
    const message = await channel.get(queue);
    if (message === false) throw new Error('the queue is empty');
    await stage.publish('', witness, 'm');
    await hasCount(stage, witness, 0);
    const requeued = Date.now();
    channel.nack(message);
    await hasCount(stage, queue, 0);
    expect(Date.now() - requeued).to.be.below(380);
  });

  it('keeps the expiration of the message in its properties', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.publish('', queue, 'm', { expiration: '60000' });
    const message = await channel.get(queue, { noAck: true });
    expect(message).to.have.property('properties').that.includes({ expiration: '60000' });
  });

  it('leaves alone what does not expire', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.publish('', queue, 'first', { expiration: 50 });
    await stage.publish('', queue, 'second');
    await hasCount(stage, queue, 1);
    expect(await drain(channel, queue)).to.deep.equal(['second']);
  });

  it('removes a message on time wherever it stands in the queue', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.publish('', queue, 'first');
    await stage.publish('', queue, 'second', { expiration: 50 });
    await stage.publish('', queue, 'third');
    await hasCount(stage, queue, 2);
    expect(await drain(channel, queue)).to.deep.equal(['first', 'third']);
  });
});

describe('Queue expiry', () => {
  const stage = useStage();

  it('removes an unused queue on time', async () => {
    const channel = await stage.channel();
    const start = Date.now();
    const queue = await stage.queue(channel, { expires: 100 });
    await eventually('the queue has expired', () => isGone(stage, queue));
    expect(Date.now() - start).to.be.within(95, 2500);
  });

  it('does not count while the queue has a consumer', async () => {
    const channel = await stage.channel();
    const used = await stage.queue(channel, { expires: 100 });
    const unused = await stage.queue(channel, { expires: 200 });
    await Inbox.open(channel, used);
    await eventually('the other queue has expired', () => isGone(stage, unused));
    expect(await channel.checkQueue(used)).to.include({ consumerCount: 1 });
  });

  it('counts from when the last consumer goes', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { expires: 100 });
    const inbox = await Inbox.open(channel, queue);
    await channel.cancel(inbox.consumerTag);
    await eventually('the queue has expired', () => isGone(stage, queue));
  });

  it('is put off by basic.get', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { expires: 300 });
    const start = Date.now();
    while (Date.now() - start < 700) {
      await channel.get(queue);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await channel.get(queue)).to.equal(false);
  });

  it('is put off by declaring it again', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { expires: 300 });
    await stage.publish('', queue, 'still there');
    const start = Date.now();
    while (Date.now() - start < 700) {
      await channel.assertQueue(queue, { expires: 300 });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await drain(channel, queue)).to.deep.equal(['still there']);
  });

  it('takes the messages along, without dead-lettering them', async () => {
    const channel = await stage.channel();
    const dead = await stage.queue(channel);
    const queue = await stage.queue(channel, {
      expires: 100,
      deadLetterExchange: '',
      deadLetterRoutingKey: dead,
    });
    await stage.publish('', queue, 'm');
    await eventually('the queue has expired', () => isGone(stage, queue));
    expect(await drain(channel, dead)).to.deep.equal([]);
  });
});

async function hasCount(stage: Stage, queue: string, count: number): Promise<void> {
  const channel = await stage.channel();
  await eventually(`${queue} has ${count} messages`, async () => {
    return (await channel.checkQueue(queue)).messageCount === count;
  });
}

/**
 * A passive declare counts as use, and would put the expiry off for ever: publishing asks without
 * using the queue.
 */
async function isGone(stage: Stage, queue: string): Promise<boolean> {
  const channel = await stage.confirmChannel();
  let isReturned = false;
  channel.on('return', () => {
    isReturned = true;
  });
  channel.publish('', queue, Buffer.from('probe'), { mandatory: true });
  await channel.waitForConfirms();
  await channel.close();
  return isReturned;
}
