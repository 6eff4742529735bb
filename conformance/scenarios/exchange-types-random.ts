/**
 * Exchanges that choose one of their bindings at random: x-random, and x-local-random, which came
 * with RabbitMQ 4.
 */
import type { Channel } from 'amqplib';
import { expect } from 'chai';
import { needsExchangeType } from '../support/exchange-type.js';
import { expectFault } from '../support/fault.js';
import { drain, publishConfirmed, useStage, type Stage } from '../support/stage.js';

const COUNT = 400;

async function publishEqual(stage: Stage, exchange: string): Promise<void> {
  const channel = await stage.confirmChannel();
  const options = { CC: ['other', 'keys'] };
  const confirms = Array.from({ length: COUNT }, () =>
    publishConfirmed(channel, exchange, 'k', 'm', options),
  );
  await Promise.all(confirms);
}

async function countsOf(channel: Channel, ...queues: string[]): Promise<number[]> {
  const counts: number[] = [];
  for (const queue of queues) counts.push((await drain(channel, queue)).length);
  return counts;
}

describe('A random exchange', () => {
  needsExchangeType('x-random');
  const stage = useStage();

  it('gives each message to one queue, whatever its keys, and all queues their share', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'x-random');
    const one = await stage.boundQueue(channel, exchange, 'one');
    const other = await stage.boundQueue(channel, exchange, '');
    await publishEqual(stage, exchange);
    const [first = 0, second = 0] = await countsOf(channel, one, other);
    expect(first + second).to.equal(COUNT);
    expect(first / COUNT).to.be.closeTo(0.5, 0.15);
  });

  it('picks among bindings: a queue that is bound three times gets thrice as many', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'x-random');
    const often = await stage.boundQueue(channel, exchange, '1', '2', '3');
    await stage.boundQueue(channel, exchange, '');
    await publishEqual(stage, exchange);
    const [count = 0] = await countsOf(channel, often);
    expect(count / COUNT).to.be.closeTo(0.75, 0.13);
  });
});

describe('A local random exchange', () => {
  needsExchangeType('x-local-random');
  const stage = useStage();

  it('gives each message to one of its queues', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'x-local-random');
    const one = await stage.boundQueue(channel, exchange, '');
    const other = await stage.boundQueue(channel, exchange, '');
    await publishEqual(stage, exchange);
    const [first = 0, second = 0] = await countsOf(channel, one, other);
    expect(first + second).to.equal(COUNT);
    expect(first / COUNT).to.be.closeTo(0.5, 0.15);
  });

  it('refuses a binding key with 406', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'x-local-random');
    const text = "PRECONDITION_FAILED - Non empty binding 'key' key not permitted";
    await expectFault(channel, { code: 406, text }, () =>
      stage.boundQueue(channel, exchange, 'key'),
    );
  });

  it('refuses a quorum queue with 406', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'x-local-random');
    const queue = await stage.queue(channel, { arguments: { 'x-queue-type': 'quorum' } });
    const text =
      'PRECONDITION_FAILED - ' + 'Queue type rabbit_quorum_queue not valid for this exchange type';
    await expectFault(channel, { code: 406, text }, () => channel.bindQueue(queue, exchange, ''));
  });
});
