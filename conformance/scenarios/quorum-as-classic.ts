/**
 * What every classic queue can do, and quorum queues of RabbitMQ 3.10 cannot.
 */
import { expect } from 'chai';
import { expectFault } from '../support/fault.js';
import { Inbox } from '../support/inbox.js';
import { drain, useStage } from '../support/stage.js';

const QUORUM = { 'x-queue-type': 'quorum' };

describe('A quorum queue', () => {
  const stage = useStage();

  it('puts what comes back to its place', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: QUORUM });
    await stage.fill(queue, ['1', '2', '3']);
    const first = await channel.get(queue);
    if (first === false) throw new Error('the queue is empty');
    channel.nack(first);
    expect(await drain(channel, queue)).to.deep.equal(['1', '2', '3']);
  });

  it('may be deleted if-empty', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: QUORUM });
    await stage.fill(queue, ['m']);
    const failing = await stage.channel();
    await expectFault(
      failing,
      { code: 406, text: `PRECONDITION_FAILED - queue '${queue}' in vhost '/' not empty` },
      () => failing.deleteQueue(queue, { ifEmpty: true }),
    );
    await drain(channel, queue);
    expect(await channel.deleteQueue(queue, { ifEmpty: true })).to.include({ messageCount: 0 });
  });

  it('may be deleted if-unused', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: QUORUM });
    const { consumerTag } = await channel.consume(queue, () => undefined);
    const failing = await stage.channel();
    await expectFault(
      failing,
      { code: 406, text: `PRECONDITION_FAILED - queue '${queue}' in vhost '/' in use` },
      () => failing.deleteQueue(queue, { ifUnused: true }),
    );
    await channel.cancel(consumerTag);
    await channel.deleteQueue(queue, { ifUnused: true });
  });

  it('takes part in the prefetch of a channel', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: QUORUM });
    await stage.fill(queue, ['1', '2', '3']);
    await channel.prefetch(2, true);
    const inbox = await Inbox.open(channel, queue);
    expect(await inbox.takeTexts(2)).to.deep.equal(['1', '2']);
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 1 });
  });
});
