/**
 * A listener on a free port over a recording protocol, with a clock that the spec advances, and its
 * clients.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Clock } from '../../src/core/clock.js';
import { Connections } from '../../src/transport/connections.js';
import { Doorway, type DoorwayOptions } from '../../src/transport/doorway.js';
import { Listener } from '../../src/transport/listener.js';
import { type Reactions, RecordingProtocol } from './recording-session.js';

export interface TestListenerOptions extends Partial<DoorwayOptions> {
  readonly connectionCountMax?: number;
  readonly halfOpenCountMax?: number;
}

export const HANDSHAKE_LIMIT_MS = 5_000;

export class TestListener {
  readonly clock = new Clock(1_000);
  readonly protocol: RecordingProtocol;
  readonly connections: Connections;
  readonly listener: Listener;
  readonly log: string[] = [];
  touchCount = 0;
  port = 0;
  readonly #clients: Socket[] = [];
  #onLogged: () => void = () => {};

  constructor(reactions: Reactions = {}, options: TestListenerOptions = {}) {
    const { connectionCountMax = 100, halfOpenCountMax = 100, ...doorway } = options;
    const { clock } = this;
    const touch = (): void => {
      this.touchCount++;
    };
    this.protocol = new RecordingProtocol(reactions);
    this.connections = new Connections({
      protocol: this.protocol,
      clock,
      touch,
      connectionCountMax,
      halfOpenCountMax,
      observer: {
        opened: (name) => this.#note(`opened ${name}`),
        closed: (name, reason) => this.#note(`closed ${name}: ${reason}`),
        refused: (limit) => this.#note(`refused: ${limit}`),
      },
    });
    this.listener = new Listener({
      connections: this.connections,
      doorway: new Doorway({
        clock,
        touch,
        timeoutMs: HANDSHAKE_LIMIT_MS,
        onRefused: (name, reason) => this.#note(`turned away ${name}: ${reason}`),
        ...doorway,
      }),
      onFailed: (error) => this.#note(`failed: ${error.message}`),
    });
  }

  async start(): Promise<void> {
    this.port = (await this.listener.listen('127.0.0.1', 0)).port;
  }

  async connect(): Promise<Socket> {
    const socket = connect({ port: this.port, host: '127.0.0.1' });
    this.#clients.push(socket);
    // A reset is what some specs are about; they look at the broker's side.
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  }

  /** The entry of the log that begins so, once it is there. */
  async logged(start: string): Promise<string> {
    for (;;) {
      const entry = this.log.find((text) => text.startsWith(start));
      if (entry !== undefined) return entry;
      await new Promise<void>((resolve) => {
        this.#onLogged = resolve;
      });
    }
  }

  close(limitMs = 0): Promise<void> {
    this.listener.close();
    return this.connections.close('stop', limitMs);
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await this.close();
  }

  #note(entry: string): void {
    this.log.push(entry);
    this.#onLogged();
  }
}
