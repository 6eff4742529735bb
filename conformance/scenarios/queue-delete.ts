/**
 * Deleting and purging queues.
 */
import { expect } from 'chai';
import { expectFault } from '../support/fault.js';
import { Inbox } from '../support/inbox.js';
import { drain, useStage } from '../support/stage.js';

describe('Deleting a queue', () => {
  const stage = useStage();

  it('answers how many ready messages went with it', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['one', 'two']);
    expect(await channel.deleteQueue(queue)).to.deep.equal({ messageCount: 2 });
  });

  it('that is not there is fine', async () => {
    const channel = await stage.channel();
    expect(await channel.deleteQueue('no-such-queue')).to.deep.equal({ messageCount: 0 });
  });

  it('if-unused is refused with 406 while it has consumers', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await Inbox.open(channel, queue);
    await expectFault(
      channel,
      { code: 406, text: `PRECONDITION_FAILED - queue '${queue}' in vhost '/' in use` },
      () => channel.deleteQueue(queue, { ifUnused: true }),
    );
  });

  it('if-empty is refused with 406 while it has messages', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['m']);
    await expectFault(
      channel,
      { code: 406, text: `PRECONDITION_FAILED - queue '${queue}' in vhost '/' not empty` },
      () => channel.deleteQueue(queue, { ifEmpty: true }),
    );
  });

  it('if-unused and if-empty takes it away when it is both', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await channel.deleteQueue(queue, { ifUnused: true, ifEmpty: true });
    await expectFault(
      channel,
      { code: 404, text: `NOT_FOUND - no queue '${queue}' in vhost '/'` },
      () => channel.checkQueue(queue),
    );
  });

  it('leaves what it delivered to be acknowledged in peace', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['m']);
    const message = await channel.get(queue);
    if (message === false) throw new Error('the queue is empty');
    await channel.deleteQueue(queue);
    channel.ack(message);
    await stage.queue(channel);
  });
});

describe('Purging a queue', () => {
  const stage = useStage();

  it('answers how many ready messages it removed', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['one', 'two', 'three']);
    expect(await channel.purgeQueue(queue)).to.deep.equal({ messageCount: 3 });
    expect(await channel.purgeQueue(queue)).to.deep.equal({ messageCount: 0 });
  });

  it('leaves delivered messages to be settled or requeued', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['held', 'ready']);
    const held = await channel.get(queue);
    if (held === false) throw new Error('the queue is empty');
    expect(await channel.purgeQueue(queue)).to.deep.equal({ messageCount: 1 });
    channel.nack(held);
    expect(await drain(channel, queue)).to.deep.equal(['held']);
  });

  it('that is not there is refused with 404', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      { code: 404, text: "NOT_FOUND - no queue 'no-such-queue' in vhost '/'" },
      () => channel.purgeQueue('no-such-queue'),
    );
  });
});
