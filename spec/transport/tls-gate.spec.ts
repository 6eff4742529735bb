import { expect } from 'chai';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { TlsGate, type TlsOptions } from '../../src/transport/tls-gate.js';
import {
  certificateFiles,
  certificatePath,
  clientCertificate,
  readCertificate,
} from '../support/test-certificates.js';
import { TestListener } from '../support/test-listener.js';

const PLAIN: TlsOptions = {
  ...certificateFiles('server'),
  verifyPeer: false,
  failIfNoPeerCert: false,
  minVersion: 'tlsv1.2',
  login: { from: 'common_name', sanType: 'dns', sanIndex: 0 },
};
const VERIFYING: TlsOptions = { ...PLAIN, verifyPeer: true, cacertfile: certificatePath('ca') };

describe('A TLS gate', () => {
  let test: TestListener;
  const clients: TLSSocket[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await test.stop();
  });

  async function start(options: Partial<TlsOptions> = {}): Promise<TlsGate> {
    const tls = new TlsGate({ ...PLAIN, ...options });
    test = new TestListener({}, { tls });
    await test.start();
    return tls;
  }

  function dial(options: ConnectionOptions = {}): TLSSocket {
    const { port } = test;
    const ca = readCertificate('ca');
    const client = connect({ port, host: '127.0.0.1', servername: 'localhost', ca, ...options });
    clients.push(client.on('error', () => {}));
    return client;
  }

  async function open(options: ConnectionOptions = {}): Promise<TLSSocket> {
    const client = dial(options);
    await once(client, 'secureConnect');
    return client;
  }

  const commonNameOf = (client: TLSSocket): unknown => client.getPeerCertificate().subject.CN;

  it('knows when the first of its certificates ends', async () => {
    const gate = await start();
    expect(new Date(gate.certificateExpiresAt).getUTCFullYear()).to.equal(2126);
  });

  it('lets bytes through both ways, under the certificate from its files', async () => {
    await start();
    const client = await open();
    expect(client.authorized).to.equal(true);
    expect(commonNameOf(client)).to.equal('localhost');
    client.write('hello');
    const session = await test.protocol.session();
    await session.untilEvent('data');
    expect(session.text).to.equal('hello');
    session.transport.write(Buffer.from('good day'));
    expect(String((await once(client, 'data'))[0])).to.equal('good day');
    const { name, isLoopback, certificateUser } = session.transport;
    expect(name).to.equal(`127.0.0.1:${client.localPort} -> 127.0.0.1:${test.port}`);
    expect([isLoopback, certificateUser]).to.deep.equal([true, undefined]);
  });

  it('keeps what a slow reader does not take, and tells when all of it has left', async () => {
    await start();
    const client = await open();
    const { transport, ...session } = await test.protocol.session();
    void session;
    client.pause();
    let size = 0;
    while (transport.isWritable) {
      transport.write(Buffer.alloc(65_536, 'x'));
      size += 65_536;
    }
    transport.end();
    let received = 0;
    client.on('data', (chunk: Buffer) => (received += chunk.length)).resume();
    await once(client, 'end');
    expect(received).to.equal(size);
  });

  it('takes a key with a password', async () => {
    await start({ keyfile: certificatePath('server.encrypted.key'), password: 'secret' });
    expect(commonNameOf(await open())).to.equal('localhost');
  });

  it('chooses the certificate by the name that the client asks for', async () => {
    const serverNames = new Map([
      ['*.wild.example', certificateFiles('renewed')],
      ['Other.example', certificateFiles('other')],
    ]);
    await start({ serverNames });
    const insecure = { rejectUnauthorized: false };
    expect(commonNameOf(await open({ servername: 'other.example' }))).to.equal('other.example');
    const wild = await open({ servername: 'a.wild.example', ...insecure });
    expect(commonNameOf(wild)).to.equal('renewed');
    const unknown = await open({ servername: 'nobody.example', ...insecure });
    expect(commonNameOf(unknown)).to.equal('localhost');
  });

  it('speaks no version older than the oldest allowed', async () => {
    await start({ minVersion: 'tlsv1.3' });
    expect((await open()).getProtocol()).to.equal('TLSv1.3');
    dial({ maxVersion: 'TLSv1.2' });
    expect(await test.logged('turned away')).to.match(/TLS: unsupported protocol$/);
  });

  it('takes the user from the certificate of a client that it has verified', async () => {
    await start(VERIFYING);
    await open(clientCertificate('guest'));
    expect((await test.protocol.session()).transport.certificateUser).to.equal('guest');
  });

  it('asks for a certificate, but lets clients in without, unless told otherwise', async () => {
    await start(VERIFYING);
    await open();
    expect((await test.protocol.session()).transport.certificateUser).to.equal(undefined);
  });

  it('refuses clients without a certificate, if told to', async () => {
    await start({ ...VERIFYING, failIfNoPeerCert: true });
    dial();
    expect(await test.logged('turned away')).to.match(/peer did not return a certificate$/);
    await open(clientCertificate('guest'));
    await test.protocol.session();
  });

  for (const failIfNoPeerCert of [true, false]) {
    const mode = failIfNoPeerCert ? 'must' : 'may';
    it(`refuses a certificate of a stranger where clients ${mode} have one`, async () => {
      await start({ ...VERIFYING, failIfNoPeerCert });
      const client = dial(clientCertificate('stranger'));
      await once(client, 'close');
      const entry = await test.logged('turned away');
      // Where they must, Node hangs up by itself, and keeps the reason to itself.
      const reason = failIfNoPeerCert ? 'closed in the handshake' : 'certificate was refused: ';
      expect(entry).to.contain(reason);
      expect(test.protocol.sessions).to.deep.equal([]);
    });
  }

  it('takes no name from a certificate that it did not ask for', async () => {
    await start();
    await open(clientCertificate('guest'));
    expect((await test.protocol.session()).transport.certificateUser).to.equal(undefined);
  });

  it('turns away who does not speak TLS, and says why', async () => {
    await start();
    const client = await test.connect();
    client.write('AMQP\0\0\x09\x01');
    await once(client, 'close');
    expect(await test.logged('turned away')).to.match(/^turned away 127\S+ -> \S+: TLS: /);
    expect(test.log).to.have.length(1);
  });

  describe('whose files change', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'leveret-spec-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const files = () => ({ certfile: join(folder, 'a.pem'), keyfile: join(folder, 'a.key.pem') });

    function install(name: string): void {
      copyFileSync(certificatePath(name), files().certfile);
      copyFileSync(certificatePath(`${name}.key`), files().keyfile);
    }

    it('gives new connections the new certificate, and leaves the old ones alone', async () => {
      install('server');
      const gate = await start({ ...files(), serverNames: new Map([['sni.example', files()]]) });
      const before = await open();
      install('renewed');
      expect(commonNameOf(await open())).to.equal('localhost');
      gate.reload();
      expect(commonNameOf(await open())).to.equal('renewed');
      const named = await open({ servername: 'sni.example', rejectUnauthorized: false });
      expect(commonNameOf(named)).to.equal('renewed');
      before.write('still here');
      const session = await test.protocol.session();
      await session.untilEvent('data');
      expect(session.text).to.equal('still here');
    });

    const mistakes: readonly [string, () => void, RegExp][] = [
      ['a missing certificate', () => rmSync(files().certfile), /certificate in .*a\.pem: ENOENT/],
      ['no certificate', () => writeFileSync(files().certfile, 'x'), /certificate in .*a\.pem: /],
      ['no key', () => writeFileSync(files().keyfile, 'x'), /key in .*a\.key\.pem: /],
      [
        'a key with a password unknown',
        () => copyFileSync(certificatePath('server.encrypted.key'), files().keyfile),
        /key in .*a\.key\.pem: /,
      ],
      [
        "somebody else's key",
        () => copyFileSync(certificatePath('other.key'), files().keyfile),
        /key in .*a\.key\.pem does not belong to the certificate in .*a\.pem/,
      ],
    ];
    for (const [mistake, make, message] of mistakes) {
      it(`keeps the old ones when it finds ${mistake}, and names the file`, async () => {
        install('server');
        const gate = await start(files());
        make();
        expect(() => gate.reload()).to.throw(message);
        expect(commonNameOf(await open())).to.equal('localhost');
      });
    }

    it('finds an authority that is none, and names the file', async () => {
      install('server');
      await start();
      const cacertfile = files().keyfile;
      expect(() => new TlsGate({ ...PLAIN, cacertfile })).to.throw(/CA certificates in .*a\.key/);
    });
  });
});
