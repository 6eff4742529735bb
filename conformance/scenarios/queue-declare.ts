/**
 * Declaring queues: names, equivalence, exclusive and auto-delete ones.
 */
import type { Channel } from 'amqplib';
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import { expectFault } from '../support/fault.js';
import { Inbox } from '../support/inbox.js';
import { drain, uniqueName, useStage } from '../support/stage.js';

describe('Declaring a queue', () => {
  const stage = useStage();

  it('answers its name and that it is empty', async () => {
    const channel = await stage.channel();
    const queue = stage.queueName();
    expect(await channel.assertQueue(queue)).to.deep.equal({
      queue,
      messageCount: 0,
      consumerCount: 0,
    });
  });

  it('again answers its ready messages and its consumers', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['one', 'two', 'three']);
    await channel.prefetch(1);
    const inbox = await Inbox.open(channel, queue);
    await inbox.next();
    expect(await channel.assertQueue(queue)).to.deep.equal({
      queue,
      messageCount: 2,
      consumerCount: 1,
    });
  });

  it('again keeps its messages', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['m']);
    await channel.assertQueue(queue);
    expect(await drain(channel, queue)).to.deep.equal(['m']);
  });

  it('again with another durability is refused with 406', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { durable: true });
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - inequivalent arg 'durable' for queue '${queue}' ` +
          "in vhost '/': received 'false' but current is 'true'",
      },
      () => channel.assertQueue(queue, { durable: false }),
    );
  });

  it('again with another auto-delete is refused with 406', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - inequivalent arg 'auto_delete' for queue '${queue}' ` +
          "in vhost '/': received 'true' but current is 'false'",
      },
      () => channel.assertQueue(queue, { autoDelete: true }),
    );
  });

  it('again with another argument value is refused with 406', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { messageTtl: 60_000 });
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - inequivalent arg 'x-message-ttl' for queue '${queue}' ` +
          "in vhost '/': received '1000' but current is '60000'",
      },
      () => channel.assertQueue(queue, { messageTtl: 1000 }),
    );
  });

  it('again without an argument that it has is refused with 406', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: { 'x-max-length': long(10) } });
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue '${queue}' ` +
          "in vhost '/': received none but current is the value '10' of type 'long'",
      },
      () => channel.assertQueue(queue),
    );
  });

  it('again with an argument that it has not is refused with 406', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await expectFault(
      channel,
      {
        code: 406,
        text:
          "PRECONDITION_FAILED - inequivalent arg 'x-dead-letter-exchange' for queue " +
          `'${queue}' in vhost '/': received the value 'amq.fanout' of type 'longstr' ` +
          'but current is none',
      },
      () => channel.assertQueue(queue, { deadLetterExchange: 'amq.fanout' }),
    );
  });

  it('again with the same number in another integer type changes nothing', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: { 'x-max-length': long(10) } });
    await channel.assertQueue(queue, { arguments: { 'x-max-length': 10 } });
  });

  it('ignores arguments that mean nothing to it', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: { 'x-conformance': 'anything' } });
    await channel.checkQueue(queue);
  });

  it('of a reserved name is refused with 403', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      {
        code: 403,
        text: "ACCESS_REFUSED - queue name 'amq.conformance' contains reserved prefix 'amq.*'",
      },
      () => channel.assertQueue('amq.conformance'),
    );
  });

  it('takes a name of 255 octets', async () => {
    const channel = await stage.channel();
    const queue = uniqueName('n'.repeat(255)).slice(0, 255);
    expect(await channel.assertQueue(queue, { exclusive: true })).to.include({ queue });
    await stage.publish('', queue, 'm');
    expect(await drain(channel, queue)).to.deep.equal(['m']);
  });

  it('takes a name in any script', async () => {
    const channel = await stage.channel();
    const queue = stage.queueName('räksmörgås-兎-🐇');
    expect(await channel.assertQueue(queue)).to.include({ queue });
    await stage.publish('', queue, 'm');
    const message = await channel.get(queue, { noAck: true });
    expect(message).to.have.property('fields').that.includes({ routingKey: queue });
  });

  it('takes line ends out of its name', async () => {
    const channel = await stage.channel();
    const queue = stage.queueName();
    expect(await channel.assertQueue(`${queue}\r\n`)).to.include({ queue });
  });

  it('passively finds it, and is refused with 404 when it is not there', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    expect(await channel.checkQueue(queue)).to.include({ queue });
    await expectFault(
      channel,
      { code: 404, text: "NOT_FOUND - no queue 'no-such-queue' in vhost '/'" },
      () => channel.checkQueue('no-such-queue'),
    );
  });
});

describe('A server-named queue', () => {
  const stage = useStage();

  it('gets a name of its own that starts with amq.gen-', async () => {
    const channel = await stage.channel();
    const one = await channel.assertQueue('', { exclusive: true });
    const two = await channel.assertQueue('', { exclusive: true });
    expect(one.queue).to.match(/^amq\.gen-.{10,}/);
    expect(two.queue).to.match(/^amq\.gen-.{10,}/);
    expect(one.queue).to.not.equal(two.queue);
  });

  it('can be declared by its name passively only: the name is a reserved one', async () => {
    const channel = await stage.channel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    expect(await channel.checkQueue(queue)).to.include({ queue });
    await expectFault(
      channel,
      {
        code: 403,
        text: `ACCESS_REFUSED - queue name '${queue}' contains reserved prefix 'amq.*'`,
      },
      () => channel.assertQueue(queue, { exclusive: true }),
    );
  });

  it('is meant by the empty name on its channel from then on', async () => {
    const channel = await stage.channel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await stage.publish('', queue, 'm');
    expect(await channel.get('', { noAck: true })).to.have.property('content');
    await Inbox.open(channel, '');
    expect(await channel.purgeQueue('')).to.deep.equal({ messageCount: 0 });
    await channel.deleteQueue('');
  });

  it('is unknown to another channel, which is refused with 404', async () => {
    const owner = await stage.channel();
    await owner.assertQueue('', { exclusive: true });
    const channel = await stage.channel();
    await expectFault(
      channel,
      { code: 404, text: 'NOT_FOUND - no previously declared queue' },
      () => channel.get(''),
    );
  });
});

describe('An exclusive queue', () => {
  const stage = useStage();

  it('serves all channels of its connection', async () => {
    const connection = await stage.connect();
    const owner = await stage.channel(connection);
    const queue = await stage.queue(owner, { exclusive: true });
    const sibling = await stage.channel(connection);
    expect(await sibling.checkQueue(queue)).to.include({ queue });
    const inbox = await Inbox.open(sibling, queue);
    owner.publish('', queue, Buffer.from('m'));
    expect(await inbox.nextText()).to.equal('m');
  });

  it('may be published to by any connection', async () => {
    const owner = await stage.channel(await stage.connect());
    const queue = await stage.queue(owner, { exclusive: true });
    await stage.publish('', queue, 'm');
    expect(await drain(owner, queue)).to.deep.equal(['m']);
  });

  const uses = {
    declare: (channel, queue) => channel.assertQueue(queue, { exclusive: true }),
    'passive declare': (channel, queue) => channel.checkQueue(queue),
    consume: (channel, queue) => channel.consume(queue, () => undefined),
    get: (channel, queue) => channel.get(queue),
    purge: (channel, queue) => channel.purgeQueue(queue),
    bind: (channel, queue) => channel.bindQueue(queue, 'amq.fanout', ''),
    delete: (channel, queue) => channel.deleteQueue(queue),
  } satisfies Record<string, (channel: Channel, queue: string) => Promise<unknown>>;

  for (const [use, attempt] of Object.entries(uses)) {
    it(`refuses ${use} by another connection with 405`, async () => {
      const owner = await stage.channel(await stage.connect());
      const queue = await stage.queue(owner, { exclusive: true });
      const stranger = await stage.channel();
      await expectFault(
        stranger,
        {
          code: 405,
          text:
            `RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '${queue}' ` +
            "in vhost '/'. It could be originally declared on another connection or " +
            'the exclusive property value does not match that of the original declaration.',
        },
        () => attempt(stranger, queue),
      );
    });
  }

  it('cannot be declared over a queue that is not, which is refused with 405', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await expectFault(
      channel,
      {
        code: 405,
        text:
          `RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '${queue}' ` +
          "in vhost '/'. It could be originally declared on another connection or " +
          'the exclusive property value does not match that of the original declaration.',
      },
      () => channel.assertQueue(queue, { exclusive: true }),
    );
  });
});

describe('An auto-delete queue', () => {
  const stage = useStage();

  it('goes when its last consumer is cancelled', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { autoDelete: true });
    const one = await Inbox.open(channel, queue);
    const two = await Inbox.open(channel, queue);
    await channel.cancel(one.consumerTag);
    await channel.checkQueue(queue);
    await channel.cancel(two.consumerTag);
    await expectFault(
      channel,
      { code: 404, text: `NOT_FOUND - no queue '${queue}' in vhost '/'` },
      () => channel.checkQueue(queue),
    );
  });

  it('goes when the channel of its last consumer closes', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { autoDelete: true });
    const consumer = await stage.channel();
    await Inbox.open(consumer, queue);
    await consumer.close();
    await eventually('the auto-delete queue is gone', () => isGone(queue));
  });

  it('stays while it never had a consumer', async () => {
    const owner = await stage.connect();
    const queue = await stage.queue(await stage.channel(owner), { autoDelete: true });
    await owner.close();
    expect(await isGone(queue)).to.equal(false);
  });

  async function isGone(queue: string): Promise<boolean> {
    const channel = await stage.channel();
    return channel.checkQueue(queue).then(
      () => false,
      () => true,
    );
  }
});

function long(value: number): object {
  return { '!': 'long', value };
}
