/**
 * Exchanges behind exchanges: bindings between exchanges, and alternate exchanges.
 */
import { expect } from 'chai';
import { expectFault } from '../support/fault.js';
import { drain, returnsOf, useStage } from '../support/stage.js';

describe('A binding between exchanges', () => {
  const stage = useStage();

  it('hands on what matches, by the rules of each exchange on the way', async () => {
    const channel = await stage.channel();
    const source = await stage.exchange(channel, 'topic');
    const destination = await stage.exchange(channel, 'direct');
    await channel.bindExchange(destination, source, 'order.*');
    const queue = await stage.boundQueue(channel, destination, 'order.new');
    for (const key of ['order.new', 'order.old', 'letter.new']) {
      await stage.publish(source, key, key);
    }
    expect(await drain(channel, queue)).to.deep.equal(['order.new']);
  });

  it('leaves exchange and routing key of the message as they were published', async () => {
    const channel = await stage.channel();
    const source = await stage.exchange(channel, 'fanout');
    const destination = await stage.exchange(channel, 'fanout');
    await channel.bindExchange(destination, source, '');
    const queue = await stage.boundQueue(channel, destination, '');
    await stage.publish(source, 'key', 'm');
    const message = await channel.get(queue, { noAck: true });
    expect(message)
      .to.have.property('fields')
      .that.includes({ exchange: source, routingKey: 'key' });
  });

  it('gives a queue one copy though it is reached on two ways', async () => {
    const channel = await stage.channel();
    const source = await stage.exchange(channel, 'fanout');
    const queue = await stage.boundQueue(channel, source, '');
    for (const destination of [
      await stage.exchange(channel, 'fanout'),
      await stage.exchange(channel, 'fanout'),
    ]) {
      await channel.bindExchange(destination, source, '');
      await channel.bindQueue(queue, destination, '');
    }
    await stage.publish(source, '', 'm');
    expect(await drain(channel, queue)).to.deep.equal(['m']);
  });

  it('may close a circle', async () => {
    const channel = await stage.channel();
    const one = await stage.exchange(channel, 'fanout');
    const two = await stage.exchange(channel, 'fanout');
    await channel.bindExchange(two, one, '');
    await channel.bindExchange(one, two, '');
    await channel.bindExchange(one, one, '');
    const queue = await stage.boundQueue(channel, two, '');
    await stage.publish(one, '', 'm');
    expect(await drain(channel, queue)).to.deep.equal(['m']);
  });

  it('that is taken away hands nothing on any more', async () => {
    const channel = await stage.channel();
    const source = await stage.exchange(channel, 'fanout');
    const destination = await stage.exchange(channel, 'fanout');
    await channel.bindExchange(destination, source, 'key');
    await channel.unbindExchange(destination, source, 'key');
    const queue = await stage.boundQueue(channel, destination, '');
    await stage.publish(source, '', 'm');
    expect(await drain(channel, queue)).to.deep.equal([]);
  });

  it('goes with its destination', async () => {
    const channel = await stage.channel();
    const source = await stage.exchange(channel, 'fanout');
    const destination = await stage.exchange(channel, 'fanout');
    await channel.bindExchange(destination, source, '');
    await channel.deleteExchange(destination);
    await channel.deleteExchange(source, { ifUnused: true });
  });

  it('from an exchange that is not there is refused with 404', async () => {
    const channel = await stage.channel();
    const destination = await stage.exchange(channel, 'fanout');
    await expectFault(
      channel,
      { code: 404, text: "NOT_FOUND - no exchange 'no-such-exchange' in vhost '/'" },
      () => channel.bindExchange(destination, 'no-such-exchange', ''),
    );
  });

  it('to an exchange that is not there is refused with 404', async () => {
    const channel = await stage.channel();
    const source = await stage.exchange(channel, 'fanout');
    await expectFault(
      channel,
      { code: 404, text: "NOT_FOUND - no exchange 'no-such-exchange' in vhost '/'" },
      () => channel.bindExchange('no-such-exchange', source, ''),
    );
  });

  it('to or from the default exchange is refused with 403', async () => {
    const exchange = await stage.exchange(await stage.channel(), 'fanout');
    for (const [destination, source] of [
      ['', exchange],
      [exchange, ''],
    ] as const) {
      const channel = await stage.channel();
      await expectFault(
        channel,
        { code: 403, text: 'ACCESS_REFUSED - operation not permitted on the default exchange' },
        () => channel.bindExchange(destination, source, 'key'),
      );
    }
  });
});

describe('An alternate exchange', () => {
  const stage = useStage();

  it('is handed what no binding matched, and nothing else', async () => {
    const channel = await stage.channel();
    const alternate = await stage.exchange(channel, 'fanout');
    const exchange = await stage.exchange(channel, 'direct', { alternateExchange: alternate });
    const bound = await stage.boundQueue(channel, exchange, 'known');
    const rest = await stage.boundQueue(channel, alternate, '');
    await stage.publish(exchange, 'known', 'known');
    await stage.publish(exchange, 'unknown', 'unknown');
    expect(await drain(channel, bound)).to.deep.equal(['known']);
    expect(await drain(channel, rest)).to.deep.equal(['unknown']);
  });

  it('may have an alternate exchange itself', async () => {
    const channel = await stage.channel();
    const last = await stage.exchange(channel, 'fanout');
    const second = await stage.exchange(channel, 'direct', { alternateExchange: last });
    const first = await stage.exchange(channel, 'direct', { alternateExchange: second });
    const queue = await stage.boundQueue(channel, last, '');
    await stage.publish(first, 'key', 'm');
    expect(await drain(channel, queue)).to.deep.equal(['m']);
  });

  it('may point back in a circle', async () => {
    const channel = await stage.channel();
    const one = stage.exchangeName();
    const two = stage.exchangeName();
    await channel.assertExchange(one, 'direct', { alternateExchange: two });
    await channel.assertExchange(two, 'direct', { alternateExchange: one });
    await stage.publish(one, 'key', 'm');
    await channel.checkExchange(one);
  });

  it('that catches a mandatory message keeps it from being returned', async () => {
    const channel = await stage.confirmChannel();
    const returns = returnsOf(channel);
    const alternate = await stage.exchange(channel, 'fanout');
    const exchange = await stage.exchange(channel, 'direct', { alternateExchange: alternate });
    const queue = await stage.boundQueue(channel, alternate, '');
    channel.publish(exchange, 'key', Buffer.from('m'), { mandatory: true });
    await channel.waitForConfirms();
    expect(returns.count).to.equal(0);
    expect(await drain(channel, queue)).to.deep.equal(['m']);
  });

  it('without a match either leaves a mandatory message to be returned', async () => {
    const channel = await stage.confirmChannel();
    const returns = returnsOf(channel);
    const alternate = await stage.exchange(channel, 'direct');
    const exchange = await stage.exchange(channel, 'direct', { alternateExchange: alternate });
    channel.publish(exchange, 'key', Buffer.from('m'), { mandatory: true });
    await channel.waitForConfirms();
    expect((await returns.next()).fields).to.include({ exchange, routingKey: 'key' });
  });

  it('that is not there means that unmatched messages are dropped', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct', {
      alternateExchange: 'no-such-exchange',
    });
    await stage.publish(exchange, 'key', 'm');
    await channel.checkExchange(exchange);
  });

  it('is used as soon as it is declared', async () => {
    const channel = await stage.channel();
    const alternate = stage.exchangeName();
    const exchange = await stage.exchange(channel, 'direct', { alternateExchange: alternate });
    await stage.publish(exchange, 'key', 'before');
    await channel.assertExchange(alternate, 'fanout');
    const queue = await stage.boundQueue(channel, alternate, '');
    await stage.publish(exchange, 'key', 'after');
    expect(await drain(channel, queue)).to.deep.equal(['after']);
  });
});
