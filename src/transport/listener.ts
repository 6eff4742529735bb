/**
 * A TCP port that speaks one protocol: accepts sockets, makes each a SocketTransport, and knows
 * which are open until all are closed. Built and stopped by server.ts.
 */
import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../core/clock.js';
import type { Protocol, Session, ShutdownCause } from '../core/protocol.js';
import { formatAddress } from './address.js';
import { SOCKET_HIGH_WATER_MARK, SocketTransport } from './socket-transport.js';
import { TurnQueue } from './turn-queue.js';

/** Connections that wait to be accepted: a burst of clients after a restart must not be refused. */
const BACKLOG = 1024;

export interface ListenerOptions {
  readonly protocol: Protocol;
  readonly clock: Clock;
  /** Brings the clock up to the machine's time. */
  readonly touch: () => void;
  readonly connectionCountMax: number;
  readonly observer: ListenerObserver;
}

/** What happens on the port, for the log. */
export interface ListenerObserver {
  opened(name: string): void;
  closed(name: string, reason: string): void;
  /** The limit is reached: this one was refused. */
  refused(): void;
  failed(error: Error): void;
}

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export class Listener {
  readonly #options: ListenerOptions;
  readonly #server: Server;
  readonly #turns = new TurnQueue();
  readonly #open = new Map<SocketTransport, Session>();
  readonly #onAllClosed: (() => void)[] = [];

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#server = createServer({ noDelay: true, highWaterMark: SOCKET_HIGH_WATER_MARK });
    this.#server.maxConnections = options.connectionCountMax;
    this.#server.on('connection', (socket) => {
      this.#accept(socket);
    });
    this.#server.on('drop', () => {
      options.observer.refused();
    });
  }

  get connectionCount(): number {
    return this.#open.size;
  }

  /** Port 0 takes a free one; the answer names it. */
  listen(host: string, port: number): Promise<ListenAddress> {
    const server = this.#server;
    return new Promise((resolve, reject) => {
      const fail = (error: NodeJS.ErrnoException): void => {
        reject(new Error(describe(error, host, port), { cause: error }));
      };
      server.once('error', fail);
      server.listen({ host, port, backlog: BACKLOG }, () => {
        server.off('error', fail);
        server.on('error', (error) => {
          this.#options.observer.failed(error);
        });
        const address = server.address();
        resolve({ host, port: typeof address === 'object' ? (address?.port ?? port) : port });
      });
    });
  }

  /**
   * Accepts no more, tells every session to say goodbye, and resolves when all connections are
   * closed; those that take longer than the limit are cut.
   */
  async close(cause: ShutdownCause, limitMs: number): Promise<void> {
    const { clock } = this.#options;
    if (this.#server.listening) this.#server.close();
    const timer = clock.after(limitMs, () => {
      for (const transport of this.#open.keys()) transport.destroy();
    });
    for (const session of this.#open.values()) session.shutdown(cause);
    await this.#allClosed();
    clock.cancel(timer);
  }

  #accept(socket: Socket): void {
    const { protocol, clock, touch, observer } = this.#options;
    if (socket.remoteAddress === undefined) {
      // It was reset before we came to it, and has no name.
      socket.destroy();
      return;
    }
    touch();
    const transport = new SocketTransport(socket, { clock, touch, turns: this.#turns });
    observer.opened(transport.name);
    const session = protocol.accept(transport);
    this.#open.set(transport, session);
    transport.open(session, (reason) => {
      this.#open.delete(transport);
      observer.closed(transport.name, reason);
      if (this.#open.size > 0) return;
      for (const resolve of this.#onAllClosed.splice(0)) resolve();
    });
  }

  #allClosed(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onAllClosed.push(resolve);
    });
  }
}

function describe(error: NodeJS.ErrnoException, host: string, port: number): string {
  const where = `cannot listen on ${formatAddress(host, port)}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `${where}: another process does; stop it or choose another port (0 takes a free one)`;
    case 'EACCES':
      return `${where}: this user may not; choose a port above 1023`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${where}: this machine has no such address; choose another host`;
    default:
      return `${where}: ${error.message}`;
  }
}
