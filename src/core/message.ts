/**
 * A message as every part of the broker sees it. The few facts that routing and queues need are
 * fields; the rest stays in `content`, one buffer in the layout below, so that publish, deliver and
 * the store copy it, and nobody decodes what nobody asks for. Made by a protocol or by a store's
 * recovery; immutable.
 *
 *     content: [exchange: short string][routing key: short string][property flags, list][body]
 *              0                                                   propertiesStart       bodyStart
 *
 * A short string is one length byte and that many bytes (AMQP 0-9-1 §4.2.5.3). What the property
 * bytes mean is the business of `format`.
 */
import type { FieldTable } from './field.js';
import type { StoredContent } from './store.js';

/** What only the protocol understands. One object per protocol, not per message. */
export interface MessageFormat {
  /**
   * The header table; empty if there is none. Decoded at each call: callers on a hot path keep it.
   */
  headers(message: Message): FieldTable;
  /** As text, whatever its type; undefined if the message has none. */
  property(message: Message, name: MessageProperty): string | undefined;
  /** All that it has, under RabbitMQ's names: `content_type`, `headers`. */
  properties(message: Message): FieldTable;
  /** A message of the broker's own. */
  compose(parts: MessageParts): Message;
  /** What a client publishes otherwise than in frames. Throws what a publish of it would throw. */
  build(parts: PublishedParts): Message;
  /** A copy to be published anew, as dead-lettering does. */
  rewrite(message: Message, change: MessageChange): Message;
  /** A message as it comes back from the store, the same as before but for `extraKeys`. */
  restore(stored: StoredContent): Message;
}

/** Names are cut to what the protocol can carry. */
export interface MessageParts {
  readonly exchange: string;
  readonly routingKey: string;
  readonly persistent: boolean;
  readonly timestampSeconds?: number;
  readonly headers: FieldTable;
  readonly body: Uint8Array;
}

/**
 * Every name fits into a short string: at most 255 bytes of UTF-8. Integers are in the range of
 * their property.
 */
export interface PublishedParts {
  readonly exchange: string;
  readonly routingKey: string;
  /** Under RabbitMQ's names, as `properties` gives them. */
  readonly properties: FieldTable;
  readonly body: Uint8Array;
}

/** The properties that a message can be routed by. */
export type MessageProperty = 'correlationId' | 'messageId' | 'timestamp';

export interface MessageChange {
  readonly exchange: string;
  readonly routingKey: string;
  readonly extraKeys: readonly string[];
  /** These headers are set, in this order, over what was there. */
  readonly setHeaders: FieldTable;
  readonly removeHeaders: readonly string[];
  /** The `expiration` property goes, so that the copy does not expire again. */
  readonly dropExpiration: boolean;
}

/** Copied by the constructor, so a channel may fill one scratch object again and again. */
export interface MessageFacts {
  readonly exchange: string;
  readonly routingKey: string;
  /** What else it is routed by: RabbitMQ's CC and BCC headers. Not kept in the store. */
  readonly extraKeys?: readonly string[];
  readonly persistent: boolean;
  /** 0 to 255; 0 where the publisher gave none. */
  readonly priority: number;
  /** The message's own time to live in ms; -1 where the publisher gave none. */
  readonly ttlMs: number;
  readonly content: Uint8Array;
  readonly propertiesStart: number;
  readonly bodyStart: number;
  readonly format: MessageFormat;
}

const NO_KEYS: readonly string[] = [];

export class Message implements MessageFacts {
  readonly exchange: string;
  readonly routingKey: string;
  readonly extraKeys: readonly string[];
  readonly persistent: boolean;
  readonly priority: number;
  readonly ttlMs: number;
  readonly content: Uint8Array;
  readonly propertiesStart: number;
  readonly bodyStart: number;
  readonly format: MessageFormat;

  constructor(facts: MessageFacts) {
    this.exchange = facts.exchange;
    this.routingKey = facts.routingKey;
    this.extraKeys = facts.extraKeys ?? NO_KEYS;
    this.persistent = facts.persistent;
    this.priority = facts.priority;
    this.ttlMs = facts.ttlMs;
    this.content = facts.content;
    this.propertiesStart = facts.propertiesStart;
    this.bodyStart = facts.bodyStart;
    this.format = facts.format;
  }

  /** Bytes of the body: what max-length-bytes counts, as in RabbitMQ. */
  get bodySize(): number {
    return this.content.length - this.bodyStart;
  }
}
