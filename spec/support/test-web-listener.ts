/** An HTTP port over a recording protocol, with a clock that the spec advances, and its clients. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Clock } from '../../src/core/clock.js';
import { Connections } from '../../src/transport/connections.js';
import { WebListener, type WebListenerOptions } from '../../src/transport/web-listener.js';
import { RecordingProtocol } from './recording-session.js';

export class TestWebListener {
  readonly clock = new Clock(1_000);
  readonly protocol = new RecordingProtocol();
  readonly connections: Connections;
  readonly listener: WebListener;
  readonly log: string[] = [];
  port = 0;
  readonly #clients: WebSocket[] = [];

  constructor(options: Partial<WebListenerOptions> = {}) {
    const connectionCountMax = 10;
    this.connections = new Connections({
      protocol: this.protocol,
      clock: this.clock,
      touch: () => {},
      connectionCountMax,
      halfOpenCountMax: 10,
      observer: {
        opened() {},
        closed() {},
        refused: (limit) => this.log.push(`refused: ${limit}`),
      },
    });
    this.listener = new WebListener({
      connections: this.connections,
      origins: [],
      handshakeTimeoutMs: 5_000,
      connectionCountMax,
      onRefused: (name, reason) => this.log.push(`turned away ${name}: ${reason}`),
      onFailed: (error) => this.log.push(`failed: ${error.message}`),
      ...options,
    });
  }

  async start(): Promise<void> {
    this.port = (await this.listener.listen('127.0.0.1', 0)).port;
  }

  dial(path = '/ws', headers: Record<string, string> = {}, protocols: string[] = []): WebSocket {
    const client = new WebSocket(`ws://127.0.0.1:${this.port}${path}`, protocols, { headers });
    this.#clients.push(client);
    // Refusals are what some specs are about; they wait for them by themselves.
    client.on('error', () => {});
    return client;
  }

  async connect(): Promise<WebSocket> {
    const client = this.dial();
    await once(client, 'open');
    return client;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.terminate();
    this.listener.close();
    await this.connections.close('stop', 0);
  }
}
