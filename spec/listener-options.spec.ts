import { expect } from 'chai';
import { resolveConfig } from '../src/config.js';
import { listenersOptionsOf } from '../src/listener-options.js';
import { UsageError } from '../src/option.js';

function optionsOf(flags: Readonly<Record<string, string>>) {
  const { config } = resolveConfig({ flags, environment: {}, readFile: () => '' });
  return listenersOptionsOf(config);
}

describe('The options of the listeners', () => {
  it('open AMQP and the HTTP port on this machine by default, and nothing else', () => {
    expect(optionsOf({})).to.deep.equal({
      host: '127.0.0.1',
      port: 5_672,
      further: [],
      tls: undefined,
      unixSocket: undefined,
      management: { host: '127.0.0.1', port: 15_672, origins: [] },
      managementTls: undefined,
      prometheus: undefined,
      proxyProtocolFrom: [],
      connectionCountMax: 65_536,
      halfOpenCountMax: 4_096,
      handshakeTimeoutMs: 10_000,
      anonymousUser: undefined,
    });
  });

  it('open a port for metrics where it is wanted', () => {
    const address = { host: '127.0.0.1', port: 15_692 };
    expect(optionsOf({ prometheus: 'on' }).prometheus).to.deep.equal(address);
    const flags = { prometheus: 'on', 'prometheus-host': '::1', 'prometheus-port': '0' };
    expect(optionsOf(flags).prometheus).to.deep.equal({ host: '::1', port: 0 });
  });

  it('open a port for TLS where there is a certificate', () => {
    const flags = { 'tls-certfile': 'c.pem', 'tls-keyfile': 'k.pem', 'tls-verify': 'verify_peer' };
    expect(optionsOf(flags).tls).to.deep.equal({
      host: undefined,
      port: 5_671,
      further: [],
      certfile: 'c.pem',
      keyfile: 'k.pem',
      password: undefined,
      cacertfile: undefined,
      verifyPeer: true,
      failIfNoPeerCert: false,
      minVersion: 'tlsv1.2',
      serverNames: new Map(),
      login: { from: 'distinguished_name', sanType: 'dns', sanIndex: 0 },
    });
  });

  it('open a port for HTTPS where there is a certificate for it', () => {
    const prefix = 'management-tls-';
    const flags = { [`${prefix}certfile`]: 'c.pem', [`${prefix}keyfile`]: 'k.pem' };
    const asking = { [`${prefix}verify`]: 'verify_peer', [`${prefix}cacertfile`]: 'ca.pem' };
    const { managementTls } = optionsOf({ ...flags, ...asking, 'management-host': '::1' });
    expect(managementTls).to.deep.include({ host: '::1', port: 15_671, origins: [] });
    expect(managementTls?.tls).to.deep.include({
      certfile: 'c.pem',
      keyfile: 'k.pem',
      cacertfile: 'ca.pem',
      verifyPeer: true,
      failIfNoPeerCert: false,
    });
    const apart = { ...flags, [`${prefix}host`]: '::', [`${prefix}port`]: '0', management: 'off' };
    const { management, managementTls: alone } = optionsOf(apart);
    expect([management, alone?.host, alone?.port]).to.deep.equal([undefined, '::', 0]);
  });

  it('name certificates by server name', () => {
    const list = 'a.example=a.pem:a.key,*.b.example=/b/c.pem:/b/k.pem';
    const { tls } = optionsOf({ 'tls-certfile': 'c', 'tls-keyfile': 'k', 'tls-sni': list });
    expect([...(tls?.serverNames ?? [])]).to.deep.equal([
      ['a.example', { certfile: 'a.pem', keyfile: 'a.key' }],
      ['*.b.example', { certfile: '/b/c.pem', keyfile: '/b/k.pem' }],
    ]);
  });

  it('read the permissions of a Unix socket as octal', () => {
    const flags = { 'unix-path': '/run/a.sock', 'unix-mode': '600' };
    expect(optionsOf(flags).unixSocket).to.deep.equal({ path: '/run/a.sock', mode: 0o600 });
  });

  it('name further addresses of both kinds, also of IPv6', () => {
    const certificate = { 'tls-certfile': 'c', 'tls-keyfile': 'k', 'tls-listen': '10.0.0.1:5671' };
    const { further, tls } = optionsOf({ listen: '10.0.0.1:5672, [::1]:5673', ...certificate });
    expect(further).to.deep.equal([
      { host: '10.0.0.1', port: 5672 },
      { host: '::1', port: 5673 },
    ]);
    expect(tls?.further).to.deep.equal([{ host: '10.0.0.1', port: 5671 }]);
  });

  it('shut the HTTP port', () => {
    expect(optionsOf({ management: 'off' }).management).to.equal(undefined);
  });

  it('take a user for those who have no name', () => {
    expect(optionsOf({ 'anonymous-login-user': 'guest' }).anonymousUser).to.equal('guest');
  });

  const mistakes: readonly [string, string, string][] = [
    ['tls-verify', 'peer', 'takes verify_none or verify_peer'],
    ['tls-min-version', 'tlsv1', 'takes tlsv1.2 or tlsv1.3'],
    ['tls-sni', 'a.example', 'takes a list of name=certfile:keyfile'],
    ['tls-cert-login-from', 'cn', 'takes one of distinguished_name, common_name'],
    ['tls-cert-login-san-index', '-1', 'takes an integer from 0'],
    ['unix-mode', '888', 'takes three octal digits'],
    ['proxy-protocol-from', '10.0.0.0/33', 'takes a list of IP addresses and networks'],
    ['management', 'maybe', 'takes on or off'],
    ['connection-max', '0', 'takes an integer from 1'],
  ];
  for (const [key, value, message] of mistakes) {
    it(`refuse ${key} ${value}`, () => {
      expect(() => optionsOf({ [key]: value })).to.throw(UsageError, `--${key} ${message}`);
    });
  }
});
