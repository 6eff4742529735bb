/**
 * The life of a channel: opening, closing from either side, and the methods of class channel.
 */
import { expect } from 'chai';
import { expectFault } from '../support/fault.js';
import { encode } from '../support/raw/encode.js';
import { BODY_FRAME, HEADER_FRAME, RawPeer } from '../support/raw/raw-peer.js';
import { useStage } from '../support/stage.js';

const openMethod = encode.method(20, 10, encode.shortString(''));

describe('A channel', () => {
  const stage = useStage();
  afterEach(() => RawPeer.abortAll());

  it('opened a second time closes the connection with 504', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.method(1, openMethod);
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 504,
      text: "CHANNEL_ERROR - second 'channel.open' seen",
      cause: '20.10',
    });
  });

  it('used before it is open closes the connection with 504', async () => {
    const peer = await RawPeer.open();
    peer.method(1, encode.method(85, 10, encode.bits(false)));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 504,
      text: "CHANNEL_ERROR - expected 'channel.open'",
      cause: '85.10',
    });
  });

  it('can have any number up to the negotiated limit', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(2047);
    await peer.openChannel(7);
    await peer.close();
  });

  it('over the negotiated number of channels closes the connection with 530', async () => {
    const peer = await RawPeer.open({ channelMax: 2 });
    await peer.openChannel(1);
    await peer.openChannel(2);
    peer.method(3, openMethod);
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 530,
      text:
        'NOT_ALLOWED - number of channels opened (2) has reached the ' +
        'negotiated channel_max (2)',
      cause: '0.0',
    });
  });

  it('can be opened again under its number once closed', async () => {
    const peer = await RawPeer.open({ channelMax: 1 });
    for (let round = 0; round < 3; round++) {
      await peer.openChannel(1);
      closeChannel(peer);
      await peer.expectMethod(1, 20, 41);
    }
    await peer.close();
  });

  it('that the broker closed ignores all but close-ok, and is free after it', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    checkQueue(peer, 'no-such-queue');
    expect(await peer.expectChannelClose(1)).to.deep.equal({
      code: 404,
      text: "NOT_FOUND - no queue 'no-such-queue' in vhost '/'",
      cause: '50.10',
    });
    checkQueue(peer, 'no-such-queue-either');
    peer.basicPublish(1, 'no-such-exchange', 'key');
    peer.frame(HEADER_FRAME, 1, encode.contentHeader(2));
    peer.frame(BODY_FRAME, 1, Buffer.from('ok'));
    peer.channelCloseOk(1);
    await peer.openChannel(1);
    await peer.close();
  });

  it('closed from both sides at once is answered with close-ok', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    checkQueue(peer, 'no-such-queue');
    closeChannel(peer);
    await peer.expectChannelClose(1);
    await peer.expectMethod(1, 20, 41);
    peer.channelCloseOk(1);
    await peer.openChannel(1);
    await peer.close();
  });

  it('closing leaves the other channels of its connection alone', async () => {
    const broken = await stage.channel();
    const sound = await stage.channel();
    await expectFault(
      broken,
      { code: 404, text: "NOT_FOUND - no exchange 'no-such-exchange' in vhost '/'" },
      () => broken.checkExchange('no-such-exchange'),
    );
    await stage.queue(sound);
  });

  it('answers channel.flow active=true', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.method(1, encode.method(20, 20, encode.bits(true)));
    expect((await peer.expectMethod(1, 20, 21)).octet()).to.equal(1);
    await peer.close();
  });

  it('asked for channel.flow active=false closes the connection with 540', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.method(1, encode.method(20, 20, encode.bits(false)));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 540,
      text: 'NOT_IMPLEMENTED - active=false',
      cause: '20.20',
    });
  });

  it('answers access.request with ticket 1', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    const flags = encode.bits(false, false, true, true, true);
    peer.method(1, encode.method(30, 10, encode.shortString('/data'), flags));
    expect((await peer.expectMethod(1, 30, 11)).short()).to.equal(1);
    await peer.close();
  });
});

function closeChannel(peer: RawPeer): void {
  const fields = [encode.short(200), encode.shortString('bye'), encode.short(0), encode.short(0)];
  peer.method(1, encode.method(20, 40, ...fields));
}

function checkQueue(peer: RawPeer, queue: string): void {
  const passive = encode.bits(true, false, false, false, false);
  peer.method(
    1,
    encode.method(50, 10, encode.short(0), encode.shortString(queue), passive, encode.table()),
  );
}
