/**
 * Dead lettering: when it happens, where it goes, and what is written into the headers.
 */
import type { Channel, ConsumeMessage } from 'amqplib';
import { expect } from 'chai';
import { Inbox } from '../support/inbox.js';
import { drain, type Stage, useStage } from '../support/stage.js';

describe('Dead lettering', () => {
  const stage = useStage();

  it('of a rejected message tells all about it in x-death', async () => {
    const channel = await stage.channel();
    const { exchange, dead, queue } = await deadLettered(stage, channel);
    const before = Math.floor(Date.now() / 1000);
    await stage.publish('', queue, 'm', { messageId: 'id', headers: { own: 'header' } });
    await rejectOne(channel, queue);
    const message = await dead.next();
    expect(message.content.toString()).to.equal('m');
    expect(message.fields).to.include({ exchange, routingKey: queue, redelivered: false });
    expect(message.properties).to.include({ messageId: 'id' });
    // RabbitMQ 4 adds x-last-death-*, RabbitMQ 3 does not have them.
    const { 'x-death': deaths, ...rest } = message.properties.headers ?? {};
    expect(rest).to.include({
      own: 'header',
      'x-first-death-exchange': '',
      'x-first-death-queue': queue,
      'x-first-death-reason': 'rejected',
    });
    const [{ time, ...death }] = deaths as [NonNullable<typeof deaths>[0]];
    expect(death).to.deep.equal({
      count: 1,
      reason: 'rejected',
      queue,
      exchange: '',
      'routing-keys': [queue],
    });
    expect(time['!']).to.equal('timestamp');
    expect(time.value).to.be.within(before, before + 5);
  });

  it('of a message refused by nack has the reason rejected', async () => {
    const channel = await stage.channel();
    const { dead, queue } = await deadLettered(stage, channel);
    await stage.fill(queue, ['1', '2', '3']);
    for (let count = 0; count < 2; count++) await channel.get(queue);
    const last = await channel.get(queue);
    if (last === false) throw new Error('the queue is empty');
    channel.nack(last, true, false);
    const messages = await dead.take(3);
    expect(messages.map((message) => message.content.toString())).to.deep.equal(['1', '2', '3']);
    expect(messages.map((message) => deathsOf(message)[0]?.reason)).to.deep.equal([
      'rejected',
      'rejected',
      'rejected',
    ]);
  });

  it('of a message that expired by its queue has the reason expired', async () => {
    const channel = await stage.channel();
    const { dead, queue } = await deadLettered(stage, channel, { messageTtl: 50 });
    await stage.publish('', queue, 'm');
    const message = await dead.next();
    expect(deathsOf(message)[0]).to.include({ reason: 'expired', queue });
    expect(deathsOf(message)[0]).to.not.have.property('original-expiration');
  });

  it('of a message that expired by itself takes its expiration into x-death', async () => {
    const channel = await stage.channel();
    const { dead, queue } = await deadLettered(stage, channel);
    await stage.publish('', queue, 'm', { expiration: '50' });
    const message = await dead.next();
    expect(message.properties.expiration).to.equal(undefined);
    expect(deathsOf(message)[0]).to.include({
      reason: 'expired',
      'original-expiration': '50',
    });
  });

  it('of a TTL of zero happens at once', async () => {
    const channel = await stage.channel();
    const { dead, queue } = await deadLettered(stage, channel, { messageTtl: 0 });
    await stage.publish('', queue, 'm');
    expect(deathsOf(await dead.next())[0]).to.include({ reason: 'expired' });
  });

  it('of a message that was dropped for room has the reason maxlen', async () => {
    const channel = await stage.channel();
    const { dead, queue } = await deadLettered(stage, channel, { maxLength: 1 });
    await stage.fill(queue, ['1', '2']);
    expect(deathsOf(await dead.next())[0]).to.include({ reason: 'maxlen', queue });
  });

  it('keeps the routing key, or takes the one of the queue', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'topic');
    const kept = await stage.queue(channel, { deadLetterExchange: exchange });
    const changed = await stage.queue(channel, {
      deadLetterExchange: exchange,
      deadLetterRoutingKey: 'dead.key',
    });
    const dead = await Inbox.open(channel, await stage.boundQueue(channel, exchange, '#'));
    for (const queue of [kept, changed]) {
      await stage.publish('', queue, 'm');
      await rejectOne(channel, queue);
    }
    const [first, second] = await dead.take(2);
    expect(first?.fields.routingKey).to.equal(kept);
    expect(second?.fields.routingKey).to.equal('dead.key');
    expect(deathsOf(second)[0]?.['routing-keys']).to.deep.equal([changed]);
  });

  it('keeps CC with the original key, and drops it with a key of the queue', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    const kept = await stage.queue(channel, { deadLetterExchange: exchange });
    const changed = await stage.queue(channel, {
      deadLetterExchange: exchange,
      deadLetterRoutingKey: 'dead',
    });
    const copy = await stage.boundQueue(channel, exchange, 'copy');
    const dead = await Inbox.open(channel, await stage.boundQueue(channel, exchange, 'dead'));
    await stage.publish('', kept, 'kept', { CC: ['copy'] });
    await rejectOne(channel, kept);
    const copied = await (await Inbox.open(channel, copy)).next();
    expect(copied.content.toString()).to.equal('kept');
    expect(deathsOf(copied)[0]?.['routing-keys']).to.deep.equal([kept, 'copy']);
    await stage.publish('', changed, 'changed', { CC: ['copy'] });
    await rejectOne(channel, changed);
    const message = await dead.next();
    expect(message.properties.headers).to.not.have.property('CC');
    expect(deathsOf(message)[0]?.['routing-keys']).to.deep.equal([changed, 'copy']);
  });

  it('counts deaths in the same queue for the same reason, newest first', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    const work = stage.queueName('work');
    const wait = stage.queueName('wait');
    await channel.assertQueue(work, { deadLetterExchange: exchange, deadLetterRoutingKey: 'wait' });
    await channel.assertQueue(wait, {
      messageTtl: 20,
      deadLetterExchange: exchange,
      deadLetterRoutingKey: 'work',
    });
    await channel.bindQueue(work, exchange, 'work');
    await channel.bindQueue(wait, exchange, 'wait');
    const inbox = await Inbox.open(channel, work);
    await stage.publish('', work, 'm');
    for (let round = 0; round < 3; round++) channel.reject(await inbox.next(), false);
    const message = await inbox.next();
    const deaths = deathsOf(message).map(({ queue, reason, count, exchange: from }) => ({
      queue,
      reason,
      count,
      from,
    }));
    expect(deaths).to.deep.equal([
      { queue: wait, reason: 'expired', count: 3, from: exchange },
      { queue: work, reason: 'rejected', count: 3, from: '' },
    ]);
    expect(message.properties.headers).to.include({
      'x-first-death-exchange': '',
      'x-first-death-queue': work,
      'x-first-death-reason': 'rejected',
    });
  });

  it('drops a message that would go round in a circle without ever being rejected', async () => {
    const channel = await stage.channel();
    const queue = stage.queueName();
    const end = await stage.queue(channel);
    const exchange = await stage.exchange(channel, 'fanout');
    await channel.assertQueue(queue, { messageTtl: 20, deadLetterExchange: exchange });
    await channel.bindQueue(queue, exchange, '');
    await channel.bindQueue(end, exchange, '');
    const inbox = await Inbox.open(channel, end);
    await stage.publish('', queue, 'm');
    expect(deathsOf(await inbox.next())[0]).to.include({ count: 1, reason: 'expired' });
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 0 });
  });

  it('lets a message go round in a circle when it was rejected on the way', async () => {
    const channel = await stage.channel();
    const queue = stage.queueName();
    await channel.assertQueue(queue, { deadLetterExchange: '', deadLetterRoutingKey: queue });
    const inbox = await Inbox.open(channel, queue);
    await stage.publish('', queue, 'm');
    for (let count = 1; count <= 3; count++) {
      channel.reject(await inbox.next(), false);
    }
    expect(deathsOf(await inbox.next())[0]).to.include({ count: 3, reason: 'rejected' });
  });

  it('to an exchange that is not there drops the message', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { deadLetterExchange: 'no-such-exchange' });
    await stage.publish('', queue, 'm');
    await rejectOne(channel, queue);
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 0 });
  });

  it('does not happen to what is purged or deleted with its queue', async () => {
    const channel = await stage.channel();
    const dead = await stage.queue(channel);
    const queue = await stage.queue(channel, {
      deadLetterExchange: '',
      deadLetterRoutingKey: dead,
    });
    await stage.fill(queue, ['purged']);
    await channel.purgeQueue(queue);
    await stage.fill(queue, ['deleted']);
    await channel.deleteQueue(queue);
    expect(await drain(channel, dead)).to.deep.equal([]);
  });

  it('reaches every queue that the exchange finds', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'fanout');
    const queue = await stage.queue(channel, { deadLetterExchange: exchange });
    const one = await Inbox.open(channel, await stage.boundQueue(channel, exchange, ''));
    const two = await Inbox.open(channel, await stage.boundQueue(channel, exchange, ''));
    await stage.publish('', queue, 'm');
    await rejectOne(channel, queue);
    expect([await one.nextText(), await two.nextText()]).to.deep.equal(['m', 'm']);
  });
});

type Death = Record<string, unknown> & { queue: string; reason: string; exchange: string };

function deathsOf(message: ConsumeMessage | undefined): Death[] {
  return (message?.properties.headers?.['x-death'] ?? []) as unknown as Death[];
}

interface DeadLettered {
  readonly exchange: string;
  readonly dead: Inbox;
  readonly queue: string;
}

/** A queue whose dead letters go through a fanout exchange into an inbox. */
async function deadLettered(
  stage: Stage,
  channel: Channel,
  options: object = {},
): Promise<DeadLettered> {
  const exchange = await stage.exchange(channel, 'fanout');
  const dead = await Inbox.open(channel, await stage.boundQueue(channel, exchange, ''));
  const queue = await stage.queue(channel, { ...options, deadLetterExchange: exchange });
  return { exchange, dead, queue };
}

async function rejectOne(channel: Channel, queue: string): Promise<void> {
  const message = await channel.get(queue);
  if (message === false) throw new Error(`${queue} is empty`);
  channel.reject(message, false);
}
