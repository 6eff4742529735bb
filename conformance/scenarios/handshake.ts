/**
 * The opening of a connection, word by word over a bare socket.
 */
import { expect } from 'chai';
import { encode } from '../support/raw/encode.js';
import { PROTOCOL_HEADER, RawPeer } from '../support/raw/raw-peer.js';

describe('The handshake', () => {
  afterEach(() => RawPeer.abortAll());

  it('answers another protocol with its own header and hangs up', async () => {
    const peer = await RawPeer.connect();
    peer.expectNoFrames();
    peer.send(Buffer.from('HTTP/1.1'));
    expect(await peer.rawAnswer()).to.deep.equal(PROTOCOL_HEADER);
  });

  it('answers an unknown AMQP version with its own header and hangs up', async () => {
    const peer = await RawPeer.connect();
    peer.expectNoFrames();
    peer.send(Buffer.from('AMQP\x00\x01\x02\x03', 'latin1'));
    expect(await peer.rawAnswer()).to.deep.equal(PROTOCOL_HEADER);
  });

  it('understands a header that comes octet by octet', async () => {
    const peer = await RawPeer.connect();
    for (const octet of PROTOCOL_HEADER) peer.send(Buffer.from([octet]));
    await peer.expectMethod(0, 10, 10);
  });

  it('offers version 0-9, PLAIN and AMQPLAIN, and en_US', async () => {
    const peer = await RawPeer.connect();
    peer.send(PROTOCOL_HEADER);
    const start = await peer.expectMethod(0, 10, 10);
    expect([start.octet(), start.octet()]).to.deep.equal([0, 9]);
    start.longString();
    expect(start.longString().toString().split(' ')).to.include.members(['PLAIN', 'AMQPLAIN']);
    expect(start.longString().toString()).to.equal('en_US');
  });

  it('offers 2047 channels, frames of 128 KiB and heartbeats of a minute', async () => {
    const peer = await RawPeer.connect();
    await peer.authenticate();
    expect(await peer.tuning()).to.deep.equal({
      channelMax: 2047,
      frameMax: 131072,
      heartbeatSeconds: 60,
    });
  });

  it('lets in by AMQPLAIN', async () => {
    const peer = await RawPeer.connect();
    peer.send(PROTOCOL_HEADER);
    await peer.expectMethod(0, 10, 10);
    const credentials = Buffer.concat([
      encode.field('LOGIN', 'S', encode.longString('guest')),
      encode.field('PASSWORD', 'S', encode.longString('guest')),
    ]);
    peer.startOk('AMQPLAIN', credentials);
    await peer.tuning();
  });

  it('accepts whole handshakes sent ahead of their questions', async () => {
    const peer = await RawPeer.connect();
    peer.send(PROTOCOL_HEADER);
    peer.startOk('PLAIN', Buffer.from('\0guest\0guest'));
    peer.tuneOk({ channelMax: 10, frameMax: 4096, heartbeatSeconds: 0 });
    peer.openVirtualHost('/');
    await peer.expectMethod(0, 10, 10);
    await peer.expectMethod(0, 10, 30);
    await peer.expectMethod(0, 10, 41);
  });

  it('refuses a wrong password with 403 when the client can take it', async () => {
    const peer = await RawPeer.connect();
    const capabilities = ['authentication_failure_close'];
    await peer.authenticate({ password: 'wrong', capabilities });
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 403,
      text:
        'ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. ' +
        'For details see the broker logfile.',
      cause: '0.0',
    });
    await peer.ended();
  });

  it('refuses an unknown user as it refuses a wrong password', async () => {
    const peer = await RawPeer.connect();
    const capabilities = ['authentication_failure_close'];
    await peer.authenticate({ user: 'nobody-of-that-name', capabilities });
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 403,
      text:
        'ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. ' +
        'For details see the broker logfile.',
      cause: '0.0',
    });
  });

  it('refuses frames smaller than 4096 octets with 530', async () => {
    const peer = await tuned({ channelMax: 2047, frameMax: 4095, heartbeatSeconds: 0 });
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 530,
      text:
        'NOT_ALLOWED - negotiated frame_max = 4095 is lower than ' +
        'the minimum allowed value (4096)',
      cause: '10.30',
    });
  });

  it('refuses frames larger than it offered with 530', async () => {
    const peer = await tuned({ channelMax: 2047, frameMax: 131073, heartbeatSeconds: 0 });
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 530,
      text:
        'NOT_ALLOWED - negotiated frame_max = 131073 is higher than ' +
        'the maximum allowed value (131072)',
      cause: '10.30',
    });
  });

  it('refuses frames without limit with 530', async () => {
    const peer = await tuned({ channelMax: 2047, frameMax: 0, heartbeatSeconds: 0 });
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 530,
      text:
        'NOT_ALLOWED - negotiated frame_max = 0 is higher than ' +
        'the maximum allowed value (131072)',
      cause: '10.30',
    });
  });

  it('refuses more channels than it offered with 530', async () => {
    const peer = await tuned({ channelMax: 2048, frameMax: 131072, heartbeatSeconds: 0 });
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 530,
      text:
        'NOT_ALLOWED - negotiated channel_max = 2048 is higher than ' +
        'the maximum allowed value (2047)',
      cause: '10.30',
    });
  });

  it('refuses channels without limit with 530', async () => {
    const peer = await tuned({ channelMax: 0, frameMax: 131072, heartbeatSeconds: 0 });
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 530,
      text:
        'NOT_ALLOWED - negotiated channel_max = 0 (no limit) is higher than ' +
        'the maximum allowed value (2047)',
      cause: '10.30',
    });
  });

  it('refuses an unknown virtual host with 530', async () => {
    const peer = await tuned({ channelMax: 2047, frameMax: 131072, heartbeatSeconds: 0 });
    peer.openVirtualHost('no-such-host');
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 530,
      text: 'NOT_ALLOWED - vhost no-such-host not found',
      cause: '10.40',
    });
  });
});

interface Tuning {
  readonly channelMax: number;
  readonly frameMax: number;
  readonly heartbeatSeconds: number;
}

async function tuned(tuning: Tuning): Promise<RawPeer> {
  const peer = await RawPeer.connect();
  await peer.authenticate();
  await peer.tuning();
  peer.tuneOk(tuning);
  return peer;
}
