/**
 * What specs of the core are arranged with: messages in a format of their own, consumers with as
 * much credit as the spec says, queues outside a vhost.
 */
import type { BrokerOptions } from '../../src/core/broker.js';
import { Clock } from '../../src/core/clock.js';
import type { Consumer } from '../../src/core/consumer.js';
import type { Field, FieldTable } from '../../src/core/field.js';
import { NO_FIELDS } from '../../src/core/field.js';
import type {
  MessageChange,
  MessageFormat,
  MessageParts,
  MessageProperty,
  PublishedParts,
} from '../../src/core/message.js';
import { Message } from '../../src/core/message.js';
import { DeathCounters } from '../../src/core/queue/death-counters.js';
import { DeadLetters } from '../../src/core/queue/dead-letter.js';
import type { QueueEntry } from '../../src/core/queue/entry.js';
import type { QueueContext } from '../../src/core/queue/queue-context.js';
import { Queue } from '../../src/core/queue/queue.js';
import { Residency } from '../../src/core/queue/residency.js';
import type { MessageNote, StoredContent, StoredMessage } from '../../src/core/store.js';
import { ScriptedStore } from './scripted-store.js';

export interface MessageRequest {
  readonly exchange?: string;
  readonly routingKey?: string;
  readonly body?: string;
  readonly headers?: FieldTable;
  readonly persistent?: boolean;
  readonly priority?: number;
  readonly ttlMs?: number;
  readonly extraKeys?: readonly string[];
  readonly correlationId?: string;
  readonly messageId?: string;
  readonly timestamp?: string;
  readonly replyTo?: string;
}

interface Properties extends Pick<MessageRequest, MessageProperty | 'replyTo'> {
  readonly headers: FieldTable;
  readonly persistent: boolean;
  readonly priority: number;
  readonly ttlMs: number;
}

type MessageNames = Pick<Message, 'exchange' | 'routingKey' | 'extraKeys'>;

/**
 * Keeps properties in memory; the property bytes are only their number, so that they outlive a
 * store.
 */
class SpecFormat implements MessageFormat {
  readonly #properties: Properties[] = [];

  compile(
    { exchange, routingKey, extraKeys }: MessageNames,
    properties: Properties,
    body: Uint8Array,
  ): Message {
    const propertyBytes = Buffer.alloc(4);
    propertyBytes.writeUInt32BE(this.#properties.push(properties) - 1);
    const start = Buffer.concat([shortString(exchange), shortString(routingKey)]);
    return new Message({
      exchange,
      routingKey,
      extraKeys,
      persistent: properties.persistent,
      priority: properties.priority,
      ttlMs: properties.ttlMs,
      content: Buffer.concat([start, propertyBytes, body]),
      propertiesStart: start.length,
      bodyStart: start.length + propertyBytes.length,
      format: this,
    });
  }

  headers(message: Message): FieldTable {
    return this.#of(message).headers;
  }

  property(message: Message, name: MessageProperty): string | undefined {
    return this.#of(message)[name];
  }

  properties(message: Message): FieldTable {
    const { replyTo } = this.#of(message);
    const headers: Field = { type: 'F', value: this.headers(message) };
    return fields({ headers, ...(replyTo !== undefined && { reply_to: replyTo }) });
  }

  compose({ exchange, routingKey, persistent, headers, body }: MessageParts): Message {
    const properties = { headers, persistent, priority: 0, ttlMs: -1 };
    return this.compile({ exchange, routingKey, extraKeys: [] }, properties, body);
  }

  build({ exchange, routingKey, properties, body }: PublishedParts): Message {
    const headers = properties.get('headers');
    const table = headers?.type === 'F' ? headers.value : NO_FIELDS;
    const known = { headers: table, persistent: false, priority: 0, ttlMs: -1 };
    return this.compile({ exchange, routingKey, extraKeys: [] }, known, body);
  }

  rewrite(message: Message, change: MessageChange): Message {
    const properties = this.#of(message);
    const headers = new Map([...properties.headers, ...change.setHeaders]);
    for (const name of change.removeHeaders) headers.delete(name);
    const ttlMs = change.dropExpiration ? -1 : properties.ttlMs;
    const body = message.content.subarray(message.bodyStart);
    return this.compile(change, { ...properties, headers, ttlMs }, body);
  }

  restore(stored: StoredContent): Message {
    const { persistent, priority, ttlMs } = this.#of(stored);
    return new Message({ ...stored, persistent, priority, ttlMs, format: this });
  }

  #of({ content, propertiesStart }: Pick<Message, 'content' | 'propertiesStart'>): Properties {
    const index = Buffer.from(content).readUInt32BE(propertiesStart);
    const properties = this.#properties[index];
    if (properties === undefined) throw new Error(`no properties ${String(index)}`);
    return properties;
  }
}

export const specFormat = new SpecFormat();

export function message(request: MessageRequest = {}): Message {
  const { exchange = '', routingKey = 'q', body = 'hello', headers = NO_FIELDS } = request;
  const { persistent = false, priority = 0, ttlMs = -1, extraKeys = [] } = request;
  const properties = { ...request, headers, persistent, priority, ttlMs };
  return specFormat.compile({ exchange, routingKey, extraKeys }, properties, Buffer.from(body));
}

export function bodyOf(message: Message): string {
  return Buffer.from(message.content.subarray(message.bodyStart)).toString();
}

/**
 * A field table: strings become 'S', whole numbers 'l', booleans 't'; any other field is given as
 * it is.
 */
export function fields(
  values: Readonly<Record<string, string | number | boolean | Field>>,
): FieldTable {
  return new Map(Object.entries(values).map(([name, value]) => [name, fieldOf(value)]));
}

function fieldOf(value: string | number | boolean | Field): Field {
  switch (typeof value) {
    case 'string':
      return { type: 'S', value };
    case 'number':
      return { type: 'l', value };
    case 'boolean':
      return { type: 't', value };
    default:
      return value;
  }
}

/** What a store tells of a message besides its content. */
export function stored(
  sequence: number,
  expiresAt: number,
  redelivered: boolean,
  note?: MessageNote,
): Pick<StoredMessage, 'sequence' | 'expiresAt' | 'redelivered' | 'note'> {
  return { sequence, expiresAt, redelivered, note };
}

export interface ConsumerRequest {
  readonly tag?: string;
  readonly noAck?: boolean;
  readonly exclusive?: boolean;
  readonly credit?: number;
  readonly priority?: number;
}

/** Takes deliveries while it has credit, and keeps them. Settling is the spec's business. */
export class FakeConsumer implements Consumer<QueueEntry> {
  readonly tag: string;
  readonly noAck: boolean;
  readonly exclusive: boolean;
  readonly arguments: FieldTable;
  readonly prefetch = 0;
  readonly deliveries: QueueEntry[] = [];
  credit: number;
  isCancelled = false;

  constructor(request: ConsumerRequest = {}) {
    this.tag = request.tag ?? 'consumer';
    this.noAck = request.noAck ?? false;
    this.exclusive = request.exclusive ?? false;
    this.credit = request.credit ?? Infinity;
    const { priority } = request;
    this.arguments = priority === undefined ? NO_FIELDS : fields({ 'x-priority': priority });
  }

  get bodies(): string[] {
    return this.deliveries.map((delivery) => bodyOf(delivery.message));
  }

  hasCredit(): boolean {
    return this.credit > 0;
  }

  deliver(delivery: QueueEntry): void {
    this.credit--;
    this.deliveries.push(delivery);
  }

  cancelled(): void {
    this.isCancelled = true;
  }

  /** The delivery of this body, which must be there. */
  delivery(body: string): QueueEntry {
    const found = this.deliveries.findLast((delivery) => bodyOf(delivery.message) === body);
    if (found === undefined) throw new Error(`'${body}' was not delivered`);
    return found;
  }
}

export interface QueueRequest {
  readonly durable?: boolean;
  readonly exclusive?: boolean;
  readonly autoDelete?: boolean;
  readonly arguments?: FieldTable;
}

export type ResidencyLimits = Pick<BrokerOptions, 'residentBytesMax' | 'windowBytes'>;

/** Nothing that is on the disk stays in memory. */
export const NO_ROOM: ResidencyLimits = { residentBytesMax: 1, windowBytes: 1 };

/**
 * Queues of one imagined vhost: what is dead-lettered goes to the queue named by the routing key.
 */
export class QueueYard {
  readonly clock = new Clock(1_000_000);
  readonly store = new ScriptedStore();
  readonly queues = new Map<string, Queue>();
  readonly removed: Queue[] = [];
  readonly durable = new Set<() => void>();
  readonly residency: Residency;
  readonly deaths = new DeathCounters();
  #id = 0;
  readonly deadLetters = new DeadLetters(this.clock, (message) => {
    const queue = this.queues.get(message.routingKey);
    return queue === undefined ? [] : [queue];
  });

  constructor(limits: ResidencyLimits = {}) {
    const { store, durable } = this;
    this.residency = new Residency({ store, durable, format: specFormat, ...limits });
    store.onDurable = () => this.#tellDurable();
    store.onFetched = (queueId, messages) => {
      this.residency.onFetched(queueId, messages);
      this.#tellDurable();
    };
  }

  declare(name: string, request: QueueRequest = {}): Queue {
    const { durable = true, exclusive = false, autoDelete = false } = request;
    const context: QueueContext = {
      vhost: '/',
      clock: this.clock,
      store: this.store,
      residency: this.residency,
      owner: undefined,
      deadLetters: this.deadLetters,
      letters: this.deadLetters,
      deaths: this.deaths,
      remove: (queue) => {
        this.delete(queue);
        this.removed.push(queue);
      },
    };
    const queue = new Queue(
      {
        kind: 'queue',
        id: ++this.#id,
        vhost: '/',
        name,
        durable,
        exclusive,
        autoDelete,
        arguments: request.arguments ?? NO_FIELDS,
      },
      context,
    );
    if (durable && !exclusive) this.store.define(queue.definition);
    this.queues.set(name, queue);
    return queue;
  }

  delete(queue: Queue): void {
    this.queues.delete(queue.name);
    queue.dispose();
    this.store.undefine(queue.definition);
  }

  advance(ms: number): void {
    this.clock.advance(this.clock.now + ms);
  }

  #tellDurable(): void {
    for (const listener of this.durable) listener();
  }
}

function shortString(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}
