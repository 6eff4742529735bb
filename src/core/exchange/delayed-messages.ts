/**
 * What waits at a delayed exchange. It is kept in a queue that no client can name: storage, memory,
 * counters and recovery are those of every queue, the delay is the time to live, and what expires
 * is published through the exchange in place of becoming a dead letter. Made by exchanges.ts.
 */
import type { Clock } from '../clock.js';
import type { HoldingDefinition } from '../definitions.js';
import { textOf, type Field, type FieldTable } from '../field.js';
import type { Message } from '../message.js';
import type { QueueEntry } from '../queue/entry.js';
import type { DeathReason } from '../queue/death-history.js';
import type { DeadLetterSink } from '../queue/queue-context.js';
import { Queue } from '../queue/queue.js';
import type { Residency } from '../queue/residency.js';
import type { Store } from '../store.js';
import type { Target } from '../target.js';
import type { Tracer } from '../trace/tracer.js';
import { delayOf, spentDelay } from './delay-header.js';

export interface DelayedMessagesContext {
  readonly clock: Clock;
  readonly store: Store;
  readonly residency: Residency;
  /** Of the exchange: only then do persistent messages outlive the process. */
  readonly durable: boolean;
  /** Where the exchange leads a message whose time has come. */
  readonly route: (message: Message) => readonly Target[];
  readonly tracer?: Tracer | undefined;
}

/** One message that waits. */
export interface DelayedMessage {
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  readonly bodySize: number;
  /** Undefined while it is on the disk alone. */
  readonly message: Message | undefined;
}

export class DelayedMessages implements Target, DeadLetterSink {
  readonly definition: HoldingDefinition;
  readonly name: string;
  readonly queue: Queue;
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #route: DelayedMessagesContext['route'];
  readonly #tracer: Tracer | undefined;

  constructor(definition: HoldingDefinition, context: DelayedMessagesContext) {
    const { id, vhost, exchange } = definition;
    const { clock, store, residency, durable, tracer } = context;
    this.definition = definition;
    // Names lose their line breaks, so no queue of a client is called so.
    this.name = `delayed\n${exchange}`;
    this.#clock = clock;
    this.#startedAt = clock.now;
    this.#route = context.route;
    this.#tracer = tracer;
    const arguments_ = new Map<string, Field>([
      // Without it, what expires would be gone.
      ['x-dead-letter-exchange', { type: 'S', value: exchange }],
    ]);
    this.queue = new Queue(
      {
        kind: 'queue',
        id,
        vhost,
        name: this.name,
        durable,
        autoDelete: false,
        exclusive: false,
        arguments: arguments_,
      },
      {
        vhost,
        clock,
        store,
        residency,
        owner: undefined,
        deadLetters: this,
        tracer,
        remove: () => {},
      },
    );
  }

  /** How many wait, and how many ever did. */
  get count(): number {
    return this.queue.messageCount + this.queue.dyingCount;
  }

  get totalCount(): number {
    return this.queue.counters.enqueued;
  }

  /** The next `count` that are due, in order. */
  upcoming(count: number): DelayedMessage[] {
    return this.queue.firstDue(count).map(({ expiration, bodySize, resident }) => {
      return { dueAt: expiration?.deadline ?? 0, bodySize, message: resident };
    });
  }

  enqueue(message: Message): boolean {
    const headers = message.format.headers(message);
    const dueAt = Math.min(this.#clock.now + delayOf(headers), Number.MAX_SAFE_INTEGER);
    const entry = this.queue.hold(withAllKeys(message, headers), dueAt);
    if (this.#tracer?.isOn === true) {
      this.#tracer.onHeld(entry, message, this.definition.exchange, dueAt);
    }
    return true;
  }

  /** The time of a message is over. Its copies and its end are written in one transaction. */
  send(queue: Queue, message: Message, _reason: DeathReason, entry?: QueueEntry): void {
    const copy = released(message);
    const targets = this.#route(copy);
    const redelivered = this.#mayHaveCome(entry);
    if (this.#tracer?.isOn === true && entry !== undefined) {
      this.#tracer.onReleased(entry, copy, targets);
    }
    for (const target of targets) target.enqueue(copy, redelivered);
    if (entry !== undefined) queue.forget(entry, targets.length > 0);
  }

  /** What waits is lost. The store learns of it from whoever deletes the exchange. */
  dispose(): void {
    this.queue.dispose();
  }

  /** Its time was over before the start, and perhaps before the crash. */
  #mayHaveCome(entry: QueueEntry | undefined): boolean {
    if (entry?.expiration === undefined || !entry.redelivered) return false;
    return entry.expiration.deadline <= this.#startedAt;
  }
}

/**
 * A store keeps no further routing keys, but those of CC stand in the message. Those of BCC do not,
 * and are put there until its time has come.
 */
function withAllKeys(message: Message, headers: FieldTable): Message {
  const open = textsIn(headers.get('CC'));
  const blind = message.extraKeys.filter((key) => !open.includes(key));
  if (blind.length === 0) return message;
  const value = blind.map((key): Field => ({ type: 'S', value: key }));
  return rewritten(message, { setHeaders: new Map([['BCC', { type: 'A', value }]]) });
}

function released(message: Message): Message {
  const headers = message.format.headers(message);
  return rewritten(message, {
    setHeaders: spentDelay(headers),
    removeHeaders: ['BCC'],
    extraKeys: [...textsIn(headers.get('CC')), ...textsIn(headers.get('BCC'))],
  });
}

interface Change {
  readonly setHeaders: FieldTable;
  readonly removeHeaders?: readonly string[];
  readonly extraKeys?: readonly string[];
}

function rewritten(message: Message, change: Change): Message {
  const { exchange, routingKey, extraKeys } = message;
  const unchanged = { exchange, routingKey, extraKeys, removeHeaders: [], dropExpiration: false };
  return message.format.rewrite(message, { ...unchanged, ...change });
}

function textsIn(field: Field | undefined): string[] {
  if (field?.type !== 'A') return [];
  return field.value.map(textOf).filter((text) => text !== undefined);
}
