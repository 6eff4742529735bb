/**
 * Every door of the broker: AMQP in the clear, under TLS and on a Unix socket, and the HTTP port.
 * Opens and closes them together, over the same connections. Built by server.ts.
 */
import type { RequestListener } from 'node:http';
import type { Clock } from './core/clock.js';
import type { Protocol, ShutdownCause } from './core/protocol.js';
import type { Log } from './log.js';
import type { ListenerFacts } from './management/node-facts.js';
import { formatAddress } from './transport/address.js';
import { Connections } from './transport/connections.js';
import { Doorway } from './transport/doorway.js';
import { HttpListener } from './transport/http-listener.js';
import { BACKLOG, type ListenAddress, Listener } from './transport/listener.js';
import { TlsGate, type TlsOptions } from './transport/tls-gate.js';
import { TrustedAddresses } from './transport/trusted-addresses.js';
import { type RequestHandler, WebListener } from './transport/web-listener.js';

export interface TlsListenerOptions extends TlsOptions {
  /** Without it that of plain AMQP. */
  readonly host?: string | undefined;
  readonly port: number;
  readonly further?: readonly ListenAddress[] | undefined;
}

export interface UnixListenerOptions {
  readonly path: string;
  /** Of the socket's file; who may write to it may connect. */
  readonly mode: number;
}

export interface WebListenerSettings {
  readonly host: string;
  readonly port: number;
  /** Origins, or their hosts, whose pages may use the port besides its own. */
  readonly origins?: readonly string[];
  readonly handler?: RequestHandler;
}

export interface SecureWebListenerSettings extends WebListenerSettings {
  readonly tls: TlsOptions;
}

export interface PrometheusListenerSettings extends ListenAddress {
  readonly handler: RequestListener;
}

/** HTTP for the owner of the data folder. */
export interface LocalWebSettings {
  readonly path: string;
  readonly handler: RequestListener;
}

export interface ListenersOptions {
  readonly host: string;
  readonly port: number;
  /** Other addresses for the same. */
  readonly further?: readonly ListenAddress[] | undefined;
  readonly tls?: TlsListenerOptions | undefined;
  readonly unixSocket?: UnixListenerOptions | undefined;
  readonly management?: WebListenerSettings | undefined;
  /** The same as `management`, over TLS. */
  readonly managementTls?: SecureWebListenerSettings | undefined;
  /** For metrics alone. */
  readonly prometheus?: PrometheusListenerSettings | undefined;
  readonly localManagement?: LocalWebSettings | undefined;
  /** Addresses and networks of proxies that speak the PROXY protocol. */
  readonly proxyProtocolFrom?: readonly string[] | undefined;
  readonly connectionCountMax?: number | undefined;
  readonly halfOpenCountMax?: number | undefined;
  readonly handshakeTimeoutMs?: number | undefined;
}

/** Where the broker listens; ports are those taken, where 0 was asked for. */
export interface Addresses extends ListenAddress {
  readonly tls?: ListenAddress;
  readonly unixPath?: string;
  readonly management?: ListenAddress;
  readonly managementTls?: ListenAddress;
  readonly prometheus?: ListenAddress;
}

/** About what one process can have open at the usual limits of Linux's distributions. */
export const CONNECTION_COUNT_MAX = 65_536;
/** Several times what reconnects at once after a restart and is slow about it. */
export const HALF_OPEN_COUNT_MAX = 4_096;
/** Of a socket whose owner needs no password. */
const OWNER_ONLY = 0o600;
export const HANDSHAKE_TIMEOUT_MS = 10_000;

interface Surroundings {
  readonly protocol: Protocol;
  readonly clock: Clock;
  readonly touch: () => void;
  readonly log: Log;
}

export class Listeners {
  readonly #options: ListenersOptions;
  readonly #surroundings: Surroundings;
  readonly #connections: Connections;
  readonly #open: { close(): void }[] = [];
  readonly #facts: ListenerFacts[] = [];
  /** By the protocol of facts. */
  readonly #gates = new Map<string, TlsGate>();

  constructor(options: ListenersOptions, surroundings: Surroundings) {
    const { protocol, clock, touch, log } = surroundings;
    this.#options = options;
    this.#surroundings = surroundings;
    this.#connections = new Connections({
      protocol,
      clock,
      touch,
      connectionCountMax: options.connectionCountMax ?? CONNECTION_COUNT_MAX,
      halfOpenCountMax: options.halfOpenCountMax ?? HALF_OPEN_COUNT_MAX,
      observer: observe(log),
    });
  }

  get connectionCount(): number {
    return this.#connections.count;
  }

  /** Where it listens by now, and until when the certificates are good. */
  get facts(): readonly ListenerFacts[] {
    return this.#facts.map((facts) => {
      const gate = this.#gates.get(facts.protocol);
      return gate === undefined
        ? facts
        : { ...facts, certificateExpiresAt: gate.certificateExpiresAt };
    });
  }

  /** All or none. */
  async open(): Promise<Addresses> {
    try {
      return await this.#openAll();
    } catch (error) {
      this.#closeDoors();
      throw error;
    }
  }

  /** Accepts no more, and takes leave of everybody within the limit. */
  close(cause: ShutdownCause, limitMs: number): Promise<void> {
    this.#closeDoors();
    return this.#connections.close(cause, limitMs);
  }

  /** Reads the certificates again; those of connections that are open stay. */
  reload(): void {
    const { log } = this.#surroundings;
    if (this.#gates.size === 0) return;
    try {
      for (const gate of this.#gates.values()) gate.reload();
      log.info('TLS certificates were read again');
    } catch (error) {
      log.error('TLS certificates stay as they were', { error });
    }
  }

  async #openAll(): Promise<Addresses> {
    const { host, port, further = [], tls, unixSocket, management, prometheus } = this.#options;
    const { managementTls } = this.#options;
    const proxies = new TrustedAddresses(this.#options.proxyProtocolFrom ?? []);
    const plain = await this.#listener(this.#doorway({ proxies })).listen(host, port);
    await this.#openLocal();
    this.#note('amqp', plain);
    for (const address of further) {
      const doorway = this.#doorway({ proxies });
      const bound = await this.#listener(doorway).listen(address.host, address.port);
      this.#note('amqp', bound);
      this.#tell('listening', bound);
    }
    return {
      ...plain,
      ...(tls && { tls: await this.#openTls(tls, proxies) }),
      ...(unixSocket && { unixPath: await this.#openUnix(unixSocket) }),
      ...(management && { management: await this.#openWeb(management) }),
      ...(managementTls && { managementTls: await this.#openSecureWeb(managementTls) }),
      ...(prometheus && { prometheus: await this.#openPrometheus(prometheus) }),
    };
  }

  async #openTls(options: TlsListenerOptions, proxies: TrustedAddresses): Promise<ListenAddress> {
    const tls = new TlsGate(options);
    this.#gates.set('amqp/ssl', tls);
    const listen = async (host: string, port: number): Promise<ListenAddress> => {
      const listener = this.#listener(this.#doorway({ proxies, tls }));
      const address = await listener.listen(host, port, '--tls-port');
      this.#note('amqp/ssl', address);
      this.#tell('listening for TLS', address);
      return address;
    };
    const first = await listen(options.host ?? this.#options.host, options.port);
    for (const { host, port } of options.further ?? []) await listen(host, port);
    return first;
  }

  async #openUnix({ path, mode }: UnixListenerOptions): Promise<string> {
    await this.#listener(this.#doorway({ unixPath: path })).listenOn(path, mode);
    this.#surroundings.log.info('listening on a Unix socket', { path });
    return path;
  }

  async #openWeb(settings: WebListenerSettings): Promise<ListenAddress> {
    const listener = this.#webListener(settings);
    const address = await listener.listen(settings.host, settings.port, '--management-port');
    this.#note('http', address);
    this.#tell('listening for HTTP', address);
    return address;
  }

  async #openSecureWeb(settings: SecureWebListenerSettings): Promise<ListenAddress> {
    const gate = new TlsGate(settings.tls);
    this.#gates.set('https', gate);
    const listener = this.#webListener(settings, gate);
    const address = await listener.listen(settings.host, settings.port, '--management-tls-port');
    this.#note('https', address);
    this.#tell('listening for HTTPS', address);
    return address;
  }

  #webListener(settings: WebListenerSettings, tls?: TlsGate): WebListener {
    const { connectionCountMax, handshakeTimeoutMs } = this.#options;
    const listener = new WebListener({
      tls,
      connections: this.#connections,
      origins: settings.origins ?? [],
      handshakeTimeoutMs: handshakeTimeoutMs ?? HANDSHAKE_TIMEOUT_MS,
      connectionCountMax: connectionCountMax ?? CONNECTION_COUNT_MAX,
      handler: settings.handler,
      onRefused: this.#onRefused,
      onFailed: this.#onFailed,
    });
    this.#open.push(listener);
    return listener;
  }

  async #openPrometheus(settings: PrometheusListenerSettings): Promise<ListenAddress> {
    const { handler, host, port } = settings;
    const requestTimeoutMs = this.#options.handshakeTimeoutMs ?? HANDSHAKE_TIMEOUT_MS;
    const listener = new HttpListener({ handler, requestTimeoutMs, onFailed: this.#onFailed });
    this.#open.push(listener);
    const address = await listener.listen(host, port, '--prometheus-port');
    this.#note('http/prometheus', address);
    this.#tell('listening for Prometheus', address);
    return address;
  }

  /** A convenience: where it cannot be, the broker starts without it. */
  async #openLocal(): Promise<void> {
    const { localManagement, handshakeTimeoutMs } = this.#options;
    if (localManagement === undefined) return;
    const { path, handler } = localManagement;
    const requestTimeoutMs = handshakeTimeoutMs ?? HANDSHAKE_TIMEOUT_MS;
    const listener = new HttpListener({ handler, requestTimeoutMs, onFailed: this.#onFailed });
    try {
      await listener.listenOn(path, OWNER_ONLY);
      this.#open.push(listener);
    } catch (error) {
      const { message } = error instanceof Error ? error : new Error(String(error));
      this.#surroundings.log.warn('the command line needs a password', { reason: message });
    }
  }

  #doorway(kind: { proxies?: TrustedAddresses; tls?: TlsGate; unixPath?: string }): Doorway {
    const { clock, touch } = this.#surroundings;
    const timeoutMs = this.#options.handshakeTimeoutMs ?? HANDSHAKE_TIMEOUT_MS;
    return new Doorway({ clock, touch, timeoutMs, onRefused: this.#onRefused, ...kind });
  }

  #listener(doorway: Doorway): Listener {
    const connections = this.#connections;
    const listener = new Listener({ connections, doorway, onFailed: this.#onFailed });
    this.#open.push(listener);
    return listener;
  }

  #closeDoors(): void {
    for (const door of this.#open.splice(0)) door.close();
    this.#facts.length = 0;
  }

  #note(protocol: string, { host, port }: ListenAddress): void {
    const isWeb = protocol.startsWith('http');
    this.#facts.push({ protocol, host, port, ...(!isWeb && { backlog: BACKLOG }) });
  }

  #tell(message: string, { host, port }: ListenAddress): void {
    this.#surroundings.log.info(message, { address: formatAddress(host, port) });
  }

  readonly #onRefused = (connection: string, reason: string): void => {
    this.#surroundings.log.warn('connection refused', { connection, reason });
  };

  readonly #onFailed = (error: Error): void => {
    this.#surroundings.log.error('the listener cannot accept', { error });
  };
}

function observe(log: Log) {
  let isRefusing = false;
  return {
    opened: (name: string): void => {
      isRefusing = false;
      log.debug('socket opened', { name });
    },
    closed: (name: string, reason: string): void => log.debug('socket closed', { name, reason }),
    // One line for a run of refusals: whoever knocks too often must not fill the disk as well.
    refused: (limit: 'connections' | 'half-open'): void => {
      if (!isRefusing) {
        log.warn('connections are refused: there are as many as there may be', { limit });
      }
      isRefusing = true;
    },
  };
}
