/**
 * The capabilities that the broker announces, each seen at work. That of connection.blocked needs a
 * broker that is short of memory: the specs have it.
 */
import amqplib, { type GetMessage } from 'amqplib';
import { expect } from 'chai';
import { broker } from '../support/broker.js';
import { Inbox } from '../support/inbox.js';
import { encode } from '../support/raw/encode.js';
import { RawPeer } from '../support/raw/raw-peer.js';
import { drain, useStage } from '../support/stage.js';

describe('The capability', () => {
  const stage = useStage();
  afterEach(() => RawPeer.abortAll());

  it('publisher_confirms: a publish is confirmed', async () => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    channel.sendToQueue(queue, Buffer.from('m'), { persistent: true });
    await channel.waitForConfirms();
    expect((await channel.checkQueue(queue)).messageCount).to.equal(1);
  });

  it('exchange_exchange_bindings: a message goes from one exchange to another', async () => {
    const channel = await stage.channel();
    const [source, destination] = [
      await stage.exchange(channel, 'direct'),
      await stage.exchange(channel, 'fanout'),
    ];
    const queue = await stage.boundQueue(channel, destination, '');
    await channel.bindExchange(destination, source, 'key');
    await stage.publish(source, 'key', 'm');
    expect(await drain(channel, queue)).to.deep.equal(['m']);
  });

  it('basic.nack: several messages are given back at once', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['1', '2']);
    await channel.get(queue);
    channel.nack((await channel.get(queue)) as GetMessage, true, true);
    expect(await drain(channel, queue)).to.deep.equal(['1', '2']);
  });

  it('consumer_cancel_notify: a consumer hears that its queue is gone', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const inbox = await Inbox.open(channel, queue);
    await channel.deleteQueue(queue);
    await inbox.cancelled();
  });

  it('consumer_priorities: the most important consumer goes first', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const common = await Inbox.open(channel, queue);
    const important = await Inbox.open(channel, queue, { priority: 1 });
    await stage.fill(queue, ['1', '2']);
    expect([await important.nextText(), await important.nextText()]).to.deep.equal(['1', '2']);
    await channel.checkQueue(queue);
    expect(common.count).to.equal(0);
  });

  it('authentication_failure_close: a refused login is told', async () => {
    const url = new URL(broker.url);
    url.password = 'wrong';
    const outcome = await amqplib.connect(url.href).then(() => 'open', String);
    expect(outcome).to.include('ACCESS_REFUSED');
  });

  it('per_consumer_qos: a prefetch counts for each consumer by itself', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await channel.prefetch(1);
    const inboxes = [await Inbox.open(channel, queue), await Inbox.open(channel, queue)];
    await stage.fill(queue, ['1', '2', '3']);
    const texts = await Promise.all(inboxes.map((inbox) => inbox.nextText()));
    expect(texts.sort()).to.deep.equal(['1', '2']);
    expect((await channel.checkQueue(queue)).messageCount).to.equal(1);
  });

  it('direct_reply_to: a reply needs no queue', async () => {
    const channel = await stage.channel();
    const replies = await Inbox.open(channel, 'amq.rabbitmq.reply-to', { noAck: true });
    const queue = await stage.queue(channel);
    channel.sendToQueue(queue, Buffer.from('?'), { replyTo: 'amq.rabbitmq.reply-to' });
    const inbox = await Inbox.open(channel, queue, { noAck: true });
    const { properties } = await inbox.next();
    channel.sendToQueue(properties.replyTo as string, Buffer.from('!'));
    expect(await replies.nextText()).to.equal('!');
  });

  /** The broker's own users have passwords, which were asked for at the login and are not again. */
  for (const secret of ['guest', 'wrong']) {
    it(`connection.update-secret, though nobody announces it: '${secret}' is taken`, async () => {
      const peer = await RawPeer.open();
      const fields = [encode.longString(secret), encode.shortString('a reason')];
      peer.method(0, encode.method(10, 70, ...fields));
      await peer.expectMethod(0, 10, 71);
      await peer.openChannel(1);
      await peer.close();
    });
  }
});
