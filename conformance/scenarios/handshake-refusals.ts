/**
 * Clients that do not get through the handshake. Whoever speaks nonsense is told which, and hung up
 * on; a wrong password is not even told to clients that did not ask to hear of it.
 */
import { expect } from 'chai';
import { encode } from '../support/raw/encode.js';
import {
  HEARTBEAT_FRAME,
  METHOD_FRAME,
  PROTOCOL_HEADER,
  RawPeer,
} from '../support/raw/raw-peer.js';

interface Stranger {
  readonly code: number;
  readonly speak: (peer: RawPeer) => void;
}

const strangers: Readonly<Record<string, Stranger>> = {
  'an unknown mechanism with 503': {
    code: 503,
    speak: (peer) => peer.startOk('KERBEROS', Buffer.from('ticket')),
  },
  'a PLAIN response that cannot be read with 502': {
    code: 502,
    speak: (peer) => peer.startOk('PLAIN', Buffer.from('guest:guest')),
  },
  'an AMQPLAIN response that cannot be read with 502': {
    code: 502,
    speak: (peer) => peer.startOk('AMQPLAIN', Buffer.from('\xff\xff\xff', 'latin1')),
  },
  'an AMQPLAIN response without a password with 502': {
    code: 502,
    speak: (peer) => {
      peer.startOk('AMQPLAIN', encode.field('LOGIN', 'S', encode.longString('guest')));
    },
  },
  'connection.open in place of start-ok with 504': {
    code: 504,
    speak: (peer) => peer.openVirtualHost('/'),
  },
  'channel.open in place of start-ok with 505': {
    code: 505,
    speak: (peer) => peer.method(1, encode.method(20, 10, encode.shortString(''))),
  },
  'an unknown method in place of start-ok with 503': {
    code: 503,
    speak: (peer) => peer.method(0, encode.method(10, 99)),
  },
  'a start-ok cut short with 501': {
    code: 501,
    speak: (peer) => peer.method(0, encode.method(10, 11, encode.long(1000))),
  },
  'a frame of more than 8192 octets before tuning with 501': {
    code: 501,
    speak: (peer) => peer.frame(METHOD_FRAME, 0, Buffer.alloc(9000)),
  },
  'a frame without its end octet before tuning with 501': {
    code: 501,
    speak: (peer) => peer.send(encode.frame(HEARTBEAT_FRAME, 0, Buffer.alloc(0), 0)),
  },
};

describe('The handshake refuses', () => {
  afterEach(() => RawPeer.abortAll());

  for (const [name, { code, speak }] of Object.entries(strangers)) {
    it(name, async () => {
      const peer = await greeted();
      speak(peer);
      const fault = await peer.expectConnectionClose();
      expect(fault.code).to.equal(code);
      await peer.ended();
    });
  }

  it('a wrong password without a word if the client did not ask to hear of it', async () => {
    const peer = await greeted();
    peer.expectNoFrames();
    peer.startOk('PLAIN', Buffer.from('\0guest\0wrong'));
    expect(await peer.rawAnswer()).to.have.lengthOf(0);
  });
});

async function greeted(): Promise<RawPeer> {
  const peer = await RawPeer.connect();
  peer.send(PROTOCOL_HEADER);
  await peer.expectMethod(0, 10, 10);
  return peer;
}
