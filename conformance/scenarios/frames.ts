/**
 * Frames that break the rules, and what the broker says before it hangs up.
 */
import { expect } from 'chai';
import { encode } from '../support/raw/encode.js';
import {
  BODY_FRAME,
  HEADER_FRAME,
  HEARTBEAT_FRAME,
  METHOD_FRAME,
  RawPeer,
} from '../support/raw/raw-peer.js';

describe('Malformed frames', () => {
  afterEach(() => RawPeer.abortAll());

  it('close the connection with 501 when the end octet is wrong', async () => {
    const peer = await RawPeer.open();
    peer.send(encode.frame(METHOD_FRAME, 0, Buffer.from('abcd'), 0x00));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 501,
      text: 'FRAME_ERROR - type 1, all octets = <<"abcd">>: {invalid_frame_end_marker,0}',
      cause: '0.0',
    });
  });

  it('close the connection with 501 when larger than tuned', async () => {
    const peer = await RawPeer.open({ frameMax: 4096 });
    peer.frame(METHOD_FRAME, 0, Buffer.alloc(4097));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 501,
      text: 'FRAME_ERROR - type 1, all octets = <<>>: {frame_too_large,4097,4088}',
      cause: '0.0',
    });
  });

  it('close the connection with 501 as soon as their header says too large', async () => {
    const peer = await RawPeer.open({ frameMax: 4096 });
    peer.send(Buffer.concat([encode.octet(BODY_FRAME), encode.short(1), encode.long(2 ** 32 - 1)]));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 501,
      text: 'FRAME_ERROR - type 3, all octets = <<>>: {frame_too_large,4294967295,4088}',
      cause: '0.0',
    });
  });

  it('close the connection with 501 when of unknown type', async () => {
    const peer = await RawPeer.open();
    peer.frame(7, 0, Buffer.from('a payload of more than sixteen octets'));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 501,
      text: 'FRAME_ERROR - type 7, first 16 octets = <<"a payload of mor">>: unknown_frame',
      cause: '0.0',
    });
  });

  it('close the connection with 501 when of unknown type on a channel', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.frame(0, 1, Buffer.alloc(0));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 501,
      text: 'FRAME_ERROR - type 0, all octets = <<>>: unknown_frame',
      cause: '0.0',
    });
  });

  it('close the connection with 505 when a heartbeat comes on a channel', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.frame(HEARTBEAT_FRAME, 1, Buffer.alloc(0));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 505,
      text: 'UNEXPECTED_FRAME - type 8, all octets = <<>>',
      cause: '0.0',
    });
  });

  it('close the connection with 501 when a heartbeat has a payload', async () => {
    const peer = await RawPeer.open();
    peer.frame(HEARTBEAT_FRAME, 0, Buffer.from('beat'));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 501,
      text: 'FRAME_ERROR - type 8, all octets = <<"beat">>: unknown_frame',
      cause: '0.0',
    });
  });

  it('close the connection with 505 when content comes on channel 0', async () => {
    const peer = await RawPeer.open();
    peer.frame(BODY_FRAME, 0, Buffer.from('body'));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 505,
      text: 'UNEXPECTED_FRAME - type 3, all octets = <<"body">>',
      cause: '0.0',
    });
  });
});

describe('Malformed methods', () => {
  afterEach(() => RawPeer.abortAll());

  it('close the connection with 503 when the class is unknown', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.method(1, encode.method(77, 10));
    expect(await peer.expectConnectionClose()).to.include({ code: 503 });
  });

  it('close the connection with 503 when the method is unknown', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.method(1, encode.method(60, 99));
    expect(await peer.expectConnectionClose()).to.include({ code: 503 });
  });

  it('close the connection with 501 when the arguments are cut short', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.method(1, encode.method(50, 10, encode.short(0), Buffer.from([200, 65])));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 501,
      text: 'FRAME_ERROR - cannot decode <<0,0,200,65>>',
      cause: '50.10',
    });
  });

  it('close the connection with 501 when arguments are left over', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.method(1, encode.method(20, 10, encode.shortString(''), Buffer.from('more')));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 501,
      text: 'FRAME_ERROR - cannot decode <<0,109,111,114,101>>',
      cause: '20.10',
    });
  });

  it('close the connection with 504 when a connection method comes again', async () => {
    const peer = await RawPeer.open();
    peer.openVirtualHost('/');
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 504,
      text: 'CHANNEL_ERROR - unexpected method in connection state running',
      cause: '10.40',
    });
  });

  it('close the connection when a channel method comes on channel 0', async () => {
    const peer = await RawPeer.open();
    peer.method(0, encode.method(20, 10, encode.shortString('')));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 504,
      text: 'CHANNEL_ERROR - unexpected method in connection state running',
      cause: '20.10',
    });
  });

  it('close the connection when a connection method comes on a channel', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.method(1, encode.method(10, 51));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 503,
      text: 'COMMAND_INVALID - unimplemented method',
      cause: '10.51',
    });
  });
});

describe('Content', () => {
  afterEach(() => RawPeer.abortAll());

  it('closes the connection with 505 when a header comes without a publish', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.frame(HEADER_FRAME, 1, encode.contentHeader(1));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 505,
      text: 'UNEXPECTED_FRAME - expected method frame, got non method frame instead',
      cause: '0.0',
    });
  });

  it('closes the connection with 505 when a body comes without a publish', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.frame(BODY_FRAME, 1, Buffer.from('body'));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 505,
      text: 'UNEXPECTED_FRAME - expected method frame, got non method frame instead',
      cause: '0.0',
    });
  });

  it('closes the connection with 505 when a method comes in place of its header', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.basicPublish(1, '', 'nowhere');
    peer.basicPublish(1, '', 'nowhere');
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 505,
      text:
        'UNEXPECTED_FRAME - expected content header for class 60, ' +
        'got non content header frame instead',
      cause: '60.40',
    });
  });

  it('closes the connection with 505 when a method comes in place of its body', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.basicPublish(1, '', 'nowhere');
    peer.frame(HEADER_FRAME, 1, encode.contentHeader(10));
    peer.frame(BODY_FRAME, 1, Buffer.from('half'));
    peer.basicPublish(1, '', 'nowhere');
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 505,
      text: 'UNEXPECTED_FRAME - expected content body, got non content body frame instead',
      cause: '60.40',
    });
  });

  it('closes the connection with 505 when its header is of another class', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    peer.basicPublish(1, '', 'nowhere');
    const header = Buffer.concat([encode.short(50), encode.contentHeader(1).subarray(2)]);
    peer.frame(HEADER_FRAME, 1, header);
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 505,
      text:
        'UNEXPECTED_FRAME - expected content header for class 60, ' +
        'got one for class 50 instead',
      cause: '60.40',
    });
  });

  it('of two channels may come interleaved', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    await peer.openChannel(2);
    const queue = await exclusiveQueue(peer);
    for (const channel of [1, 2]) peer.basicPublish(channel, '', queue);
    for (const channel of [2, 1]) peer.frame(HEADER_FRAME, channel, encode.contentHeader(4));
    for (const channel of [1, 2]) peer.frame(BODY_FRAME, channel, Buffer.from(`o${channel}`));
    for (const channel of [2, 1]) peer.frame(BODY_FRAME, channel, Buffer.from(`k${channel}`));
    expect(await getBodies(peer, queue, 2)).to.have.members(['o1k1', 'o2k2']);
    await peer.close();
  });

  it('may have its body cut into frames of any size, empty ones too', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    const queue = await exclusiveQueue(peer);
    peer.basicPublish(1, '', queue);
    peer.frame(HEADER_FRAME, 1, encode.contentHeader(6));
    for (const part of ['a', '', 'bcd', '', 'ef']) peer.frame(BODY_FRAME, 1, Buffer.from(part));
    expect(await getBodies(peer, queue, 1)).to.deep.equal(['abcdef']);
    await peer.close();
  });

  it('may come octet by octet', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    const queue = await exclusiveQueue(peer);
    const publish = encode.method(
      60,
      40,
      encode.short(0),
      encode.shortString(''),
      encode.shortString(queue),
      encode.bits(false, false),
    );
    const frames = Buffer.concat([
      encode.frame(METHOD_FRAME, 1, publish),
      encode.frame(HEADER_FRAME, 1, encode.contentHeader(5)),
      encode.frame(BODY_FRAME, 1, Buffer.from('bytes')),
    ]);
    for (const octet of frames) {
      peer.send(Buffer.from([octet]));
      await new Promise(setImmediate);
    }
    expect(await getBodies(peer, queue, 1)).to.deep.equal(['bytes']);
    await peer.close();
  });

  it('is delivered in frames no larger than tuned', async () => {
    const peer = await RawPeer.open({ frameMax: 4096 });
    await peer.openChannel(1);
    const queue = await exclusiveQueue(peer);
    peer.basicPublish(1, '', queue);
    peer.frame(HEADER_FRAME, 1, encode.contentHeader(10_000));
    for (const size of [4000, 4000, 2000]) peer.frame(BODY_FRAME, 1, Buffer.alloc(size, 120));
    await get(peer, queue);
    const header = await peer.nextFrame();
    expect(header.type).to.equal(HEADER_FRAME);
    const sizes: number[] = [];
    for (let size = 0; size < 10_000; size += sizes.at(-1) ?? 0) {
      const body = await peer.nextFrame();
      expect(body.type).to.equal(BODY_FRAME);
      sizes.push(body.payload.length);
    }
    expect(sizes).to.deep.equal([4088, 4088, 1824]);
    await peer.close();
  });
});

/** A server-named queue that goes with the peer's connection; asked for on channel 1. */
async function exclusiveQueue(peer: RawPeer): Promise<string> {
  const flags = encode.bits(false, false, true, false, false);
  peer.method(
    1,
    encode.method(50, 10, encode.short(0), encode.shortString(''), flags, encode.table()),
  );
  const declared = await peer.expectMethod(1, 50, 11);
  return declared.shortString();
}

async function get(peer: RawPeer, queue: string): Promise<void> {
  const fields = [encode.short(0), encode.shortString(queue), encode.bits(true)];
  peer.method(1, encode.method(60, 70, ...fields));
  await peer.expectMethod(1, 60, 71);
}

async function getBodies(peer: RawPeer, queue: string, count: number): Promise<string[]> {
  const bodies: string[] = [];
  while (bodies.length < count) {
    await get(peer, queue);
    await peer.nextFrame();
    bodies.push((await peer.nextFrame()).payload.toString());
  }
  return bodies;
}
