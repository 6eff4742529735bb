/**
 * Clients that do not get through the handshake: the broker hangs up on them without a word. RabbitMQ lets them wait
 * for three seconds first, so all of them call before the first scenario, and each scenario hears of one.
 */
import { expect } from 'chai';
import { encode } from '../support/raw/encode.js';
import {
  HEARTBEAT_FRAME,
  METHOD_FRAME,
  PROTOCOL_HEADER,
  RawPeer,
} from '../support/raw/raw-peer.js';

const callers: Readonly<Record<string, (peer: RawPeer) => void>> = {
  'a wrong password from a client without authentication_failure_close': (peer) => {
    peer.startOk('PLAIN', Buffer.from('\0guest\0wrong'));
  },
  'an unknown mechanism': (peer) => {
    peer.startOk('KERBEROS', Buffer.from('ticket'), ['authentication_failure_close']);
  },
  'a PLAIN response that cannot be read': (peer) => {
    peer.startOk('PLAIN', Buffer.from('guest:guest'), ['authentication_failure_close']);
  },
  'an AMQPLAIN response that cannot be read': (peer) => {
    peer.startOk('AMQPLAIN', Buffer.from('\xff\xff\xff', 'latin1'), [
      'authentication_failure_close',
    ]);
  },
  'an AMQPLAIN response without a password': (peer) => {
    const login = encode.field('LOGIN', 'S', encode.longString('guest'));
    peer.startOk('AMQPLAIN', login, ['authentication_failure_close']);
  },
  'connection.open in place of start-ok': (peer) => {
    peer.openVirtualHost('/');
  },
  'channel.open in place of start-ok': (peer) => {
    peer.method(1, encode.method(20, 10, encode.shortString('')));
  },
  'an unknown method in place of start-ok': (peer) => {
    peer.method(0, encode.method(10, 99));
  },
  'a start-ok cut short': (peer) => {
    peer.method(0, encode.method(10, 11, encode.long(1000)));
  },
  'a frame of more than 4096 octets before tuning': (peer) => {
    peer.frame(METHOD_FRAME, 0, Buffer.alloc(5000));
  },
  'a frame without its end octet before tuning': (peer) => {
    peer.send(encode.frame(HEARTBEAT_FRAME, 0, Buffer.alloc(0), 0));
  },
};

describe('The handshake hangs up without a word on', function () {
  this.timeout(15_000);
  const calls = new Map<string, Promise<Buffer>>();

  before(() => {
    for (const [name, speak] of Object.entries(callers)) calls.set(name, answerTo(speak));
  });
  after(() => RawPeer.abortAll());

  for (const name of Object.keys(callers)) {
    it(name, async () => {
      expect(await calls.get(name)).to.have.lengthOf(0);
    });
  }
});

/** All that the broker says after connection.start. */
async function answerTo(speak: (peer: RawPeer) => void): Promise<Buffer> {
  const peer = await RawPeer.connect();
  peer.send(PROTOCOL_HEADER);
  await peer.expectMethod(0, 10, 10);
  peer.expectNoFrames();
  speak(peer);
  return peer.rawAnswer();
}
