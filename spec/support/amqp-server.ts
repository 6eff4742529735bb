/**
 * A broker that speaks AMQP over loopbacks, with a clock that the spec advances: as many clients as
 * the spec wants, and nothing moves but when the spec says so.
 */
import { AMQP_DEFAULTS, type AmqpOptions } from '../../src/amqp/options.js';
import { amqpFormat } from '../../src/amqp/content.js';
import { AmqpProtocol } from '../../src/amqp/protocol.js';
import { Broker, type BrokerOptions } from '../../src/core/broker.js';
import { Clock } from '../../src/core/clock.js';
import type { Field } from '../../src/core/field.js';
import type { Session } from '../../src/core/protocol.js';
import type { Store } from '../../src/core/store.js';
import type { Vhost } from '../../src/core/vhost.js';
import { MemoryStore } from '../../src/store/memory.js';
import { LoopbackPair, type LoopbackOptions } from '../../src/transport/loopback.js';
import { compilePattern } from '../../src/pattern.js';
import { admitGuest } from './guest.js';
import { plainHashing } from './plain-hashing.js';
import { HEADER_0_9_1, LoopbackClient } from './loopback-client.js';

export interface OpenOptions extends LoopbackOptions {
  readonly capabilities?: readonly string[];
  readonly frameMax?: number;
  readonly channelMax?: number;
  readonly heartbeat?: number;
  /** Opened too: 1 to this. */
  readonly channels?: number;
  readonly user?: string;
  /** Its user's name, unless it is given: by plain-hashing.ts. */
  readonly password?: string;
  /** Of the client, as it announces itself. */
  readonly product?: string | undefined;
}

export class AmqpServer<S extends Store = MemoryStore> {
  readonly clock = new Clock(1_000_000);
  readonly store: S;
  readonly broker: Broker;
  readonly log: string[] = [];
  /** Those of the broker, in the order of their connections. */
  readonly sessions: Session[] = [];
  readonly #protocol: AmqpProtocol;
  readonly #pairs: LoopbackPair[] = [];
  #tokenCount = 0;

  constructor(store: S, options: Partial<AmqpOptions> = {}, limits: Partial<BrokerOptions> = {}) {
    const token = (): string => `token-${++this.#tokenCount}`;
    const note = (message: string): number => this.log.push(message);
    this.store = store;
    const given = { clock: this.clock, store, token, random: () => 0 };
    const access = { hashing: plainHashing };
    this.broker = new Broker({ ...given, format: amqpFormat, access, compilePattern, ...limits });
    this.allow('/');
    this.#protocol = new AmqpProtocol(this.broker, {
      ...AMQP_DEFAULTS,
      log: { debug: note, info: note, warn: note },
      version: '1.2.3',
      token,
      ...options,
    });
  }

  allow(vhost: string): void {
    admitGuest(this.broker.access, vhost);
  }

  get vhost(): Vhost {
    const vhost = this.broker.vhost('/');
    if (vhost === undefined) throw new Error('the vhost / is always there');
    return vhost;
  }

  /** A client that has said nothing yet. */
  connect(options: LoopbackOptions = {}): LoopbackClient {
    const pair = new LoopbackPair(`client ${this.#pairs.length + 1}`, options);
    const session = this.#protocol.accept(pair.server);
    pair.server.open(session);
    this.#pairs.push(pair);
    this.sessions.push(session);
    return new LoopbackClient(pair, () => this.settle());
  }

  /** A client that is logged in, with channel 1 open. */
  open(options: OpenOptions = {}): LoopbackClient {
    const {
      capabilities = [],
      product,
      frameMax = 131_072,
      channelMax = 2_047,
      heartbeat = 0,
      user = 'guest',
    } = options;
    const response = `\0${user}\0${options.password ?? user}`;
    const client = this.connect(options);
    client
      .write(HEADER_0_9_1)
      .send(0, 'connection.start-ok', startOk('PLAIN', response, capabilities, product))
      .send(0, 'connection.tune-ok', { channelMax, frameMax, heartbeat })
      .send(0, 'connection.open', { virtualHost: '/' });
    for (let channel = 1; channel <= (options.channels ?? 1); channel++) {
      client.send(channel, 'channel.open');
    }
    const last = client.names().at(-1);
    if (last !== `${options.channels ?? 1} channel.open-ok`) throw new Error(`opening: ${last}`);
    return client;
  }

  /** Turns of all connections until nothing moves any more. */
  settle(): void {
    for (let round = 0; round < 100_000; round++) {
      let isMoving = false;
      for (const pair of this.#pairs) if (pair.turn()) isMoving = true;
      if (!isMoving) return;
    }
    throw new Error('the connections never come to rest');
  }

  advance(ms: number): void {
    this.clock.advance(this.clock.now + ms);
    this.settle();
  }
}

export function amqpServer(options: Partial<AmqpOptions> = {}): AmqpServer {
  return new AmqpServer(new MemoryStore(), options);
}

export function startOk(
  mechanism: string,
  response: string,
  capabilities: readonly string[] = [],
  product?: string,
) {
  const yes: Field = { type: 't', value: true };
  const table: Field = { type: 'F', value: new Map(capabilities.map((name) => [name, yes])) };
  const clientProperties = new Map<string, Field>();
  if (capabilities.length > 0) clientProperties.set('capabilities', table);
  if (product !== undefined) clientProperties.set('product', { type: 'S', value: product });
  return { mechanism, response: Buffer.from(response), clientProperties, locale: 'en_US' };
}
