/**
 * x-delayed-message: messages that wait before they are routed. A community plugin of RabbitMQ,
 * whose faults and headers are expected here; brokers without it are not asked.
 */
import { AMQPClient } from '@cloudamqp/amqp-client';
import type { Channel, Options } from 'amqplib';
import { expect } from 'chai';
import { broker } from '../support/broker.js';
import { needsExchangeType } from '../support/exchange-type.js';
import { expectFault } from '../support/fault.js';
import { Inbox } from '../support/inbox.js';
import { drain, publishConfirmed, returnsOf, useStage } from '../support/stage.js';

const TYPE = { 'x-delayed-type': 'direct' };
/** A broker may look at its clock a moment before it takes a message in. */
const TOO_EARLY_MS = 3;

function after(delay: unknown, options: Options.Publish = {}): Options.Publish {
  return { ...options, headers: { 'x-delay': delay } };
}

describe('A delayed exchange', function () {
  this.timeout(30_000);
  needsExchangeType('x-delayed-message', TYPE);
  const stage = useStage();

  function declare(channel: Channel, type = 'direct'): Promise<string> {
    return stage.exchange(channel, 'x-delayed-message', { arguments: { 'x-delayed-type': type } });
  }

  it('keeps a message for as long as x-delay says', async () => {
    const channel = await stage.channel();
    const exchange = await declare(channel);
    const queue = await stage.boundQueue(channel, exchange, 'key');
    const inbox = await Inbox.open(channel, queue, { noAck: true });
    const published = Date.now();
    await stage.publish(exchange, 'key', 'm', after(250));
    await inbox.next();
    expect(Date.now() - published).to.be.at.least(250 - TOO_EARLY_MS);
  });

  it('hands on the message whose time comes first', async () => {
    const channel = await stage.channel();
    const exchange = await declare(channel);
    const queue = await stage.boundQueue(channel, exchange, 'key');
    const inbox = await Inbox.open(channel, queue, { noAck: true });
    for (const delay of [300, 100, 200]) {
      await stage.publish(exchange, 'key', String(delay), after(delay));
    }
    expect(await inbox.takeTexts(3)).to.deep.equal(['100', '200', '300']);
  });

  it('turns x-delay to its negative, and leaves all else as it was', async () => {
    const channel = await stage.channel();
    const exchange = await declare(channel);
    const queue = await stage.boundQueue(channel, exchange, 'key');
    const inbox = await Inbox.open(channel, queue, { noAck: true });
    const headers = { first: 1, 'x-delay': 20, last: 'x' };
    await stage.publish(exchange, 'key', 'm', { headers, messageId: 'id', persistent: true });
    const { fields, properties } = await inbox.next();
    expect(properties.headers).to.deep.equal({ first: 1, 'x-delay': -20, last: 'x' });
    expect(properties).to.include({ messageId: 'id', deliveryMode: 2 });
    expect(fields).to.include({ exchange, routingKey: 'key', redelivered: false });
  });

  for (const [what, delay] of [
    ['no x-delay', undefined],
    ['an x-delay of 0', 0],
    ['a negative x-delay', -500],
    ['an x-delay that is no number', true],
  ] as const) {
    it(`routes a message with ${what} at once`, async () => {
      const channel = await stage.channel();
      const exchange = await declare(channel);
      const queue = await stage.boundQueue(channel, exchange, 'key');
      await stage.publish(exchange, 'key', 'm', delay === undefined ? {} : after(delay));
      expect(await drain(channel, queue)).to.deep.equal(['m']);
    });
  }

  it('takes an x-delay in text, and cuts the fraction off a number', async () => {
    const channel = await stage.channel();
    const exchange = await declare(channel);
    const queue = await stage.boundQueue(channel, exchange, 'key');
    const inbox = await Inbox.open(channel, queue, { noAck: true });
    await stage.publish(exchange, 'key', 'text', after('80'));
    await stage.publish(exchange, 'key', 'fraction', after(40.9));
    expect(await inbox.takeTexts(2)).to.deep.equal(['fraction', 'text']);
  });

  it('routes by the rules of x-delayed-type, at once or later', async () => {
    const channel = await stage.channel();
    const exchange = await declare(channel, 'topic');
    const queue = await stage.boundQueue(channel, exchange, 'a.*');
    const inbox = await Inbox.open(channel, queue, { noAck: true });
    for (const key of ['a.b', 'b.a']) await stage.publish(exchange, key, `${key} late`, after(50));
    for (const key of ['a.b', 'b.a']) await stage.publish(exchange, key, `${key} now`);
    expect(await inbox.takeTexts(2)).to.deep.equal(['a.b now', 'a.b late']);
  });

  it('forgets what waits when it is deleted', async () => {
    const channel = await stage.channel();
    const exchange = await declare(channel);
    const queue = await stage.boundQueue(channel, exchange, 'key');
    await stage.publish(exchange, 'key', 'forgotten', after(50));
    await channel.deleteExchange(exchange);
    await channel.assertExchange(exchange, 'x-delayed-message', { arguments: TYPE });
    await channel.bindQueue(queue, exchange, 'key');
    const inbox = await Inbox.open(channel, queue, { noAck: true });
    await stage.publish(exchange, 'key', 'kept', after(100));
    expect(await inbox.nextText()).to.equal('kept');
  });

  for (const [what, args, text] of [
    ['without x-delayed-type', {}, "'x-delayed-type' must be an existing exchange type"],
    [
      'with itself for x-delayed-type',
      { 'x-delayed-type': 'x-delayed-message' },
      "'x-delayed-message' can't be used for 'x-delayed-type'",
    ],
  ] as const) {
    it(`is refused with 406 ${what}`, async () => {
      const channel = await stage.channel();
      const fault = { code: 406, text: `PRECONDITION_FAILED - Invalid argument, ${text}` };
      await expectFault(channel, fault, () =>
        stage.exchange(channel, 'x-delayed-message', { arguments: args }),
      );
    });
  }

  it('closes the connection with 503 for an x-delayed-type that is unknown', async () => {
    const connection = await stage.connect();
    const channel = await stage.channel(connection);
    const text = "COMMAND_INVALID - unknown exchange type 'nope'";
    await expectFault(connection, { code: 503, text }, () => declare(channel, 'nope'));
  });
});

describe('A delayed exchange, beyond the plugin,', function () {
  this.timeout(30_000);
  const stage = useStage();

  before(function () {
    if (!broker.isOwned) this.skip();
  });

  it('takes a mandatory message for routed while it waits', async () => {
    const channel = await stage.confirmChannel();
    const returns = returnsOf(channel);
    const exchange = await stage.exchange(channel, 'x-delayed-message', { arguments: TYPE });
    await publishConfirmed(channel, exchange, 'key', 'm', after(20, { mandatory: true }));
    expect(returns.count).to.equal(0);
    await publishConfirmed(channel, exchange, 'key', 'm', { mandatory: true });
    await returns.next();
  });

  it('keeps a message for longer than 2^32 ms', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'x-delayed-message', { arguments: TYPE });
    const queue = await stage.boundQueue(channel, exchange, 'key');
    await stage.publish(exchange, 'key', 'in a year', after(31_536_000_000));
    await stage.publish(exchange, 'key', 'now');
    expect(await drain(channel, queue)).to.deep.equal(['now']);
  });

  it('delays what a transaction publishes, from its commit on', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'x-delayed-message', { arguments: TYPE });
    const queue = await stage.boundQueue(channel, exchange, 'key');
    const inbox = await Inbox.open(channel, queue, { noAck: true });
    const client = new AMQPClient(broker.url);
    await client.connect();
    const transaction = await client.channel();
    await transaction.txSelect();
    await transaction.basicPublish(exchange, 'key', 'rolled back', {
      headers: { 'x-delay': 20 },
    });
    await transaction.txRollback();
    await transaction.basicPublish(exchange, 'key', 'late', { headers: { 'x-delay': 100 } });
    await transaction.basicPublish(exchange, 'key', 'now');
    await transaction.txCommit();
    expect(await inbox.takeTexts(2)).to.deep.equal(['now', 'late']);
    await client.close();
  });

  it('delays dead letters', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'x-delayed-message', { arguments: TYPE });
    const queue = await stage.boundQueue(channel, exchange, 'key');
    const inbox = await Inbox.open(channel, queue, { noAck: true });
    const source = await stage.queue(channel, {
      deadLetterExchange: exchange,
      deadLetterRoutingKey: 'key',
    });
    const published = Date.now();
    await stage.publish('', source, 'm', after(100));
    const message = await channel.get(source);
    if (message !== false) channel.reject(message, false);
    const letter = await inbox.next();
    expect(Date.now() - published).to.be.at.least(100 - TOO_EARLY_MS);
    expect(letter.properties.headers).to.include({
      'x-delay': -100,
      'x-first-death-queue': source,
    });
  });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`keeps what was confirmed over a restart by ${signal}, and is on time`, async () => {
      const channel = await stage.channel();
      const exchange = await stage.exchange(channel, 'x-delayed-message', { arguments: TYPE });
      const queue = await stage.boundQueue(channel, exchange, 'key');
      const persistent = { persistent: true };
      await stage.publish(exchange, 'key', 'in a year', after(31_536_000_000, persistent));
      await stage.publish(exchange, 'key', 'late', after(1_500, persistent));
      await stage.publish(exchange, 'key', 'meanwhile', after(1, persistent));
      await stage.publish(exchange, 'key', 'transient', after(1_500, { persistent: false }));
      await broker.restart(signal);
      stage.forgetConnections();
      const again = await stage.channel();
      const inbox = await Inbox.open(again, queue, { noAck: true });
      expect(await inbox.takeTexts(2)).to.deep.equal(['meanwhile', 'late']);
      await stage.publish(exchange, 'key', 'now');
      expect(await inbox.nextText()).to.equal('now');
    });
  }
});
