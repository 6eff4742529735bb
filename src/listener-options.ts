/**
 * The options of what the broker listens on, and of the limits on connections: one half of the
 * table of config.ts, and the values as server.ts takes them. Used by config.ts and main.ts.
 */
import {
  CONNECTION_COUNT_MAX,
  HALF_OPEN_COUNT_MAX,
  HANDSHAKE_TIMEOUT_MS,
  type ListenersOptions,
  type SecureWebListenerSettings,
  type TlsListenerOptions,
} from './listeners.js';
import {
  type OptionTable,
  readInteger,
  readList,
  readOneOf,
  readOptionalText,
  readPort,
  readSwitch,
  readText,
  type Switch,
} from './option.js';
import {
  ALTERNATIVE_NAME_TYPES,
  CERTIFICATE_LOGINS,
  type CertificateLogin,
} from './transport/certificate-name.js';
import type { ListenAddress } from './transport/listener.js';
import { type CertificateFiles, TLS_VERSIONS, type TlsOptions } from './transport/tls-gate.js';
import { TrustedAddresses } from './transport/trusted-addresses.js';

const VERIFY_MODES = ['verify_none', 'verify_peer'] as const;

export interface ListenerConfig {
  readonly host: string;
  readonly port: number;
  readonly listen: readonly string[];
  readonly tlsHost: string;
  readonly tlsPort: number;
  readonly tlsListen: readonly string[];
  readonly tlsCertfile: string;
  readonly tlsKeyfile: string;
  readonly tlsPassword: string;
  readonly tlsCacertfile: string;
  readonly tlsVerify: (typeof VERIFY_MODES)[number];
  readonly tlsFailIfNoPeerCert: Switch;
  readonly tlsMinVersion: TlsOptions['minVersion'];
  readonly tlsSni: readonly string[];
  readonly tlsCertLoginFrom: CertificateLogin['from'];
  readonly tlsCertLoginSanType: CertificateLogin['sanType'];
  readonly tlsCertLoginSanIndex: number;
  readonly unixPath: string;
  readonly unixMode: string;
  readonly proxyProtocolFrom: readonly string[];
  readonly management: Switch;
  readonly managementHost: string;
  readonly managementPort: number;
  readonly managementTlsHost: string;
  readonly managementTlsPort: number;
  readonly managementTlsCertfile: string;
  readonly managementTlsKeyfile: string;
  readonly managementTlsPassword: string;
  readonly managementTlsCacertfile: string;
  readonly managementTlsVerify: (typeof VERIFY_MODES)[number];
  readonly managementTlsFailIfNoPeerCert: Switch;
  readonly websocketOrigins: readonly string[];
  readonly prometheus: Switch;
  readonly prometheusHost: string;
  readonly prometheusPort: number;
  readonly connectionMax: number;
  readonly handshakeMax: number;
  readonly handshakeTimeout: number;
  readonly anonymousLoginUser: string;
}

const PORT = { placeholder: '<number>', expected: 'an integer from 0 to 65535', read: readPort };
const FILE = {
  placeholder: '<file>',
  defaultValue: '',
  expected: 'the path of a file',
  read: readOptionalText,
};
const ADDRESS = {
  placeholder: '<address>',
  defaultValue: '127.0.0.1',
  expected: 'a host name or an IP address',
  read: readText,
};
const FURTHER = {
  placeholder: '<list>',
  defaultValue: [],
  expected: 'a list of address:port',
  read: (value: unknown): readonly string[] | undefined => {
    const list = readList(value);
    return list?.every((entry) => readAddress(entry) !== undefined) ? list : undefined;
  },
};
const SWITCH = { placeholder: '<on|off>', expected: 'on or off', read: readSwitch };
const TIMES_MAX = 2_147_483_647;

export const LISTENER_OPTIONS: OptionTable<ListenerConfig> = {
  host: {
    ...ADDRESS,
    key: 'host',
    meaning: 'Address to listen on; 0.0.0.0 for all of IPv4, :: for all addresses.',
  },
  port: {
    ...PORT,
    key: 'port',
    defaultValue: 5672,
    meaning: 'Port for AMQP; 0 takes a free one, which the ready line tells.',
  },
  listen: {
    ...FURTHER,
    key: 'listen',
    meaning: 'Further addresses for AMQP: address:port, with commas between them.',
  },
  tlsHost: {
    ...FILE,
    key: 'tls-host',
    placeholder: '<address>',
    meaning: 'Address for AMQP over TLS; without it that of host.',
    expected: 'a host name or an IP address',
  },
  tlsPort: {
    ...PORT,
    key: 'tls-port',
    defaultValue: 5671,
    meaning: 'Port for AMQP over TLS, which is there if tls-certfile is given.',
  },
  tlsListen: { ...FURTHER, key: 'tls-listen', meaning: 'Further addresses for AMQP over TLS.' },
  tlsCertfile: {
    ...FILE,
    key: 'tls-certfile',
    meaning: "Server's certificate, with those between it and the root (PEM); without it no TLS.",
  },
  tlsKeyfile: { ...FILE, key: 'tls-keyfile', meaning: 'Key of the certificate (PEM).' },
  tlsPassword: {
    key: 'tls-password',
    placeholder: '<text>',
    defaultValue: '',
    meaning: 'Password of the key files; the environment is a safer place than a flag.',
    expected: 'a text',
    read: readOptionalText,
  },
  tlsCacertfile: {
    ...FILE,
    key: 'tls-cacertfile',
    meaning: "Roots of clients' certificates (PEM); without it those that Node.js knows.",
  },
  tlsVerify: {
    key: 'tls-verify',
    placeholder: '<mode>',
    defaultValue: 'verify_none',
    meaning: 'verify_peer asks clients for a certificate, and refuses one it cannot verify.',
    expected: 'verify_none or verify_peer',
    read: readOneOf(VERIFY_MODES),
  },
  tlsFailIfNoPeerCert: {
    ...SWITCH,
    key: 'tls-fail-if-no-peer-cert',
    defaultValue: 'off',
    meaning: 'With verify_peer: refuses clients without a certificate.',
  },
  tlsMinVersion: {
    key: 'tls-min-version',
    placeholder: '<version>',
    defaultValue: 'tlsv1.2',
    meaning: 'Oldest version of TLS to speak: tlsv1.2 or tlsv1.3.',
    expected: 'tlsv1.2 or tlsv1.3',
    read: readOneOf(TLS_VERSIONS),
  },
  tlsSni: {
    key: 'tls-sni',
    placeholder: '<list>',
    defaultValue: [],
    meaning: 'Certificates by server name: name=certfile:keyfile, with commas between them.',
    expected: 'a list of name=certfile:keyfile',
    read: (value) => {
      const list = readList(value);
      return list?.every((entry) => readServerName(entry) !== undefined) ? list : undefined;
    },
  },
  tlsCertLoginFrom: {
    key: 'tls-cert-login-from',
    placeholder: '<name>',
    defaultValue: 'distinguished_name',
    meaning: `What of the certificate is the user of EXTERNAL: ${CERTIFICATE_LOGINS.join(', ')}.`,
    expected: `one of ${CERTIFICATE_LOGINS.join(', ')}`,
    read: readOneOf(CERTIFICATE_LOGINS),
  },
  tlsCertLoginSanType: {
    key: 'tls-cert-login-san-type',
    placeholder: '<type>',
    defaultValue: 'dns',
    meaning: `Which alternative names: ${ALTERNATIVE_NAME_TYPES.join(', ')}.`,
    expected: `one of ${ALTERNATIVE_NAME_TYPES.join(', ')}`,
    read: readOneOf(ALTERNATIVE_NAME_TYPES),
  },
  tlsCertLoginSanIndex: {
    key: 'tls-cert-login-san-index',
    placeholder: '<number>',
    defaultValue: 0,
    meaning: 'Which of the alternative names of that type, from 0.',
    expected: 'an integer from 0 to 999',
    read: readInteger(0, 999),
  },
  unixPath: {
    key: 'unix-path',
    placeholder: '<file>',
    defaultValue: '',
    meaning: 'Unix socket for AMQP; without it there is none.',
    expected: 'the path of a socket',
    read: readOptionalText,
  },
  unixMode: {
    key: 'unix-mode',
    placeholder: '<mode>',
    defaultValue: '660',
    meaning: 'Permissions of the Unix socket, octal; who may write to it may connect.',
    expected: 'three octal digits',
    read: (value) => (/^0?[0-7]{3}$/.test(String(value)) ? String(value) : undefined),
  },
  proxyProtocolFrom: {
    key: 'proxy-protocol-from',
    placeholder: '<list>',
    defaultValue: [],
    meaning: 'Addresses and networks of proxies, which must speak the PROXY protocol.',
    expected: 'a list of IP addresses and networks (10.0.0.0/8)',
    read: readNetworks,
  },
  management: {
    ...SWITCH,
    key: 'management',
    defaultValue: 'on',
    meaning: 'The HTTP port, for the HTTP API, and AMQP over WebSocket.',
  },
  managementHost: {
    ...ADDRESS,
    key: 'management-host',
    meaning: 'Address of the HTTP port.',
  },
  managementPort: {
    ...PORT,
    key: 'management-port',
    defaultValue: 15_672,
    meaning: 'Port for HTTP; 0 takes a free one, which the ready line tells.',
  },
  managementTlsHost: {
    ...FILE,
    key: 'management-tls-host',
    placeholder: '<address>',
    meaning: 'Address for HTTPS; without it that of management-host.',
    expected: 'a host name or an IP address',
  },
  managementTlsPort: {
    ...PORT,
    key: 'management-tls-port',
    defaultValue: 15_671,
    meaning: 'Port for HTTPS, which is there if management-tls-certfile is given.',
  },
  managementTlsCertfile: {
    ...FILE,
    key: 'management-tls-certfile',
    meaning: 'Certificate for HTTPS, with those between it and the root (PEM).',
  },
  managementTlsKeyfile: {
    ...FILE,
    key: 'management-tls-keyfile',
    meaning: 'Key of that certificate (PEM).',
  },
  managementTlsPassword: {
    key: 'management-tls-password',
    placeholder: '<text>',
    defaultValue: '',
    meaning: 'Password of that key file; the environment is a safer place than a flag.',
    expected: 'a text',
    read: readOptionalText,
  },
  managementTlsCacertfile: {
    ...FILE,
    key: 'management-tls-cacertfile',
    meaning: "Roots of HTTPS clients' certificates (PEM).",
  },
  managementTlsVerify: {
    key: 'management-tls-verify',
    placeholder: '<mode>',
    defaultValue: 'verify_none',
    meaning: 'verify_peer asks HTTPS clients for a certificate.',
    expected: 'verify_none or verify_peer',
    read: readOneOf(VERIFY_MODES),
  },
  managementTlsFailIfNoPeerCert: {
    ...SWITCH,
    key: 'management-tls-fail-if-no-peer-cert',
    defaultValue: 'off',
    meaning: 'With verify_peer: refuses HTTPS clients without a certificate that is believed.',
  },
  websocketOrigins: {
    key: 'websocket-origins',
    placeholder: '<list>',
    defaultValue: [],
    meaning: 'Other hosts whose web pages may open a WebSocket or use the HTTP API.',
    expected: 'a list of hosts or origins',
    read: readList,
  },
  prometheus: {
    ...SWITCH,
    key: 'prometheus',
    defaultValue: 'off',
    meaning: 'A port for metrics alone, without a login.',
  },
  prometheusHost: {
    ...ADDRESS,
    key: 'prometheus-host',
    meaning: 'Address of the port for metrics.',
  },
  prometheusPort: {
    ...PORT,
    key: 'prometheus-port',
    defaultValue: 15_692,
    meaning: 'Port for metrics; 0 takes a free one, which the ready line tells.',
  },
  connectionMax: {
    key: 'connection-max',
    placeholder: '<number>',
    defaultValue: CONNECTION_COUNT_MAX,
    meaning: 'How many connections there may be, of all kinds together.',
    expected: 'an integer from 1',
    read: readInteger(1, TIMES_MAX),
  },
  handshakeMax: {
    key: 'handshake-max',
    placeholder: '<number>',
    defaultValue: HALF_OPEN_COUNT_MAX,
    meaning: 'How many of them may be there before they have logged in.',
    expected: 'an integer from 1',
    read: readInteger(1, TIMES_MAX),
  },
  handshakeTimeout: {
    key: 'handshake-timeout',
    placeholder: '<ms>',
    defaultValue: HANDSHAKE_TIMEOUT_MS,
    meaning: 'Milliseconds for a PROXY header and TLS, and again for the login.',
    expected: 'an integer from 1',
    read: readInteger(1, TIMES_MAX),
  },
  anonymousLoginUser: {
    key: 'anonymous-login-user',
    placeholder: '<user>',
    defaultValue: '',
    meaning: 'User whom SASL ANONYMOUS logs in; without it nobody comes in that way.',
    expected: 'the name of a user',
    read: readOptionalText,
  },
};

export interface OpenedListeners extends Omit<ListenersOptions, 'prometheus'> {
  readonly prometheus: ListenAddress | undefined;
  readonly anonymousUser: string | undefined;
}

/** What server.ts takes. An empty text is an option that is not set. */
export function listenersOptionsOf(config: ListenerConfig): OpenedListeners {
  const { host, port, unixPath, unixMode, managementHost, managementPort } = config;
  return {
    host,
    port,
    further: addressesOf(config.listen),
    tls: config.tlsCertfile === '' ? undefined : tlsOptionsOf(config),
    unixSocket:
      unixPath === '' ? undefined : { path: unixPath, mode: Number.parseInt(unixMode, 8) },
    management:
      config.management === 'off'
        ? undefined
        : { host: managementHost, port: managementPort, origins: config.websocketOrigins },
    managementTls: config.managementTlsCertfile === '' ? undefined : secureWebOf(config),
    prometheus:
      config.prometheus === 'off'
        ? undefined
        : { host: config.prometheusHost, port: config.prometheusPort },
    proxyProtocolFrom: config.proxyProtocolFrom,
    connectionCountMax: config.connectionMax,
    halfOpenCountMax: config.handshakeMax,
    handshakeTimeoutMs: config.handshakeTimeout,
    anonymousUser: orUndefined(config.anonymousLoginUser),
  };
}

function secureWebOf(config: ListenerConfig): SecureWebListenerSettings {
  return {
    host: config.managementTlsHost === '' ? config.managementHost : config.managementTlsHost,
    port: config.managementTlsPort,
    origins: config.websocketOrigins,
    tls: {
      certfile: config.managementTlsCertfile,
      keyfile: config.managementTlsKeyfile,
      password: orUndefined(config.managementTlsPassword),
      cacertfile: orUndefined(config.managementTlsCacertfile),
      verifyPeer: config.managementTlsVerify === 'verify_peer',
      failIfNoPeerCert: config.managementTlsFailIfNoPeerCert === 'on',
      minVersion: config.tlsMinVersion,
      // A certificate is no login here.
      login: { from: 'distinguished_name', sanType: 'dns', sanIndex: 0 },
    },
  };
}

function tlsOptionsOf(config: ListenerConfig): TlsListenerOptions {
  return {
    host: orUndefined(config.tlsHost),
    port: config.tlsPort,
    further: addressesOf(config.tlsListen),
    certfile: config.tlsCertfile,
    keyfile: config.tlsKeyfile,
    password: orUndefined(config.tlsPassword),
    cacertfile: orUndefined(config.tlsCacertfile),
    verifyPeer: config.tlsVerify === 'verify_peer',
    failIfNoPeerCert: config.tlsFailIfNoPeerCert === 'on',
    minVersion: config.tlsMinVersion,
    serverNames: new Map(config.tlsSni.map(readServerName).filter((entry) => entry !== undefined)),
    login: {
      from: config.tlsCertLoginFrom,
      sanType: config.tlsCertLoginSanType,
      sanIndex: config.tlsCertLoginSanIndex,
    },
  };
}

/** "127.0.0.1:5672", "[::1]:5672", "::1:5672" */
function readAddress(entry: string): ListenAddress | undefined {
  const [, host, digits] = /^(.+):(\d+)$/.exec(entry) ?? [];
  const port = readPort(digits);
  return host === undefined || port === undefined
    ? undefined
    : { host: host.replace(/^\[(.*)\]$/, '$1'), port };
}

function addressesOf(list: readonly string[]): readonly ListenAddress[] {
  return list.map(readAddress).filter((address) => address !== undefined);
}

/** "mq.example.com=mq.pem:mq.key.pem" */
function readServerName(entry: string): [string, CertificateFiles] | undefined {
  const [, name, certfile, keyfile] = /^([^=:]+)=([^:]+):([^:]+)$/.exec(entry) ?? [];
  if (name === undefined || certfile === undefined || keyfile === undefined) return undefined;
  return [name, { certfile, keyfile }];
}

function readNetworks(value: unknown): readonly string[] | undefined {
  const list = readList(value);
  if (list === undefined) return undefined;
  try {
    new TrustedAddresses(list);
    return list;
  } catch {
    return undefined;
  }
}

function orUndefined(text: string): string | undefined {
  return text === '' ? undefined : text;
}
