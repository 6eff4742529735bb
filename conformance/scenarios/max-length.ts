/**
 * Queues with a limit: drop from the head, or refuse what comes.
 */
import { expect } from 'chai';
import { Inbox } from '../support/inbox.js';
import { drain, publishConfirmed, useStage } from '../support/stage.js';

describe('A queue with a length limit', () => {
  const stage = useStage();

  it('drops its oldest messages', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { maxLength: 2 });
    await stage.fill(queue, ['1', '2', '3', '4']);
    expect(await drain(channel, queue)).to.deep.equal(['3', '4']);
  });

  it('drops by octets of the bodies', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: { 'x-max-length-bytes': 10 } });
    await stage.fill(queue, ['aaaa', 'bbbb', 'cccc']);
    expect(await drain(channel, queue)).to.deep.equal(['bbbb', 'cccc']);
  });

  it('keeps nothing that is larger than the octets allow', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: { 'x-max-length-bytes': 3 } });
    await stage.fill(queue, ['aaaa']);
    expect(await drain(channel, queue)).to.deep.equal([]);
  });

  it('keeps to whichever limit is reached first', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, {
      maxLength: 3,
      arguments: { 'x-max-length-bytes': 10 },
    });
    await stage.fill(queue, ['a', 'b', 'c', 'd']);
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 3 });
    await stage.fill(queue, ['eeeeeeeee']);
    expect(await drain(channel, queue)).to.deep.equal(['d', 'eeeeeeeee']);
  });

  it('of zero still serves a consumer that waits', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { maxLength: 0 });
    await stage.publish('', queue, 'dropped');
    const inbox = await Inbox.open(channel, queue, { noAck: true });
    await stage.publish('', queue, 'delivered');
    expect(await inbox.nextText()).to.equal('delivered');
    expect(inbox.count).to.equal(0);
  });

  it('does not count what is unsettled', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { maxLength: 2 });
    await stage.fill(queue, ['1', '2']);
    await channel.get(queue);
    await channel.get(queue);
    await stage.fill(queue, ['3', '4']);
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 2 });
  });

  it('refuses what comes by reject-publish, and says so only with confirms', async () => {
    const channel = await stage.confirmChannel();
    const plain = await stage.channel();
    const queue = await stage.queue(channel, { maxLength: 2, overflow: 'reject-publish' });
    const outcomes: string[] = [];
    for (const body of ['1', '2', '3', '4']) {
      await publishConfirmed(channel, '', queue, body).then(
        () => outcomes.push('ack'),
        (error: Error) => outcomes.push(error.message),
      );
    }
    plain.publish('', queue, Buffer.from('5'));
    await plain.checkQueue(queue);
    expect(outcomes).to.deep.equal(['ack', 'ack', 'message nacked', 'message nacked']);
    expect(await drain(channel, queue)).to.deep.equal(['1', '2']);
  });

  it('refuses what comes by reject-publish when the octets are full', async () => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, {
      overflow: 'reject-publish',
      arguments: { 'x-max-length-bytes': 4 },
    });
    await publishConfirmed(channel, '', queue, 'full');
    const outcome = await publishConfirmed(channel, '', queue, 'm').then(
      () => 'ack',
      (error: Error) => error.message,
    );
    expect(outcome).to.equal('message nacked');
  });

  it('that refuses makes the confirm a nack though other queues took the message', async () => {
    const channel = await stage.confirmChannel();
    const exchange = await stage.exchange(channel, 'fanout');
    const full = await stage.queue(channel, { maxLength: 1, overflow: 'reject-publish' });
    await stage.fill(full, ['full']);
    await channel.bindQueue(full, exchange, '');
    const open = await stage.boundQueue(channel, exchange, '');
    const outcome = await publishConfirmed(channel, exchange, '', 'm').then(
      () => 'ack',
      (error: Error) => error.message,
    );
    expect(outcome).to.equal('message nacked');
    expect(await drain(channel, open)).to.deep.equal(['m']);
  });

  it('dead-letters what it drops, with the reason maxlen', async () => {
    const channel = await stage.channel();
    const dead = await stage.queue(channel);
    const queue = await stage.queue(channel, {
      maxLength: 1,
      deadLetterExchange: '',
      deadLetterRoutingKey: dead,
    });
    const inbox = await Inbox.open(channel, dead);
    await stage.fill(queue, ['dropped', 'kept']);
    const message = await inbox.next();
    expect(message.content.toString()).to.equal('dropped');
    expect(message.properties.headers?.['x-first-death-reason']).to.equal('maxlen');
  });

  it('dead-letters what it refuses by reject-publish-dlx', async () => {
    const channel = await stage.confirmChannel();
    const dead = await stage.queue(channel);
    const queue = await stage.queue(channel, {
      maxLength: 1,
      overflow: 'reject-publish-dlx',
      deadLetterExchange: '',
      deadLetterRoutingKey: dead,
    });
    const inbox = await Inbox.open(channel, dead);
    await publishConfirmed(channel, '', queue, 'kept');
    await publishConfirmed(channel, '', queue, 'refused').catch(() => undefined);
    const message = await inbox.next();
    expect(message.content.toString()).to.equal('refused');
    expect(message.properties.headers?.['x-first-death-reason']).to.equal('maxlen');
    expect(await drain(channel, queue)).to.deep.equal(['kept']);
  });
});
