/**
 * Valid frames of a client, in an order that a broker accepts: what the fuzz breaks. Random in what
 * they say, and in names of their own, so that clients do not meet by chance.
 */
import { encodeMethod, type MethodName } from '../../../src/amqp/wire/methods.js';
import { encodeProperties, type Properties } from '../../../src/amqp/wire/properties.js';
import type { MethodArguments } from '../../../src/amqp/wire/method-table.js';
import type { Field, FieldTable } from '../../../src/core/field.js';
import type { SeededRandom } from '../../support/seed.js';
import { BODY, type Frame, HEADER, HEARTBEAT, METHOD, OVERHEAD_SIZE } from './frame.js';

export const FRAME_MAX = 4_096;
export const CHANNEL_MAX = 200;
export const PROTOCOL_HEADER = Buffer.from('AMQP\x00\x00\x09\x01', 'latin1');

const BODY_SIZE_MAX = 6_000;
const NO_ARGUMENTS: FieldTable = new Map();

/** Those that take bindings by any key. */
const EXCHANGE_TYPES: readonly (readonly [type: string, args: FieldTable])[] = [
  ['direct', NO_ARGUMENTS],
  ['fanout', NO_ARGUMENTS],
  ['topic', NO_ARGUMENTS],
  ['headers', NO_ARGUMENTS],
  ['x-random', NO_ARGUMENTS],
  ['x-modulus-hash', NO_ARGUMENTS],
  ['x-recent-history', new Map([['x-recent-history-length', { type: 'I', value: 3 }]])],
  ['x-delayed-message', new Map([['x-delayed-type', { type: 'S', value: 'topic' }]])],
];

export function method<Name extends MethodName>(
  channel: number,
  name: Name,
  args: MethodArguments<Name>,
): Frame {
  return { type: METHOD, channel, payload: encodeMethod(name, args) };
}

/** The answers of the broker are not waited for. */
export function handshake(): Frame[] {
  const yes: Field = { type: 't', value: true };
  const capabilities = new Map([
    ['authentication_failure_close', yes],
    ['consumer_cancel_notify', yes],
  ]);
  return [
    method(0, 'connection.start-ok', {
      clientProperties: new Map([['capabilities', { type: 'F', value: capabilities }]]),
      mechanism: 'PLAIN',
      response: Buffer.from('\0guest\0guest'),
      locale: 'en_US',
    }),
    method(0, 'connection.tune-ok', { channelMax: CHANNEL_MAX, frameMax: FRAME_MAX, heartbeat: 0 }),
    method(0, 'connection.open', { virtualHost: '/' }),
  ];
}

/** What one channel does: an endless source of steps, each some frames. */
export class Script {
  readonly #random: SeededRandom;
  readonly #channel: number;
  readonly #queue: string;
  readonly #exchange: string;
  /** A channel confirms or is transacted or neither. */
  readonly #mode: 'confirm' | 'tx' | 'plain';
  #consumerCount = 0;

  constructor(random: SeededRandom, channel: number, name: string) {
    this.#random = random;
    this.#channel = channel;
    this.#queue = `q-${name}`;
    this.#exchange = `x-${name}`;
    this.#mode = random.pick(['confirm', 'tx', 'plain']);
  }

  /** From an open channel to the things that the other steps need. */
  begin(): Frame[] {
    return [
      method(this.#channel, 'channel.open', {}),
      ...this.#declareExchange(),
      ...this.#declareQueue(),
      ...this.#bind(),
      ...this.#select(),
    ];
  }

  step(): Frame[] {
    switch (this.#random.below(13)) {
      case 0:
        return this.#consume();
      case 1:
        return [method(this.#channel, 'basic.ack', { deliveryTag: 0, multiple: true })];
      case 2:
        return [method(this.#channel, 'basic.get', { queue: this.#queue, noAck: this.#chance })];
      case 3:
        return [method(this.#channel, 'basic.recover', { requeue: true })];
      case 4:
        return this.#qos();
      case 5:
        return [this.#nack()];
      case 6:
        return [{ type: HEARTBEAT, channel: 0, payload: Buffer.alloc(0) }];
      case 7:
        return [method(this.#channel, 'queue.purge', { queue: this.#queue, noWait: this.#chance })];
      case 8:
        return this.#mode === 'tx' ? [this.#endTransaction()] : this.#bind();
      case 9:
        return [method(this.#channel, 'channel.flow', { active: true })];
      default:
        return this.#publish();
    }
  }

  /** Arguments or headers of any kind of value. */
  table(): FieldTable {
    const table = new Map<string, Field>();
    const size = this.#random.below(5);
    for (let index = 0; index < size; index++) table.set(`k${index}`, this.#field(2));
    return table;
  }

  #declareExchange(): Frame[] {
    const [type, args] = this.#random.pick(EXCHANGE_TYPES);
    return [
      method(this.#channel, 'exchange.declare', {
        exchange: this.#exchange,
        type,
        passive: false,
        durable: this.#chance,
        autoDelete: true,
        internal: false,
        noWait: this.#chance,
        arguments: args,
      }),
    ];
  }

  #declareQueue(): Frame[] {
    const isDurable = this.#random.below(4) === 0;
    return [
      method(this.#channel, 'queue.declare', {
        queue: this.#queue,
        passive: false,
        durable: isDurable,
        exclusive: !isDurable,
        autoDelete: false,
        noWait: this.#chance,
        arguments: this.#queueArguments(isDurable),
      }),
    ];
  }

  #queueArguments(isDurable: boolean): FieldTable {
    const table = new Map(this.table());
    const random = this.#random;
    const number = (value: number): Field => ({ type: 'I', value });
    // Nobody else is there to delete it.
    if (isDurable) table.set('x-expires', number(500));
    if (this.#chance) table.set('x-max-length', number(random.below(20)));
    if (this.#chance) table.set('x-message-ttl', number(random.below(100)));
    if (this.#chance) table.set('x-max-priority', number(1 + random.below(10)));
    if (this.#chance) table.set('x-dead-letter-exchange', { type: 'S', value: this.#exchange });
    return table;
  }

  #bind(): Frame[] {
    return [
      method(this.#channel, 'queue.bind', {
        queue: this.#queue,
        exchange: this.#exchange,
        routingKey: this.#key(),
        noWait: this.#chance,
        arguments: this.#chance ? this.table() : NO_ARGUMENTS,
      }),
    ];
  }

  #select(): Frame[] {
    if (this.#mode === 'confirm') {
      return [method(this.#channel, 'confirm.select', { noWait: this.#chance })];
    }
    return this.#mode === 'tx' ? [method(this.#channel, 'tx.select', {})] : [];
  }

  #endTransaction(): Frame {
    return this.#chance
      ? method(this.#channel, 'tx.commit', {})
      : method(this.#channel, 'tx.rollback', {});
  }

  #consume(): Frame[] {
    const consumerTag = `c${this.#consumerCount++}`;
    const consume = method(this.#channel, 'basic.consume', {
      queue: this.#queue,
      consumerTag,
      noLocal: false,
      noAck: this.#chance,
      exclusive: false,
      noWait: this.#chance,
      arguments: NO_ARGUMENTS,
    });
    if (this.#chance) return [consume];
    return [consume, method(this.#channel, 'basic.cancel', { consumerTag, noWait: this.#chance })];
  }

  #qos(): Frame[] {
    const prefetchCount = this.#random.below(5);
    return [
      method(this.#channel, 'basic.qos', { prefetchSize: 0, prefetchCount, global: this.#chance }),
    ];
  }

  #nack(): Frame {
    const requeue = this.#random.below(4) === 0;
    return method(this.#channel, 'basic.nack', { deliveryTag: 0, multiple: true, requeue });
  }

  #publish(): Frame[] {
    const toQueue = this.#chance;
    const body = Buffer.alloc(this.#random.below(this.#random.pick([1, 100, BODY_SIZE_MAX])), 'b');
    const publish = method(this.#channel, 'basic.publish', {
      exchange: toQueue ? '' : this.#exchange,
      routingKey: toQueue ? this.#queue : this.#key(),
      mandatory: this.#chance,
      immediate: false,
    });
    const header = Buffer.alloc(12);
    header.writeUInt16BE(60, 0);
    header.writeUInt32BE(body.length, 8);
    const properties = encodeProperties(this.#properties());
    const frames = [
      publish,
      { type: HEADER, channel: this.#channel, payload: Buffer.concat([header, properties]) },
    ];
    for (let at = 0; at < body.length; at += FRAME_MAX - OVERHEAD_SIZE) {
      const payload = body.subarray(at, at + FRAME_MAX - OVERHEAD_SIZE);
      frames.push({ type: BODY, channel: this.#channel, payload });
    }
    return frames;
  }

  #properties(): Properties {
    const random = this.#random;
    return {
      ...(this.#chance ? { headers: this.#headers() } : {}),
      ...(this.#chance ? { deliveryMode: 1 + random.below(2) } : {}),
      ...(this.#chance ? { priority: random.below(12) } : {}),
      ...(this.#chance ? { expiration: String(random.below(50)) } : {}),
      ...(this.#chance
        ? { messageId: 'm', timestamp: random.below(2 ** 31), userId: 'guest' }
        : {}),
    };
  }

  #headers(): FieldTable {
    const table = new Map(this.table());
    if (this.#chance) table.set('x-delay', { type: 'I', value: this.#random.below(50) });
    return table;
  }

  #field(depth: number): Field {
    const random = this.#random;
    switch (random.below(depth > 0 ? 9 : 7)) {
      case 0:
        return { type: 't', value: this.#chance };
      case 1:
        return { type: 'I', value: random.below(2 ** 31) };
      case 2:
        return { type: 'l', value: random.below(2 ** 31) };
      case 3:
        return { type: 'd', value: random.next() };
      case 4:
        return { type: 'S', value: 'ä'.repeat(random.below(20)) };
      case 5:
        return { type: 'x', value: random.bytes(random.below(10)) };
      case 6:
        return { type: 'V', value: null };
      case 7:
        return { type: 'A', value: [this.#field(depth - 1), this.#field(depth - 1)] };
      default:
        return { type: 'F', value: new Map([['inner', this.#field(depth - 1)]]) };
    }
  }

  #key(): string {
    return this.#random.pick(['', 'a', 'a.b', 'a.*', '#', 'a.b.c.d']);
  }

  get #chance(): boolean {
    return this.#random.below(2) === 0;
  }
}
