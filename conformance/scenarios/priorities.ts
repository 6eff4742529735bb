/**
 * Queues with priorities.
 */
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import { expectFault } from '../support/fault.js';
import { Inbox } from '../support/inbox.js';
import { drain, useStage } from '../support/stage.js';

describe('A priority queue', () => {
  const stage = useStage();

  it('hands out the highest priority first, and within one the oldest', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { maxPriority: 10 });
    for (const priority of [1, 5, 1, 9, 5]) {
      await stage.publish('', queue, `${priority}`, { priority });
    }
    expect(await drain(channel, queue)).to.deep.equal(['9', '5', '5', '1', '1']);
  });

  it('takes a message without priority for one of priority zero', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { maxPriority: 10 });
    await stage.publish('', queue, 'none');
    await stage.publish('', queue, 'zero', { priority: 0 });
    await stage.publish('', queue, 'one', { priority: 1 });
    expect(await drain(channel, queue)).to.deep.equal(['one', 'none', 'zero']);
  });

  it('takes a priority above its highest for the highest', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { maxPriority: 5 });
    await stage.publish('', queue, 'five', { priority: 5 });
    await stage.publish('', queue, 'nine', { priority: 9 });
    await stage.publish('', queue, 'four', { priority: 4 });
    const message = await channel.get(queue, { noAck: true });
    expect(message).to.have.property('content').that.deep.equals(Buffer.from('five'));
    const capped = await channel.get(queue, { noAck: true });
    expect(capped).to.have.property('properties').that.includes({ priority: 9 });
    expect(await drain(channel, queue)).to.deep.equal(['four']);
  });

  it('puts a requeued message back to its place in its priority', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { maxPriority: 5 });
    await stage.publish('', queue, 'low', { priority: 1 });
    await stage.publish('', queue, 'high 1', { priority: 3 });
    await stage.publish('', queue, 'high 2', { priority: 3 });
    const message = await channel.get(queue);
    if (message === false) throw new Error('the queue is empty');
    channel.nack(message);
    expect(await drain(channel, queue)).to.deep.equal(['high 1', 'high 2', 'low']);
  });

  it('gives a consumer with credit the highest that is ready', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { maxPriority: 5 });
    await channel.prefetch(1);
    const inbox = await Inbox.open(channel, queue);
    await stage.publish('', queue, 'first come', { priority: 0 });
    const first = await inbox.next();
    await stage.publish('', queue, 'low', { priority: 1 });
    await stage.publish('', queue, 'high', { priority: 4 });
    channel.ack(first);
    const second = await inbox.next();
    expect(second.content.toString()).to.equal('high');
    channel.ack(second);
    expect(await inbox.nextText()).to.equal('low');
  });

  it('counts the messages of all priorities', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { maxPriority: 5 });
    for (const priority of [0, 1, 2, 5]) await stage.publish('', queue, 'm', { priority });
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 4 });
    expect(await channel.purgeQueue(queue)).to.deep.equal({ messageCount: 4 });
  });

  it('cannot have its number of priorities changed: 406', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { maxPriority: 5 });
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - inequivalent arg 'x-max-priority' for queue '${queue}' ` +
          "in vhost '/': received '6' but current is '5'",
      },
      () => channel.assertQueue(queue, { maxPriority: 6 }),
    );
  });

  it('that is full drops the least important message first', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { maxPriority: 5, maxLength: 2 });
    await stage.publish('', queue, 'high', { priority: 5 });
    await stage.publish('', queue, 'low', { priority: 1 });
    await stage.publish('', queue, 'middle', { priority: 3 });
    expect(await drain(channel, queue)).to.deep.equal(['high', 'middle']);
  });

  it('expires a message of low priority on time, though higher ones wait before it', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { maxPriority: 5 });
    await stage.publish('', queue, 'high', { priority: 5 });
    await stage.publish('', queue, 'low', { priority: 1, expiration: 50 });
    await eventually('the low one has expired', async () => {
      return (await channel.checkQueue(queue)).messageCount === 1;
    });
    expect(await drain(channel, queue)).to.deep.equal(['high']);
  });
});

describe('A queue without priorities', () => {
  const stage = useStage();

  it('keeps the order of publishing whatever the priority', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    for (const priority of [1, 9, 5]) await stage.publish('', queue, `${priority}`, { priority });
    expect(await drain(channel, queue)).to.deep.equal(['1', '9', '5']);
  });
});
