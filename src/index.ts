/**
 * Leveret within another program: a broker on a port of that program's own process. This is the
 * package's public face; what is not named here may change at any time.
 */
import type { Compatibility } from './core/compatibility.js';
import type { Policy } from './core/policy/policy.js';
import type { Store } from './core/store.js';
import type { VhostRequest } from './core/vhost-definition.js';
import type { TlsListenerOptions } from './listeners.js';
import { Log, type LogLevel } from './log.js';
import { type InitialUser, Server, type Started } from './server.js';
import { MemoryStore } from './store/memory.js';
import { SqliteStore, type SqliteStoreOptions } from './store/sqlite/engine.js';
import { machineTime } from './ticker.js';
import type { CertificateLogin } from './transport/certificate-name.js';
import type { CertificateFiles, TlsOptions } from './transport/tls-gate.js';
import { readVersion } from './version.js';

export { MemoryStore, SqliteStore };
export type { CertificateFiles, CertificateLogin };
export type { InitialUser };
export type { Compatibility, LogLevel, SqliteStoreOptions, Started, Store, VhostRequest };

const LOCALHOST = '127.0.0.1';
const ROOT = '/';

export interface BrokerOptions {
  /** 127.0.0.1 */
  readonly host?: string;
  /** 5672; 0 takes a free one. */
  readonly port?: number;
  /** A further port, with TLS; `verifyPeer` for clients that have certificates. */
  readonly tls?: EmbeddedTlsOptions;
  /** A further listener; the mode of its file is 0o660 unless given. */
  readonly unixSocket?: { readonly path: string; readonly mode?: number };
  /** An HTTP port, for the HTTP API, and AMQP over WebSocket: port 0 takes a free one. */
  readonly management?: {
    readonly host?: string;
    readonly port: number;
    /** Hosts whose web pages may open a WebSocket besides the port's own. */
    readonly origins?: readonly string[];
  };
  /** A port for metrics alone, without a login: port 0 takes a free one. */
  readonly prometheus?: { readonly host?: string; readonly port: number };
  /** Addresses and networks ("10.0.0.0/8") of proxies, which must speak the PROXY protocol. */
  readonly proxyProtocolFrom?: readonly string[];
  /** 65,536, of all kinds together. */
  readonly connectionCountMax?: number;
  /** 4,096 of them may be there before they have logged in. */
  readonly halfOpenCountMax?: number;
  /** 10,000, for a PROXY header and TLS, and again for the login. */
  readonly handshakeTimeoutMs?: number;
  /** The user whom SASL ANONYMOUS logs in; without it the mechanism is not offered. */
  readonly anonymousUser?: string;
  /** A MemoryStore, which forgets everything at the end; a SqliteStore keeps what is durable. */
  readonly store?: Store;
  /** Each a line of JSON. Without it the broker is silent. */
  readonly writeLog?: (line: string) => void;
  readonly logLevel?: LogLevel;
  /** 3.x: how virtual hosts treat what RabbitMQ 4.3 refuses, unless they are told. */
  readonly compatibility?: Compatibility;
  /** Made at each start where they are missing. Without any there is guest, as everywhere. */
  readonly users?: readonly InitialUser[];
  /**
   * The store has failed for good: nothing is confirmed any more, and the connections were closed.
   */
  readonly onFailed?: (reason: Error) => void;
}

/** Certificates and keys are files in PEM, so that `reload` can read them again. */
export interface EmbeddedTlsOptions extends CertificateFiles {
  /** 5671; 0 takes a free one. */
  readonly port?: number;
  /** Of the key files. */
  readonly password?: string;
  readonly cacertfile?: string;
  readonly verifyPeer?: boolean;
  readonly failIfNoPeerCert?: boolean;
  readonly minVersion?: TlsOptions['minVersion'];
  readonly serverNames?: ReadonlyMap<string, CertificateFiles>;
  /** Where the user of SASL EXTERNAL stands in a client's certificate. */
  readonly login?: Partial<CertificateLogin>;
}

export interface EmbeddedBroker {
  /** Undefined until it has started. */
  readonly address: Started | undefined;
  start(): Promise<Started>;
  /** Reads the TLS certificates again, for new connections. */
  reload(): void;
  stop(): Promise<void>;
  /** Makes a virtual host, or changes the one that is there. On disk when the promise is kept. */
  declareVhost(request: VhostRequest): Promise<void>;
  /** With everything in it; its connections are closed. False if there was none. */
  deleteVhost(name: string): Promise<boolean>;
  /** In place of the one of that name, if there is one. On disk when the promise is kept. */
  setPolicy(policy: PolicySettings): Promise<void>;
  /** False if there was none. */
  deletePolicy(policy: PolicyName): Promise<boolean>;
  /** It hands out nothing until it is resumed. Rejects if there is no such queue in `vhost` (/). */
  pauseQueue(name: string, vhost?: string): Promise<void>;
  resumeQueue(name: string, vhost?: string): Promise<void>;
}

export interface PolicyName {
  /** / */
  readonly vhost?: string;
  readonly name: string;
  /** policy */
  readonly component?: 'policy' | 'operator_policy';
}

export interface PolicySettings extends PolicyName {
  /** A regular expression, found anywhere in the name of a queue or an exchange. */
  readonly pattern: string;
  /** RabbitMQ's settings: "max-length", "dead-letter-exchange" and so on. */
  readonly definition: Readonly<Record<string, string | number | readonly string[]>>;
  /** all */
  readonly applyTo?: Policy['applyTo'];
  /** 0; the policy of the highest priority applies. */
  readonly priority?: number;
}

export function createBroker(options: BrokerOptions = {}): EmbeddedBroker {
  const { host = LOCALHOST, port = 5672, store = new MemoryStore() } = options;
  const { writeLog = () => {}, logLevel = 'info', onFailed = () => {} } = options;
  const { tls, unixSocket, management, prometheus, ...others } = options;
  const log = new Log(logLevel, writeLog, machineTime.now);
  const server = new Server({
    ...others,
    host,
    port,
    tls: tls && completeTls(tls),
    unixSocket: unixSocket && { mode: 0o660, ...unixSocket },
    management: management && { host: LOCALHOST, ...management },
    prometheus: prometheus && { host: LOCALHOST, ...prometheus },
    store,
    log,
    version: readVersion(),
    onFailed,
  });
  let address: Started | undefined;
  return {
    get address() {
      return address;
    },
    async start() {
      address = await server.start();
      return address;
    },
    reload() {
      server.reload();
    },
    async stop() {
      await server.stop();
      address = undefined;
    },
    declareVhost: (request) => server.declareVhost(request),
    deleteVhost: (name) => server.deleteVhost(name),
    async setPolicy({ vhost = ROOT, name, component = 'policy', applyTo = 'all', ...policy }) {
      const { pattern, definition, priority = 0 } = policy;
      const terms = { pattern, definition, priority, 'apply-to': applyTo };
      await server.setPolicy(component, { vhost, name, terms });
    },
    deletePolicy: ({ vhost = ROOT, name, component = 'policy' }) =>
      server.deletePolicy(component, vhost, name),
    pauseQueue: (name, vhost = ROOT) => server.pauseQueue(vhost, name, true),
    resumeQueue: (name, vhost = ROOT) => server.pauseQueue(vhost, name, false),
  };
}

function completeTls({ login, ...options }: EmbeddedTlsOptions): TlsListenerOptions {
  return {
    port: 5671,
    verifyPeer: false,
    failIfNoPeerCert: false,
    minVersion: 'tlsv1.2',
    ...options,
    login: { from: 'distinguished_name', sanType: 'dns', sanIndex: 0, ...login },
  };
}
