/**
 * An HTTP port or socket for one handler, and for nothing but HTTP: that of Prometheus, and that of
 * the owner of the data folder. Built and stopped by listeners.ts.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import { bind, type ListenAddress, portOf } from './listener.js';
import { bindUnixSocket } from './unix-socket.js';

/** Scrapers and command lines are few; who keeps more open than this wants something else. */
const CONNECTION_COUNT_MAX = 64;

export interface HttpListenerOptions {
  readonly handler: RequestListener;
  /** How long a request may take to arrive. */
  readonly requestTimeoutMs: number;
  /** The listener cannot accept. */
  readonly onFailed: (error: Error) => void;
}

export class HttpListener {
  readonly #server: Server;
  readonly #onFailed: (error: Error) => void;

  constructor({ handler, requestTimeoutMs, onFailed }: HttpListenerOptions) {
    this.#onFailed = onFailed;
    this.#server = createServer({ requestTimeout: requestTimeoutMs }, handler);
    this.#server.maxConnections = CONNECTION_COUNT_MAX;
  }

  /** Port 0 takes a free one; the answer names it. The flag is for the advice when it is taken. */
  async listen(host: string, port: number, flag: string): Promise<ListenAddress> {
    await bind(this.#server, { host, port, flag });
    this.#server.on('error', this.#onFailed);
    return { host, port: portOf(this.#server) ?? port };
  }

  /** On a Unix socket, in place of one that a dead broker left there. */
  async listenOn(path: string, mode: number): Promise<void> {
    await bindUnixSocket(this.#server, path, mode);
    this.#server.on('error', this.#onFailed);
  }

  /** Accepts no more; requests in progress are cut. */
  close(): void {
    if (this.#server.listening) this.#server.close();
    this.#server.closeAllConnections();
  }
}
