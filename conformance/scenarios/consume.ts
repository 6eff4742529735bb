/**
 * Consumers: their tags, exclusiveness, cancelling from either side, and who gets the next message.
 */
import { expect } from 'chai';
import { expectFault } from '../support/fault.js';
import { fence } from '../support/fence.js';
import { Inbox } from '../support/inbox.js';
import { drain, useStage } from '../support/stage.js';

describe('A consumer', () => {
  const stage = useStage();

  it('gets the messages of its queue in order', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['one', 'two']);
    const inbox = await Inbox.open(channel, queue);
    await stage.fill(queue, ['three']);
    expect(await inbox.takeTexts(3)).to.deep.equal(['one', 'two', 'three']);
  });

  it('gets deliveries that are numbered from one on its channel', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const inbox = await Inbox.open(channel, queue, { consumerTag: 'mine' });
    await stage.publish('', queue, 'one');
    await stage.publish('', queue, 'two');
    const [one, two] = await inbox.take(2);
    expect(one?.fields).to.deep.equal({
      consumerTag: 'mine',
      deliveryTag: 1,
      redelivered: false,
      exchange: '',
      routingKey: queue,
    });
    expect(two?.fields).to.include({ deliveryTag: 2 });
  });

  it('gets a tag from the broker when it brings none', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const one = await Inbox.open(channel, queue);
    const two = await Inbox.open(channel, queue);
    expect(one.consumerTag).to.match(/^amq\.ctag-.{10,}/);
    expect(two.consumerTag).to.not.equal(one.consumerTag);
  });

  it('with a tag that its channel has already closes the connection with 530', async () => {
    const connection = await stage.connect();
    const channel = await stage.channel(connection);
    const queue = await stage.queue(channel);
    await Inbox.open(channel, queue, { consumerTag: 'mine' });
    await expectFault(
      connection,
      { code: 530, text: "NOT_ALLOWED - attempt to reuse consumer tag 'mine'" },
      () => channel.consume(queue, () => undefined, { consumerTag: 'mine' }),
    );
  });

  it('may have the tag of a consumer on another channel', async () => {
    const connection = await stage.connect();
    const one = await stage.channel(connection);
    const two = await stage.channel(connection);
    const queue = await stage.queue(one);
    await Inbox.open(one, queue, { consumerTag: 'mine' });
    await Inbox.open(two, queue, { consumerTag: 'mine' });
    expect(await one.checkQueue(queue)).to.include({ consumerCount: 2 });
  });

  it('may have the tag of a cancelled one', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await Inbox.open(channel, queue, { consumerTag: 'mine' });
    await channel.cancel('mine');
    const inbox = await Inbox.open(channel, queue, { consumerTag: 'mine' });
    await stage.publish('', queue, 'm');
    expect(await inbox.nextText()).to.equal('m');
  });

  it('of a queue that is not there is refused with 404', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      { code: 404, text: "NOT_FOUND - no queue 'no-such-queue' in vhost '/'" },
      () => channel.consume('no-such-queue', () => undefined),
    );
  });

  it('without acknowledgements settles messages as they are delivered', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const consumer = await stage.channel();
    const inbox = await Inbox.open(consumer, queue, { noAck: true });
    await stage.fill(queue, ['m']);
    await inbox.next();
    await consumer.close();
    expect(await drain(channel, queue)).to.deep.equal([]);
  });

  it('that asks for no-local gets the messages of its own connection all the same', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const inbox = await Inbox.open(channel, queue, { noLocal: true });
    channel.publish('', queue, Buffer.from('m'));
    expect(await inbox.nextText()).to.equal('m');
  });
});

describe('An exclusive consumer', () => {
  const stage = useStage();

  it('lets no other consumer in: 403', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await Inbox.open(channel, queue, { exclusive: true });
    const other = await stage.channel();
    await expectFault(
      other,
      { code: 403, text: `ACCESS_REFUSED - queue '${queue}' in vhost '/' in exclusive use` },
      () => other.consume(queue, () => undefined),
    );
  });

  it('is not let in where there is another: 403', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await Inbox.open(channel, queue);
    const other = await stage.channel();
    await expectFault(
      other,
      { code: 403, text: `ACCESS_REFUSED - queue '${queue}' in vhost '/' in exclusive use` },
      () => other.consume(queue, () => undefined, { exclusive: true }),
    );
  });

  it('gives way when it is cancelled', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const first = await Inbox.open(channel, queue, { exclusive: true });
    await channel.cancel(first.consumerTag);
    await Inbox.open(channel, queue, { exclusive: true });
  });
});

describe('Cancelling a consumer', () => {
  const stage = useStage();

  it('stops its deliveries', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const inbox = await Inbox.open(channel, queue);
    expect(await channel.cancel(inbox.consumerTag)).to.deep.equal({
      consumerTag: inbox.consumerTag,
    });
    await stage.fill(queue, ['m']);
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 1, consumerCount: 0 });
  });

  it('leaves what it has to be acknowledged on its channel', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['m']);
    const inbox = await Inbox.open(channel, queue);
    const message = await inbox.next();
    await channel.cancel(inbox.consumerTag);
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 0 });
    channel.ack(message);
    await channel.close();
    expect(await drain(await stage.channel(), queue)).to.deep.equal([]);
  });

  it('that is not there is fine', async () => {
    const channel = await stage.channel();
    expect(await channel.cancel('nobody')).to.deep.equal({ consumerTag: 'nobody' });
  });

  it('is done by the broker, with notice, when the queue is deleted', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const one = await Inbox.open(channel, queue);
    const two = await Inbox.open(channel, queue);
    await (await stage.channel()).deleteQueue(queue);
    await one.cancelled();
    await two.cancelled();
    await stage.queue(channel);
  });
});

describe('Several consumers of a queue', () => {
  const stage = useStage();

  it('get messages in turn', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const inboxes = [
      await Inbox.open(channel, queue),
      await Inbox.open(channel, queue),
      await Inbox.open(channel, queue),
    ];
    await stage.fill(queue, ['1', '2', '3', '4', '5', '6']);
    const shares = await Promise.all(inboxes.map((inbox) => inbox.takeTexts(2)));
    expect(shares).to.deep.equal([
      ['1', '4'],
      ['2', '5'],
      ['3', '6'],
    ]);
  });

  it('of different priority: the highest gets all while it has credit', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await channel.prefetch(2);
    const low = await Inbox.open(channel, queue, { priority: -5 });
    const high = await Inbox.open(channel, queue, { priority: 10 });
    const middle = await Inbox.open(channel, queue);
    await stage.fill(queue, ['1', '2', '3', '4', '5', '6']);
    expect(await high.takeTexts(2)).to.deep.equal(['1', '2']);
    expect(await middle.takeTexts(2)).to.deep.equal(['3', '4']);
    expect(await low.takeTexts(2)).to.deep.equal(['5', '6']);
  });

  it('with single-active-consumer: one gets all, the next takes over', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: { 'x-single-active-consumer': true } });
    const active = await Inbox.open(channel, queue);
    const standby = await Inbox.open(channel, queue);
    await stage.fill(queue, ['1', '2', '3']);
    expect(await active.takeTexts(3)).to.deep.equal(['1', '2', '3']);
    await fence(channel, queue);
    expect(standby.count).to.equal(0);
    await channel.cancel(active.consumerTag);
    await stage.fill(queue, ['4']);
    expect(await standby.nextText()).to.equal('4');
  });

  it('with single-active-consumer may not be exclusive: 403', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: { 'x-single-active-consumer': true } });
    await expectFault(
      channel,
      { code: 403, text: `ACCESS_REFUSED - queue '${queue}' in vhost '/' in exclusive use` },
      () => channel.consume(queue, () => undefined, { exclusive: true }),
    );
  });
});
