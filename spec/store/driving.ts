/**
 * What specs of stores share: building messages and definitions, and waiting for what a store
 * reports.
 */
import type { Definition, QueueDefinition } from '../../src/core/definitions.js';
import { Message, type MessageFormat } from '../../src/core/message.js';
import { NO_FIELDS } from '../../src/core/field.js';
import type {
  Position,
  QueueMark,
  Store,
  StoredContent,
  StoredMessage,
} from '../../src/core/store.js';

export interface MessageParts {
  readonly exchange?: Uint8Array | string;
  readonly routingKey?: Uint8Array | string;
  readonly properties?: Uint8Array;
  readonly body?: Uint8Array | string;
}

export function messageOf(parts: MessageParts = {}): Message {
  const exchange = Buffer.from(parts.exchange ?? 'orders');
  const routingKey = Buffer.from(parts.routingKey ?? 'orders.new');
  const properties = parts.properties ?? Buffer.of(0x10, 0, 2);
  const names = [Buffer.of(exchange.length), exchange, Buffer.of(routingKey.length), routingKey];
  const content = Buffer.concat([...names, properties, Buffer.from(parts.body ?? 'body')]);
  const propertiesStart = 2 + exchange.length + routingKey.length;
  return new Message({
    exchange: exchange.toString(),
    routingKey: routingKey.toString(),
    persistent: true,
    priority: 0,
    ttlMs: -1,
    content,
    propertiesStart,
    bodyStart: propertiesStart + properties.length,
    format: UNREAD,
  });
}

/** A store asks nothing of a message's format. */
const UNREAD: MessageFormat = {
  headers: () => NO_FIELDS,
  properties: () => NO_FIELDS,
  property: () => undefined,
  rewrite: (message) => message,
  compose: noMessage,
  build: noMessage,
  restore: noMessage,
};

function noMessage(): never {
  throw new Error('a store makes no messages');
}

export function queueOf(id: number, change: Partial<QueueDefinition> = {}): QueueDefinition {
  return {
    kind: 'queue',
    id,
    vhost: '/',
    name: `queue-${id}`,
    durable: true,
    autoDelete: false,
    exclusive: false,
    arguments: NO_FIELDS,
    ...change,
  };
}

export interface Recovered {
  readonly definitions: Definition[];
  readonly messages: StoredMessage[];
}

export function recover(store: Store): Promise<Recovered> {
  const definitions: Definition[] = [];
  const messages: StoredMessage[] = [];
  return new Promise((resolve, reject) => {
    const sink = {
      definition: (definition: Definition) => definitions.push(definition),
      message: (message: StoredMessage) => messages.push(message),
    };
    store.recover(sink, (error) => {
      if (error === undefined) resolve({ definitions, messages });
      else reject(error);
    });
  });
}

export function close(store: Store, queueMarks: readonly QueueMark[] = []): Promise<void> {
  return new Promise((resolve, reject) => {
    store.close(queueMarks, (error) => (error === undefined ? resolve() : reject(error)));
  });
}

/** Until all changes so far are durable; rejects when the store fails. */
export function durable(store: Store, first: Position = 1): Promise<void> {
  const last = store.last;
  return until(store, () => store.isDurable(first, last));
}

/** Until it holds, looked at whenever the store reports; rejects when the store fails. */
export function until(store: Store, holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    store.onDurable = () => {
      if (holds()) resolve();
    };
    store.onFailed = reject;
  });
}

export interface Answer {
  readonly queueId: number;
  readonly messages: readonly StoredContent[];
}

/** The answers to requests of a queue's id and sequences, none of them within the request. */
export function fetched(
  store: Store,
  ...requests: readonly (readonly [number, readonly number[]])[]
): Promise<Answer[]> {
  const answers: Answer[] = [];
  return new Promise((resolve, reject) => {
    let isInCall = true;
    store.onFetched = (queueId, messages) => {
      if (isInCall) reject(new Error('an answer came from within the request'));
      answers.push({ queueId, messages });
      if (answers.length === requests.length) resolve(answers);
    };
    store.onFailed = reject;
    for (const [queueId, sequences] of requests) store.fetch(queueId, sequences);
    isInCall = false;
  });
}

export function failure(store: Store): Promise<Error> {
  return new Promise((resolve) => {
    store.onFailed = resolve;
  });
}

export function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The error of a promise that has to reject. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was rejected');
}
