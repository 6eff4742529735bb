/**
 * An HTTP port for one handler, and for nothing but HTTP: that of Prometheus. Built and stopped by
 * listeners.ts.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import { bind, type ListenAddress, portOf } from './listener.js';

/** Scrapers are few; who keeps more open than this wants something else. */
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

  /** Accepts no more; requests in progress are cut. */
  close(): void {
    if (this.#server.listening) this.#server.close();
    this.#server.closeAllConnections();
  }
}
