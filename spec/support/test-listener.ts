/**
 * A listener on a free port over a recording protocol, with a clock that the spec advances, and its
 * clients.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Clock } from '../../src/core/clock.js';
import { Listener } from '../../src/transport/listener.js';
import { type Reactions, RecordingProtocol } from './recording-session.js';

export class TestListener {
  readonly clock = new Clock(1_000);
  readonly protocol: RecordingProtocol;
  readonly listener: Listener;
  readonly log: string[] = [];
  touchCount = 0;
  port = 0;
  readonly #clients: Socket[] = [];

  constructor(reactions: Reactions = {}, connectionCountMax = 100) {
    this.protocol = new RecordingProtocol(reactions);
    this.listener = new Listener({
      protocol: this.protocol,
      clock: this.clock,
      touch: () => {
        this.touchCount++;
      },
      connectionCountMax,
      observer: {
        opened: (name) => this.log.push(`opened ${name}`),
        closed: (name, reason) => this.log.push(`closed ${name}: ${reason}`),
        refused: () => this.log.push('refused'),
        failed: (error) => this.log.push(`failed: ${error.message}`),
      },
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

  async stop(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await this.listener.close('stop', 0);
  }
}
