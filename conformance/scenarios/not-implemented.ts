/**
 * The forms of recover and qos that RabbitMQ does not implement.
 */
import { expect } from 'chai';
import { encode } from '../support/raw/encode.js';
import { RawPeer } from '../support/raw/raw-peer.js';

describe('Not implemented', () => {
  afterEach(() => RawPeer.abortAll());

  it('is recover without requeue: 540', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.method(1, encode.method(60, 110, encode.bits(false)));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 540,
      text: 'NOT_IMPLEMENTED - requeue=false',
      cause: '60.110',
    });
  });

  it('is a prefetch limit in octets: 540', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    const fields = [encode.long(1000), encode.short(0), encode.bits(false)];
    peer.method(1, encode.method(60, 10, ...fields));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 540,
      text: 'NOT_IMPLEMENTED - prefetch_size!=0 (1000)',
      cause: '60.10',
    });
  });
});

describe('The old recover-async', () => {
  afterEach(() => RawPeer.abortAll());

  it('requeues without an answer', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.method(1, encode.method(60, 100, encode.bits(true)));
    peer.method(1, encode.method(20, 20, encode.bits(true)));
    await peer.expectMethod(1, 20, 21);
  });
});
