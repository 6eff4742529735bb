/**
 * Publisher confirms.
 */
import { expect } from 'chai';
import { Mailbox } from '../support/mailbox.js';
import { encode } from '../support/raw/encode.js';
import { HEADER_FRAME, RawPeer } from '../support/raw/raw-peer.js';
import { publishConfirmed, useStage } from '../support/stage.js';

describe('Publisher confirms', () => {
  const stage = useStage();
  afterEach(() => RawPeer.abortAll());

  it('number the messages of a channel from one', async () => {
    const channel = await stage.confirmChannel();
    const acks = new Mailbox<{ deliveryTag: number }>('a confirm');
    channel.on('ack', (fields) => {
      acks.put(fields);
    });
    const queue = await stage.queue(channel);
    for (const tag of [1, 2, 3]) {
      await publishConfirmed(channel, '', queue, 'm');
      expect(await acks.next()).to.include({ deliveryTag: tag });
    }
  });

  it('come for every one of many messages, persistent and transient', async () => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    const confirmed: Promise<void>[] = [];
    for (let index = 0; index < 500; index++) {
      const options = { persistent: index % 2 === 0 };
      confirmed.push(publishConfirmed(channel, '', queue, 'm', options));
    }
    await Promise.all(confirmed);
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 500 });
  });

  it('come for messages that no queue took', async () => {
    const channel = await stage.confirmChannel();
    await publishConfirmed(channel, '', 'no-such-queue', 'm', { persistent: true });
  });

  it('come for messages whose queue is deleted', async () => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    const confirmed: Promise<void>[] = [];
    for (let index = 0; index < 100; index++) {
      confirmed.push(publishConfirmed(channel, '', queue, 'm', { persistent: true }));
      if (index === 50) confirmed.push(channel.deleteQueue(queue).then(() => undefined));
    }
    await Promise.all(confirmed);
  });

  it('come for messages to many queues once', async () => {
    const channel = await stage.confirmChannel();
    const exchange = await stage.exchange(channel, 'fanout');
    for (let count = 0; count < 5; count++) await stage.boundQueue(channel, exchange, '');
    await publishConfirmed(channel, exchange, '', 'm', { persistent: true });
    await publishConfirmed(channel, exchange, '', 'm', { persistent: true });
  });

  it('come for a persistent message though a consumer took it at once', async () => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await channel.consume(queue, () => undefined, { noAck: true });
    await publishConfirmed(channel, '', queue, 'm', { persistent: true });
  });

  it('count from the moment of confirm.select', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    publishNowhere(peer);
    peer.method(1, encode.method(85, 10, encode.bits(false)));
    await peer.expectMethod(1, 85, 11);
    publishNowhere(peer);
    const ack = await peer.expectMethod(1, 60, 80);
    expect([ack.longlong(), ack.octet()]).to.deep.equal([1, 0]);
  });

  it('may be selected twice', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.method(1, encode.method(85, 10, encode.bits(false)));
    await peer.expectMethod(1, 85, 11);
    peer.method(1, encode.method(85, 10, encode.bits(false)));
    await peer.expectMethod(1, 85, 11);
  });

  it('may be selected without an answer', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.method(1, encode.method(85, 10, encode.bits(true)));
    publishNowhere(peer);
    await peer.expectMethod(1, 60, 80);
  });

  it('add up to all messages, single or cumulative, in whatever grouping', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.method(1, encode.method(85, 10, encode.bits(true)));
    const count = 100;
    for (let index = 0; index < count; index++) publishNowhere(peer);
    const open = new Set(Array.from({ length: count }, (_, index) => index + 1));
    while (open.size > 0) {
      const ack = await peer.expectMethod(1, 60, 80);
      const tag = ack.longlong();
      const isMultiple = ack.octet() === 1;
      expect(open.has(tag), `tag ${tag} is open`).to.equal(true);
      for (const one of [...open]) if (one === tag || (isMultiple && one < tag)) open.delete(one);
    }
  });

  it('are nacks for what a full queue rejects', async () => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { maxLength: 1, overflow: 'reject-publish' });
    await publishConfirmed(channel, '', queue, 'kept');
    const outcome = await publishConfirmed(channel, '', queue, 'refused').then(
      () => 'ack',
      (error: Error) => error.message,
    );
    expect(outcome).to.equal('message nacked');
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 1 });
  });

  it('are acks again once the queue has room', async () => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { maxLength: 1, overflow: 'reject-publish' });
    await publishConfirmed(channel, '', queue, 'first');
    await channel.get(queue, { noAck: true });
    await publishConfirmed(channel, '', queue, 'second');
  });
});

function publishNowhere(peer: RawPeer): void {
  peer.basicPublish(1, '', 'no-such-queue');
  peer.frame(HEADER_FRAME, 1, encode.contentHeader(0));
}
