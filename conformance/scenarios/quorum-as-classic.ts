/**
 * What every classic queue can do, and quorum queues of RabbitMQ 3.10 cannot.
 */
import { expect } from 'chai';
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
