/**
 * How many deliveries may be unsettled: per consumer, and per channel.
 */
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import { fence } from '../support/fence.js';
import { Inbox } from '../support/inbox.js';
import { useStage } from '../support/stage.js';

describe('Prefetch', () => {
  const stage = useStage();

  it('limits what a consumer has unsettled', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['1', '2', '3', '4', '5']);
    await channel.prefetch(2);
    const inbox = await Inbox.open(channel, queue);
    const [first] = await inbox.take(2);
    await fence(channel, queue);
    expect(inbox.count).to.equal(0);
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 3 });
    if (first !== undefined) channel.ack(first);
    expect(await inbox.nextText()).to.equal('3');
    await fence(channel, queue);
    expect(inbox.count).to.equal(0);
  });

  it('of zero does not limit', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['1', '2', '3']);
    await channel.prefetch(0);
    const inbox = await Inbox.open(channel, queue);
    expect(await inbox.takeTexts(3)).to.deep.equal(['1', '2', '3']);
  });

  it('counts for each consumer of the channel by itself', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['1', '2', '3']);
    await channel.prefetch(1);
    const one = await Inbox.open(channel, queue);
    const two = await Inbox.open(channel, queue);
    expect([await one.nextText(), await two.nextText()]).to.deep.equal(['1', '2']);
    await fence(channel, queue);
    expect(one.count + two.count).to.equal(0);
  });

  it('set later leaves the consumers that are there as they were', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const before = await Inbox.open(channel, queue);
    await channel.prefetch(1);
    await stage.fill(queue, ['1', '2', '3']);
    expect(await before.takeTexts(3)).to.deep.equal(['1', '2', '3']);
  });

  it('does not limit consumers without acknowledgement', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['1', '2', '3']);
    await channel.prefetch(1);
    const inbox = await Inbox.open(channel, queue, { noAck: true });
    expect(await inbox.takeTexts(3)).to.deep.equal(['1', '2', '3']);
  });

  it('does not limit basic.get', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['1', '2']);
    await channel.prefetch(1);
    expect(await channel.get(queue)).to.have.property('content');
    expect(await channel.get(queue)).to.have.property('content');
  });

  it('is filled again by nack', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['1', '2']);
    await channel.prefetch(1);
    const inbox = await Inbox.open(channel, queue);
    channel.nack(await inbox.next(), false, false);
    expect(await inbox.nextText()).to.equal('2');
  });

  it('is filled again by one acknowledgement of many', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['1', '2', '3', '4', '5', '6']);
    await channel.prefetch(3);
    const inbox = await Inbox.open(channel, queue);
    const third = (await inbox.take(3)).at(-1);
    if (third !== undefined) channel.ack(third, true);
    expect(await inbox.takeTexts(3)).to.deep.equal(['4', '5', '6']);
  });

  it('for the channel is shared by its consumers, on all queues', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const other = await stage.queue(channel);
    await stage.fill(queue, ['1', '2', '3']);
    await stage.fill(other, ['a']);
    await channel.prefetch(2, true);
    const inbox = await Inbox.open(channel, queue);
    const starved = await Inbox.open(channel, other);
    const [first] = await inbox.take(2);
    await fence(channel, other);
    expect(inbox.count + starved.count).to.equal(0);
    if (first !== undefined) channel.ack(first);
    await eventually('one more has come', () => {
      return Promise.resolve(inbox.count + starved.count === 1);
    });
    await fence(channel, queue);
    expect(inbox.count + starved.count).to.equal(1);
  });

  it('for the channel holds next to that of a consumer', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['1', '2', '3', '4', '5']);
    await channel.prefetch(2);
    await channel.prefetch(3, true);
    const one = await Inbox.open(channel, queue);
    const two = await Inbox.open(channel, queue);
    await fence(channel, queue);
    await fence(channel, queue);
    expect(one.count + two.count).to.equal(3);
  });

  it('gives a free consumer what a busy one cannot take', async () => {
    const queue = await stage.queue(await stage.channel());
    const busyChannel = await stage.channel();
    await busyChannel.prefetch(1);
    const busy = await Inbox.open(busyChannel, queue);
    await stage.fill(queue, ['kept']);
    await busy.next();
    const freeChannel = await stage.channel();
    const free = await Inbox.open(freeChannel, queue);
    await stage.fill(queue, ['1', '2', '3']);
    expect(await free.takeTexts(3)).to.deep.equal(['1', '2', '3']);
    expect(busy.count).to.equal(0);
  });
});
