import { expect } from 'chai';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import { TlsGate } from '../../src/transport/tls-gate.js';
import { TrustedAddresses } from '../../src/transport/trusted-addresses.js';
import { certificateFiles, readCertificate } from '../support/test-certificates.js';
import {
  HANDSHAKE_LIMIT_MS,
  TestListener,
  type TestListenerOptions,
} from '../support/test-listener.js';

const HEADER = 'PROXY TCP4 192.0.2.1 198.51.100.2 53011 5672\r\n';
const PROXIED_NAME = '192.0.2.1:53011 -> 198.51.100.2:5672';

const tls = () =>
  new TlsGate({
    ...certificateFiles('server'),
    verifyPeer: false,
    failIfNoPeerCert: false,
    minVersion: 'tlsv1.2',
    login: { from: 'common_name', sanType: 'dns', sanIndex: 0 },
  });

describe('The doorway', () => {
  let test: TestListener;
  afterEach(() => test.stop());

  /** Reset or not. */
  const closeOf = (client: Socket): Promise<void> =>
    new Promise((resolve) => client.on('close', () => resolve()));

  async function start(trusted: string, options: TestListenerOptions = {}) {
    test = new TestListener({}, { proxies: new TrustedAddresses([trusted]), ...options });
    await test.start();
    return test.connect();
  }

  it('gives a connection the name and the place of whom the proxy speaks for', async () => {
    const client = await start('127.0.0.0/8');
    client.write(`${HEADER}hello`);
    const session = await test.protocol.session();
    await session.untilEvent('data');
    expect(session.text).to.equal('hello');
    expect(session.transport.name).to.equal(PROXIED_NAME);
    expect(session.transport.peer).to.deep.equal({ host: '192.0.2.1', port: 53_011 });
    expect(session.transport.own).to.deep.equal({ host: '198.51.100.2', port: 5_672 });
    expect(session.transport.isLoopback).to.equal(false);
  });

  it('puts a header together that comes in pieces', async () => {
    const client = await start('127.0.0.1');
    for (const octet of HEADER) {
      client.write(octet);
      await new Promise(setImmediate);
    }
    client.write('hello');
    const session = await test.protocol.session();
    await session.untilEvent('data');
    expect([session.text, session.transport.name]).to.deep.equal(['hello', PROXIED_NAME]);
  });

  it("keeps the proxy's own address where it speaks for itself", async () => {
    const client = await start('127.0.0.1');
    client.write('\r\n\r\n\0\r\nQUIT\n\x20\0\0\0');
    const { transport } = await test.protocol.session();
    expect(transport.name).to.equal(`127.0.0.1:${client.localPort} -> 127.0.0.1:${test.port}`);
    expect(transport.isLoopback).to.equal(true);
  });

  it('takes a client for near if the proxy says so', async () => {
    const client = await start('127.0.0.1');
    client.write('PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n');
    expect((await test.protocol.session()).transport.isLoopback).to.equal(true);
  });

  it('believes nobody whom it does not trust', async () => {
    const client = await start('10.0.0.0/8');
    client.write(HEADER);
    const session = await test.protocol.session();
    await session.untilEvent('data');
    expect(session.text).to.equal(HEADER);
    expect(session.transport.isLoopback).to.equal(true);
  });

  it('reads the header before TLS', async () => {
    const socket = await start('127.0.0.1', { tls: tls() });
    socket.write(HEADER);
    const client = connect({ socket, servername: 'localhost', ca: readCertificate('ca') });
    await once(client, 'secureConnect');
    client.write('hello');
    const session = await test.protocol.session();
    await session.untilEvent('data');
    expect([session.text, session.transport.name]).to.deep.equal(['hello', PROXIED_NAME]);
    client.destroy();
  });

  it('closes on a trusted proxy that sends no header, and says why', async () => {
    const client = await start('127.0.0.1');
    client.write('AMQP\0\0\x09\x01');
    const { localPort } = client;
    await closeOf(client);
    expect(test.log).to.deep.equal([
      `turned away 127.0.0.1:${localPort} -> 127.0.0.1:${test.port}: ` +
        'the proxy sent no PROXY header',
    ]);
  });

  for (const [what, options] of [
    ['a header', {}],
    ['the handshake of TLS', { tls: true }],
  ] as const) {
    it(`waits for ${what} no longer than the limit`, async () => {
      const trusted = 'tls' in options ? '10.0.0.1' : '127.0.0.1';
      const client = await start(trusted, 'tls' in options ? { tls: tls() } : {});
      const closed = closeOf(client);
      client.write(what === 'a header' ? 'PROXY' : '\x16\x03\x01');
      await new Promise(setImmediate);
      test.clock.advance(test.clock.now + HANDSHAKE_LIMIT_MS - 1);
      expect(test.log).to.deep.equal([]);
      test.clock.advance(test.clock.now + 1);
      await closed;
      expect(test.log).to.have.length(1);
      expect(test.log[0]).to.match(/: the handshake took too long$/);
    });
  }

  it('counts those in it as half open, and gives their place back', async () => {
    const first = await start('127.0.0.1', { halfOpenCountMax: 1 });
    const second = await test.connect();
    await once(second, 'close');
    expect(test.log).to.deep.equal(['refused: half-open']);
    first.destroy();
    await test.logged('turned away');
    const third = await test.connect();
    third.write(HEADER);
    await test.protocol.session();
  });

  it('sends everybody away when the broker stops', async () => {
    const client = await start('127.0.0.1');
    client.write('PROXY');
    await new Promise(setImmediate);
    const closed = closeOf(client);
    await test.close();
    await closed;
    expect(test.log[0]).to.match(/: the broker stops$/);
    expect(test.clock.nextDeadline).to.equal(undefined);
  });
});
