/**
 * The broker that is fuzzed, in a process of its own so that its memory is its own: the same parts
 * as in server.ts, put together here because the test looks into them. Started by fuzzed-broker.ts
 * with --expose-gc; argument: data folder.
 */
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AMQP_DEFAULTS } from '../../../src/amqp/options.js';
import { amqpFormat } from '../../../src/amqp/content.js';
import { AmqpProtocol } from '../../../src/amqp/protocol.js';
import { Broker } from '../../../src/core/broker.js';
import { Clock } from '../../../src/core/clock.js';
import { GUEST } from '../../../src/core/access/access.js';
import type { Protocol, Session, Transport } from '../../../src/core/protocol.js';
import type { Vhost } from '../../../src/core/vhost.js';
import { NodePasswordHashing } from '../../../src/password-hashing.js';
import { compilePattern } from '../../../src/pattern.js';
import { SqliteStore } from '../../../src/store/sqlite/engine.js';
import { Ticker } from '../../../src/ticker.js';
import { Connections } from '../../../src/transport/connections.js';
import { Doorway } from '../../../src/transport/doorway.js';
import { Listener } from '../../../src/transport/listener.js';
import type { Answer, Question, Remains } from './fuzzed-broker.js';

/** Sessions are collected some turns after the last reference to them is gone. */
const COLLECTIONS_MAX = 50;

/** Counts the sessions that the garbage collector has not taken. */
class CountedProtocol implements Protocol {
  readonly name = 'amqp';
  liveCount = 0;
  readonly #protocol: Protocol;
  readonly #registry = new FinalizationRegistry<undefined>(() => this.liveCount--);

  constructor(protocol: Protocol) {
    this.#protocol = protocol;
  }

  accept(transport: Transport): Session {
    const session = this.#protocol.accept(transport);
    this.liveCount++;
    this.#registry.register(session, undefined);
    return session;
  }
}

class BrokerProcess {
  readonly #clock = new Clock();
  readonly #ticker = new Ticker(this.#clock);
  readonly #store: SqliteStore;
  readonly #broker: Broker;
  readonly #protocol: CountedProtocol;
  readonly #connections: Connections;
  readonly #listener: Listener;
  readonly #builtIn: ReadonlySet<string>;

  constructor(folder: string) {
    const token = (): string => randomBytes(16).toString('base64url');
    this.#store = new SqliteStore({ folder });
    this.#store.onFailed = (reason) => {
      throw reason;
    };
    this.#broker = new Broker({
      clock: this.#clock,
      store: this.#store,
      format: amqpFormat,
      token,
      random: Math.random,
      access: { hashing: new NodePasswordHashing() },
      compilePattern,
    });
    this.#protocol = new CountedProtocol(
      new AmqpProtocol(this.#broker, {
        ...AMQP_DEFAULTS,
        log: { debug() {}, info() {}, warn() {} },
        version: '0.0.0',
        token,
        loginDelayMs: 1,
      }),
    );
    this.#connections = new Connections({
      protocol: this.#protocol,
      clock: this.#clock,
      touch: this.#ticker.touch,
      connectionCountMax: 1_000,
      halfOpenCountMax: 1_000,
      observer: { opened() {}, closed() {}, refused() {} },
    });
    this.#listener = new Listener({
      connections: this.#connections,
      doorway: new Doorway({
        clock: this.#clock,
        touch: this.#ticker.touch,
        timeoutMs: 1_000,
        onRefused() {},
      }),
      onFailed: (error) => {
        throw error;
      },
    });
    this.#builtIn = new Set([...this.#vhost.exchanges()].map(({ name }) => name));
  }

  async listen(): Promise<number> {
    this.#ticker.start();
    await new Promise<void>((resolve, reject) => {
      this.#broker.start((error) => (error === undefined ? resolve() : reject(error)));
    });
    this.#broker.access.createFirstUser(GUEST, ['/'], () => {});
    const { port } = await this.#listener.listen('127.0.0.1', 0);
    return port;
  }

  /** Deletes what the frames made by chance and nobody owns. */
  sweep(): void {
    const vhost = this.#vhost;
    const nobody = { name: 'nobody' };
    for (const queue of [...vhost.queues()]) {
      if (queue.owner !== undefined) continue;
      vhost.deleteQueue(queue.name, { ifUnused: false, ifEmpty: false }, nobody);
    }
    for (const { name } of [...vhost.exchanges()]) {
      if (!this.#builtIn.has(name)) vhost.deleteExchange(name, { ifUnused: false });
    }
  }

  async measure(): Promise<Remains> {
    const { gc } = globalThis;
    if (gc === undefined) throw new Error('the fuzzed broker needs --expose-gc');
    for (let count = 0; count < COLLECTIONS_MAX; count++) {
      gc();
      await nextTurn();
      if (this.#protocol.liveCount === 0 && this.#connections.count === 0) break;
    }
    const { heapUsed, external } = process.memoryUsage();
    const vhost = this.#vhost;
    const queues = [...vhost.queues()];
    return {
      memoryBytes: heapUsed + external,
      connections: this.#connections.count,
      sessions: this.#protocol.liveCount,
      queues: queues.length,
      consumers: queues.reduce((sum, { consumerCount }) => sum + consumerCount, 0),
      exchanges: [...vhost.exchanges()].length - this.#builtIn.size,
      bindings: [...vhost.bindings()].length,
      waiting: this.#broker.durable.size,
      hasTimer: this.#clock.nextDeadline !== undefined,
    };
  }

  async stop(): Promise<void> {
    this.#listener.close();
    await this.#connections.close('stop', 1_000);
    await new Promise<void>((resolve, reject) => {
      this.#broker.close((error) => (error === undefined ? resolve() : reject(error)));
    });
    this.#ticker.stop();
  }

  get #vhost(): Vhost {
    const vhost = this.#broker.vhost('/');
    if (vhost === undefined) throw new Error('the broker has no vhost');
    return vhost;
  }
}

function answer(message: Answer): void {
  process.send?.(message);
}

const broker = new BrokerProcess(process.argv[2] ?? '');
process.on('message', (question: Question) => {
  if (question === 'sweep') broker.sweep();
  else if (question === 'measure') void broker.measure().then(answer);
  else void broker.stop().then(() => process.disconnect());
});
answer({ port: await broker.listen() });
