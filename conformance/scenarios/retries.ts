/**
 * What becomes of messages that come back, that nobody acknowledges, and that nobody takes as dead
 * letters. Most of it is younger than RabbitMQ 3.10.
 */
import { expect } from 'chai';
import { expectFault } from '../support/fault.js';
import { Inbox } from '../support/inbox.js';
import { drain, useStage } from '../support/stage.js';

const QUORUM = { 'x-queue-type': 'quorum' };

describe('A message that comes back', () => {
  const stage = useStage();

  it('with a lost channel is counted by a quorum queue', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: QUORUM });
    await stage.publish('', queue, 'm');
    const lost = await stage.channel();
    await (await Inbox.open(lost, queue)).next();
    await lost.close();
    const message = await (await Inbox.open(channel, queue)).next();
    expect(message.properties.headers?.['x-delivery-count']).to.equal(1);
  });

  it('to a quorum queue more than 20 times is dropped', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: QUORUM });
    await stage.publish('', queue, 'm');
    const inbox = await Inbox.open(channel, queue);
    for (let round = 0; round <= 20; round++) channel.nack(await inbox.next());
    const { messageCount } = await channel.checkQueue(queue);
    expect([messageCount, inbox.count]).to.deep.equal([0, 0]);
  });

  it('waits longer each time under x-delayed-retry-type', async () => {
    const channel = await stage.channel();
    const retry = {
      'x-delayed-retry-type': 'all',
      'x-delayed-retry-min': 60,
      'x-delayed-retry-max': 1_000,
    };
    const queue = await stage.queue(channel, { arguments: retry });
    await stage.publish('', queue, 'm');
    const inbox = await Inbox.open(channel, queue);
    const times: number[] = [];
    for (let round = 0; round < 3; round++) {
      const message = await inbox.next();
      times.push(performance.now());
      if (round === 0) channel.nack(message);
      else if (round === 1) channel.reject(message);
      else channel.ack(message);
    }
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).to.be.at.least(59);
    expect(third - second).to.be.at.least(119);
  });
});

describe('A dead letter under at-least-once', () => {
  const stage = useStage();

  it('is kept until there is a queue to take it', async () => {
    const channel = await stage.channel();
    const dead = stage.queueName();
    const queue = await stage.queue(channel, {
      deadLetterExchange: '',
      deadLetterRoutingKey: dead,
      arguments: {
        ...QUORUM,
        'x-dead-letter-strategy': 'at-least-once',
        'x-overflow': 'reject-publish',
      },
    });
    await stage.publish('', queue, 'm');
    const inbox = await Inbox.open(channel, queue);
    channel.reject(await inbox.next(), false);
    expect((await channel.checkQueue(queue)).messageCount).to.equal(0);
    await channel.assertQueue(dead);
    const letter = await (await Inbox.open(channel, dead)).next();
    const [death] = letter.properties.headers?.['x-death'] ?? [];
    expect(death).to.include({ queue, reason: 'rejected', count: 1 });
  });
});

describe('A consumer', () => {
  const stage = useStage();

  it('of higher priority takes over from the single active one of a quorum queue', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, {
      arguments: { ...QUORUM, 'x-single-active-consumer': true },
    });
    await stage.fill(queue, ['1', '2']);
    const [old, next] = [[] as string[], [] as string[]];
    let held: (() => void)[] = [];
    await channel.consume(queue, (message) => {
      if (message === null) return;
      old.push(message.content.toString());
      held.push(() => channel.ack(message));
    });
    while (old.length < 2) await channel.checkQueue(queue);
    const taken = new Promise<void>((resolve) => {
      void channel.consume(
        queue,
        (message) => {
          if (message === null) return;
          next.push(message.content.toString());
          resolve();
        },
        { noAck: true, priority: 1 },
      );
    });
    await stage.publish('', queue, '3');
    for (const acknowledge of held) acknowledge();
    held = [];
    await taken;
    expect([old, next]).to.deep.equal([['1', '2'], ['3']]);
  });

  it('that holds a message longer than x-consumer-timeout loses its channel: 406', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: { 'x-consumer-timeout': 100 } });
    await stage.publish('', queue, 'm');
    await expectFault(
      channel,
      {
        code: 406,
        text:
          'PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. ' +
          'Timeout value used: 100 ms. ' +
          'This timeout value can be configured, see consumers doc guide to learn more',
      },
      async () => {
        await channel.consume(queue, () => undefined);
        await new Promise((resolve) => channel.once('close', resolve));
      },
    );
    expect(await drain(await stage.channel(), queue)).to.deep.equal(['m']);
  });
});
