/**
 * Binding queues to exchanges and unbinding them.
 */
import { expect } from 'chai';
import { expectFault } from '../support/fault.js';
import { drain, useStage } from '../support/stage.js';

describe('A binding', () => {
  const stage = useStage();

  it('made twice is one binding', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    const queue = await stage.boundQueue(channel, exchange, 'key', 'key');
    await stage.publish(exchange, 'key', 'm');
    expect(await drain(channel, queue)).to.deep.equal(['m']);
    await channel.unbindQueue(queue, exchange, 'key');
    await stage.publish(exchange, 'key', 'm');
    expect(await drain(channel, queue)).to.deep.equal([]);
  });

  it('with other arguments is another binding', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    const queue = await stage.queue(channel);
    await channel.bindQueue(queue, exchange, 'key', { note: 'one' });
    await channel.bindQueue(queue, exchange, 'key', { note: 'two' });
    await channel.unbindQueue(queue, exchange, 'key', { note: 'one' });
    await stage.publish(exchange, 'key', 'm');
    expect(await drain(channel, queue)).to.deep.equal(['m']);
    await channel.unbindQueue(queue, exchange, 'key', { note: 'two' });
    await stage.publish(exchange, 'key', 'm');
    expect(await drain(channel, queue)).to.deep.equal([]);
  });

  it('goes with its queue', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'fanout');
    const queue = await stage.boundQueue(channel, exchange, '');
    await channel.deleteQueue(queue);
    await channel.assertQueue(queue);
    await stage.publish(exchange, '', 'm');
    expect(await drain(channel, queue)).to.deep.equal([]);
  });

  it('from an exchange that is not there is refused with 404', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await expectFault(
      channel,
      { code: 404, text: "NOT_FOUND - no exchange 'no-such-exchange' in vhost '/'" },
      () => channel.bindQueue(queue, 'no-such-exchange', 'key'),
    );
  });

  it('of a queue that is not there is refused with 404', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      { code: 404, text: "NOT_FOUND - no queue 'no-such-queue' in vhost '/'" },
      () => channel.bindQueue('no-such-queue', 'amq.direct', 'key'),
    );
  });

  it('from the default exchange is refused with 403', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await expectFault(
      channel,
      { code: 403, text: 'ACCESS_REFUSED - operation not permitted on the default exchange' },
      () => channel.bindQueue(queue, '', 'key'),
    );
  });

  it('taken from the default exchange is refused with 403', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await expectFault(
      channel,
      { code: 403, text: 'ACCESS_REFUSED - operation not permitted on the default exchange' },
      () => channel.unbindQueue(queue, '', queue),
    );
  });

  it('with an unknown x-match is refused with 406', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'headers');
    const queue = await stage.queue(channel);
    await expectFault(
      channel,
      {
        code: 406,
        text:
          'PRECONDITION_FAILED - Invalid x-match field value <<"some">>; ' +
          'expected all, any, all-with-x, or any-with-x',
      },
      () => channel.bindQueue(queue, exchange, '', { 'x-match': 'some' }),
    );
  });

  it('with an x-match that is no string is refused with 406', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'headers');
    const queue = await stage.queue(channel);
    await expectFault(
      channel,
      {
        code: 406,
        text:
          'PRECONDITION_FAILED - Invalid x-match field type bool (value true); ' +
          'expected longstr',
      },
      () => channel.bindQueue(queue, exchange, '', { 'x-match': true }),
    );
  });

  it('without a queue name means the queue declared last, and its name for the key', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    const queue = await stage.queue(channel);
    await channel.bindQueue('', exchange, '');
    await stage.publish(exchange, queue, 'm');
    expect(await drain(channel, queue)).to.deep.equal(['m']);
  });
});

describe('Unbinding what is not bound', () => {
  const stage = useStage();

  it('is fine', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    const queue = await stage.boundQueue(channel, exchange, 'key');
    await channel.unbindQueue(queue, exchange, 'other key');
    await channel.unbindQueue(queue, exchange, 'key', { argument: 1 });
    await stage.publish(exchange, 'key', 'm');
    expect(await drain(channel, queue)).to.deep.equal(['m']);
  });

  it('is fine where the queue or the exchange is not there', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await channel.unbindQueue(queue, 'no-such-exchange', 'key');
    await channel.unbindQueue('no-such-queue', 'amq.direct', 'key');
  });

  it('is fine between exchanges too', async () => {
    const channel = await stage.channel();
    const source = await stage.exchange(channel, 'direct');
    const destination = await stage.exchange(channel, 'fanout');
    await channel.unbindExchange(destination, source, 'key');
    await channel.unbindExchange(destination, 'no-such-exchange', 'key');
    await channel.unbindExchange('no-such-exchange', source, 'key');
  });
});
