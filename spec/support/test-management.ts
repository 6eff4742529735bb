/** The HTTP API over a broker of the spec's own, on a port that the system chooses. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { amqpFormat } from '../../src/amqp/content.js';
import { Broker } from '../../src/core/broker.js';
import { Clock } from '../../src/core/clock.js';
import type { Store } from '../../src/core/store.js';
import { DurableOperations } from '../../src/durable-operations.js';
import { Log } from '../../src/log.js';
import { LogLevels } from '../../src/log-levels.js';
import { createManagement } from '../../src/management/app.js';
import type { ManagementContext } from '../../src/management/context.js';
import { Machine } from '../../src/management/machine.js';
import type { ListenerFacts } from '../../src/management/node-facts.js';
import { compilePattern } from '../../src/pattern.js';
import { metricsOf } from './metrics-source.js';
import { MemoryStore } from '../../src/store/memory.js';
import { admitGuest } from './guest.js';
import { plainHashing } from './plain-hashing.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined for an empty answer. */
  readonly json: unknown;
}

export interface Request {
  readonly body?: unknown;
  /** Name and password; null for none. */
  readonly as?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export class TestManagement {
  readonly clock = new Clock(1_700_000_000_000);
  readonly broker: Broker;
  readonly durable: DurableOperations;
  readonly log: unknown[] = [];
  /** What the port finds about each request. */
  isLoopback = true;
  isOwner = false;
  stopCount = 0;
  readonly listeners: ListenerFacts[] = [
    { protocol: 'amqp', host: '127.0.0.1', port: 5672 },
    { protocol: 'http', host: '127.0.0.1', port: 15_672 },
  ];
  limits = { memoryBytesMax: 1_000, diskFreeBytes: 2_000, diskFreeBytesMin: 100 };
  readonly #server: Server;
  readonly stage = (): Broker => buildBroker(this.clock, new MemoryStore());

  constructor(store: Store = new MemoryStore(), context: Partial<ManagementContext> = {}) {
    const broker = context.broker ?? buildBroker(this.clock, store);
    admitGuest(broker.access, '/');
    this.broker = broker;
    this.durable = new DurableOperations(broker);
    const log = (message: string, fields?: object): void => {
      this.log.push({ message, ...fields });
    };
    const handler = createManagement({
      broker,
      nodeName: broker.nodeName,
      version: '1.2.3',
      log: { warn: log, error: log },
      logLevels: new LogLevels(
        new Log(
          'info',
          () => {},
          () => 0,
        ),
      ),
      metrics: metricsOf(broker),
      machine: new Machine(() => this.limits),
      listeners: () => this.listeners,
      compilePattern,
      stage: this.stage,
      stop: () => this.stopCount++,
      durably: (operation) => this.durable.run(operation),
      ...context,
    });
    this.#server = createServer((request, response) => {
      handler(request, response, this.isLoopback, this.isOwner);
    });
  }

  /** With the password "pw", and everything allowed in the vhosts. */
  addUser(name: string, tags: readonly string[], vhosts: readonly string[] = []): string {
    const { access } = this.broker;
    const hash = {
      passwordHash: 'pw',
      hashingAlgorithm: 'rabbit_password_hashing_sha256',
    } as const;
    access.users.put({ name, tags, ...hash });
    for (const vhost of vhosts) access.allowAll(name, vhost);
    return `${name}:pw`;
  }

  async start(): Promise<this> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return this;
  }

  get url(): string {
    // An address of TCP, for it listens on one.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get(path: string, request?: Request): Promise<Answer> {
    return this.send('GET', path, request);
  }

  /** Below /api, as guest unless it is told otherwise; a text as the body goes as it is. */
  async send(method: string, path: string, request: Request = {}): Promise<Answer> {
    const { body, as = 'guest:guest', headers } = request;
    const response = await fetch(`${this.url}/api${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(as !== null && { authorization: `Basic ${Buffer.from(as).toString('base64')}` }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type') === 'application/json' && text !== '';
    const json: unknown = isJson ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, json };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await new Promise((resolve) => {
      this.broker.close(resolve);
    });
  }
}

function buildBroker(clock: Clock, store: Store): Broker {
  let tokenCount = 0;
  return new Broker({
    clock,
    store,
    format: amqpFormat,
    token: () => `token-${++tokenCount}`,
    random: () => 0.5,
    nodeName: 'leveret@here',
    access: { hashing: plainHashing },
    compilePattern,
  });
}
