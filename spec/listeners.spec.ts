import { expect } from 'chai';
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { get } from 'node:https';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { Clock } from '../src/core/clock.js';
import { type Addresses, Listeners, type ListenersOptions } from '../src/listeners.js';
import { Log } from '../src/log.js';
import { RecordingProtocol } from './support/recording-session.js';
import { certificatePath, clientCertificate } from './support/test-certificates.js';

const TLS = {
  port: 0,
  verifyPeer: false,
  failIfNoPeerCert: false,
  minVersion: 'tlsv1.2',
  login: { from: 'common_name', sanType: 'dns', sanIndex: 0 },
} as const;
const HOST = '127.0.0.1';

describe('The listeners of a broker', () => {
  let folder: string;
  let listeners: Listeners;
  let log: Record<string, unknown>[];
  let protocol: RecordingProtocol;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'leveret-spec-'));
    install('server');
  });
  afterEach(async () => {
    await listeners.close('stop', 0);
    rmSync(folder, { recursive: true });
  });

  const inFolder = (name: string): string => join(folder, name);
  const files = () => ({ certfile: inFolder('a.pem'), keyfile: inFolder('a.key.pem') });

  function install(name: string): void {
    copyFileSync(certificatePath(name), files().certfile);
    copyFileSync(certificatePath(`${name}.key`), files().keyfile);
  }

  function build(options: Partial<ListenersOptions> = {}): Listeners {
    log = [];
    protocol = new RecordingProtocol();
    const write = (line: string): unknown => log.push(JSON.parse(line) as (typeof log)[number]);
    const surroundings = {
      protocol,
      clock: new Clock(),
      touch: () => {},
      log: new Log('info', write, () => 0),
    };
    return new Listeners({ host: HOST, port: 0, ...options }, surroundings);
  }

  const everything = (): Partial<ListenersOptions> => ({
    tls: { ...TLS, ...files() },
    unixSocket: { path: inFolder('a.sock'), mode: 0o600 },
    management: { host: HOST, port: 0 },
  });

  const openWebSocket = ({ management }: Addresses): WebSocket =>
    new WebSocket(`ws://${HOST}:${management?.port ?? 0}/ws`);

  it('are all open under one limit, and tell where', async () => {
    listeners = build({ ...everything(), connectionCountMax: 3 });
    const addresses = await listeners.open();
    const messages = log.map(({ message }) => message);
    expect(messages).to.deep.equal([
      'listening for TLS',
      'listening on a Unix socket',
      'listening for HTTP',
    ]);
    const clients = [
      connect({ host: HOST, port: addresses.tls?.port ?? 0, rejectUnauthorized: false }),
      connectSocket(addresses.unixPath ?? ''),
    ];
    const webSocket = openWebSocket(addresses);
    await protocol.session(3);
    expect(listeners.connectionCount).to.equal(3);
    const fourth = connectSocket(addresses.port, HOST);
    await once(fourth, 'close');
    const refused = openWebSocket(addresses);
    const [error] = (await once(refused, 'error')) as [Error];
    expect(error.message).to.contain('503');
    for (const client of clients) client.destroy();
    webSocket.terminate();
  });

  it('tell protocols, ports and the end of certificates while they are open', async () => {
    const port = 0;
    const management = { host: HOST, port };
    listeners = build({ ...everything(), management, prometheus: undefined });
    expect(listeners.facts).to.deep.equal([]);
    const addresses = await listeners.open();
    expect(listeners.facts).to.deep.include({
      protocol: 'http',
      host: HOST,
      port: addresses.management?.port,
    });
    const tls = listeners.facts.find(({ protocol }) => protocol === 'amqp/ssl');
    expect(tls?.port).to.equal(addresses.tls?.port);
    expect(tls?.certificateExpiresAt).to.be.greaterThan(Date.UTC(2100));
    expect(listeners.facts.map(({ protocol }) => protocol)).to.have.members([
      'amqp',
      'amqp/ssl',
      'http',
    ]);
    await listeners.close('stop', 0);
    expect(listeners.facts).to.deep.equal([]);
  });

  it('are at every further address too, in the clear and under TLS', async () => {
    const other = { host: '127.0.0.2', port: 0 };
    const tls = { ...TLS, ...files(), host: '127.0.0.3', further: [other] };
    listeners = build({ further: [other], tls });
    const addresses = await listeners.open();
    expect([addresses.host, addresses.tls?.host]).to.deep.equal([HOST, '127.0.0.3']);
    const told = log.map(({ message, address }) => [message, String(address).split(':')[0]]);
    expect(told).to.deep.equal([
      ['listening', '127.0.0.2'],
      ['listening for TLS', '127.0.0.3'],
      ['listening for TLS', '127.0.0.2'],
    ]);
    const port = Number(String(log[0]?.['address']).split(':')[1]);
    const socket = connectSocket({ host: '127.0.0.2', port });
    await once(socket, 'connect');
    socket.destroy();
  });

  it('answer the owner of the data folder on a socket, and start without it too', async () => {
    const path = inFolder('m.sock');
    const handler = (_request: unknown, response: ServerResponse): unknown => response.end();
    listeners = build({ localManagement: { path, handler } });
    await listeners.open();
    expect(statSync(path).isSocket()).to.equal(true);
    await listeners.close('stop', 0);
    const tooLong = inFolder('x'.repeat(100));
    listeners = build({ localManagement: { path: tooLong, handler } });
    await listeners.open();
    const [warning] = log.filter(({ level }) => level === 'warn');
    expect(warning?.['message']).to.equal('the command line needs a password');
  });

  it('serve HTTPS and WebSockets under TLS, with new certificates after a reload', async () => {
    const handler = (_request: unknown, response: ServerResponse, isLoopback: boolean): void => {
      response.end(`from this machine: ${isLoopback}`);
    };
    const tls = { ...TLS, ...files() };
    listeners = build({ managementTls: { host: HOST, port: 0, handler, tls } });
    const { managementTls } = await listeners.open();
    const { port = 0 } = managementTls ?? {};
    const subjectAndText = async (): Promise<readonly unknown[]> => {
      const request = get({ host: HOST, port, rejectUnauthorized: false, agent: false });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      const certificate = (response.socket as TLSSocket).getPeerCertificate();
      let text = '';
      for await (const chunk of response) text += String(chunk);
      return [certificate.subject.CN, text];
    };
    expect(await subjectAndText()).to.deep.equal(['localhost', 'from this machine: true']);
    const webSocket = new WebSocket(`wss://${HOST}:${port}/ws`, { rejectUnauthorized: false });
    await once(webSocket, 'open');
    webSocket.terminate();
    install('renewed');
    listeners.reload();
    expect((await subjectAndText())[0]).to.equal('renewed');
    expect(listeners.facts.map(({ protocol: name }) => name)).to.deep.equal(['amqp', 'https']);
    expect(listeners.facts[1]?.certificateExpiresAt).to.be.greaterThan(0);
    const plain = connectSocket(port, HOST);
    plain.write('GET / HTTP/1.1\r\n\r\n');
    await once(plain, 'close');
    expect(log.at(-1)).to.include({ message: 'connection refused' });
  });

  it('ask HTTPS clients for a certificate where they are told to', async () => {
    const asking = { verifyPeer: true, failIfNoPeerCert: true, cacertfile: certificatePath('ca') };
    const tls = { ...TLS, ...files(), ...asking };
    const handler = (_request: unknown, response: ServerResponse): void => {
      response.end();
    };
    listeners = build({ managementTls: { host: HOST, port: 0, handler, tls } });
    const { managementTls } = await listeners.open();
    const { port = 0 } = managementTls ?? {};
    const ask = (certificate: object) =>
      get({ host: HOST, port, rejectUnauthorized: false, agent: false, ...certificate });
    const [response] = (await once(ask(clientCertificate('guest')), 'response')) as [
      IncomingMessage,
    ];
    expect(response.statusCode).to.equal(200);
    response.resume();
    for (const certificate of [{}, clientCertificate('stranger')]) {
      await once(ask(certificate), 'error');
    }
  });

  it('are closed again where one of them cannot open', async () => {
    const first = build({ management: { host: HOST, port: 0 } });
    const { management } = await first.open();
    const port = management?.port ?? 0;
    listeners = build({ ...everything(), management: { host: HOST, port } });
    expect(await listeners.open().catch(String)).to.equal(
      `Error: cannot listen on ${HOST}:${port}: another process does; stop it or choose another ` +
        'port with --management-port (0 takes a free one)',
    );
    expect(await listeners.open().catch(String)).to.contain('--management-port');
    await first.close('stop', 0);
    const { unixPath } = await listeners.open();
    expect(unixPath).to.equal(inFolder('a.sock'));
  });

  it('do not open with certificates that are not there', async () => {
    rmSync(files().certfile);
    listeners = build(everything());
    expect(await listeners.open().catch(String)).to.contain(`certificate in ${files().certfile}`);
  });

  it('read certificates again; a wrong one is logged by its file, changing nothing', async () => {
    listeners = build(everything());
    const { tls } = await listeners.open();
    const nameOfServer = async (): Promise<unknown> => {
      const client = connect({ host: HOST, port: tls?.port ?? 0, rejectUnauthorized: false });
      await once(client, 'secureConnect');
      const { CN } = client.getPeerCertificate().subject;
      client.destroy();
      return CN;
    };
    rmSync(files().certfile);
    listeners.reload();
    expect(log.at(-1)).to.include({ message: 'TLS certificates stay as they were' });
    expect(JSON.stringify(log.at(-1))).to.contain(files().certfile);
    install('renewed');
    listeners.reload();
    expect(log.at(-1)).to.include({ message: 'TLS certificates were read again' });
    expect(await nameOfServer()).to.equal('renewed');
  });

  it('have nothing to read again without TLS', async () => {
    listeners = build();
    await listeners.open();
    listeners.reload();
    expect(log).to.deep.equal([]);
  });
});
