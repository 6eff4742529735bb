/**
 * The publishing half of a channel: assembles method, header and body frames into a Message, hands
 * it to the vhost and remembers what to confirm or return. Called by channel.ts for each frame.
 * HOT.
 */
import type { Counters } from '../core/counters.js';
import { BrokerError } from '../core/errors.js';
import type { FieldTable } from '../core/field.js';
import { Message, type MessageFacts } from '../core/message.js';
import type { NodeLimits } from '../core/node-limits.js';
import { REFUSED, ROUTED } from '../core/publish-result.js';
import type { Channel } from './channel.js';
import { mayHaveCarbonCopies, readCarbonCopies } from './carbon-copies.js';
import type { Confirms } from './confirms.js';
import { amqpFormat, DELIVERY_MODE_PERSISTENT, requireKnownDeliveryMode } from './content.js';
import { DIRECT_REPLY_TO } from '../core/direct-replies.js';
import { parseExpiration } from './expiration.js';
import { AmqpFault } from './replies.js';
import { PublishArguments, readPublish } from './wire/basic.js';
import { BASIC_PUBLISH, CLASS_BASIC } from './wire/constants.js';
import { readTable } from './wire/field-table.js';
import type { NameCache } from './wire/name-cache.js';
import { copyOctets } from './wire/octets.js';
import {
  HeaderScratch,
  readHeader,
  rewriteProperties,
  type PropertiesChange,
} from './wire/properties.js';

const EMPTY = Buffer.alloc(0);
/** As it stands in a header table. */
const DEATHS_KEY = Buffer.from('\x07x-death');
const NO_KEYS: readonly string[] = [];
const NO_ROUTE = 312;
/** A larger body is allocated as it arrives: a header alone must not cost its announced size. */
const ALLOCATE_AT_ONCE_MAX = 256 * 1024;

const EXPECT_METHOD = 0;
const EXPECT_HEADER = 1;
const EXPECT_BODY = 2;

/** Two short strings at most. */
const NAMES_SIZE_MAX = 512;

export class Publisher implements MessageFacts {
  readonly #channel: Channel;
  readonly #names: NameCache;
  readonly #watchesDeaths: boolean;
  readonly #arguments = new PublishArguments();
  readonly #header = new HeaderScratch();
  readonly #namesBytes = Buffer.allocUnsafeSlow(NAMES_SIZE_MAX);
  #namesLength = 0;
  #expects = EXPECT_METHOD;
  #bodyMissing = 0;
  #filled = 0;
  confirms: Confirms | undefined;
  readonly #counters: Counters;
  readonly #limits: NodeLimits;
  #hasPublished = false;

  // The facts of the message under way: copied by `new Message(this)`.
  exchange = '';
  routingKey = '';
  extraKeys: readonly string[] = NO_KEYS;
  persistent = false;
  priority = 0;
  ttlMs = -1;
  content: Buffer = EMPTY;
  propertiesStart = 0;
  bodyStart = 0;
  readonly format = amqpFormat;

  constructor(channel: Channel, names: NameCache) {
    this.#channel = channel;
    const { counters, limits } = channel.connection.broker;
    this.#counters = counters;
    this.#limits = limits;
    this.#names = names;
    this.#watchesDeaths = channel.vhost.compatibility !== '3.x';
  }

  /** A content header or body is due next, so no method may come (505). */
  get isUnderWay(): boolean {
    return this.#expects !== EXPECT_METHOD;
  }

  onPublish(buffer: Buffer, start: number, end: number): void {
    const published = this.#arguments;
    readPublish(buffer, start, end, published, this.#names);
    copyOctets(buffer, published.namesStart, published.namesEnd, this.#namesBytes, 0);
    this.#namesLength = published.namesEnd - published.namesStart;
    this.#expects = EXPECT_HEADER;
  }

  onHeader(buffer: Buffer, start: number, end: number): void {
    if (this.#expects !== EXPECT_HEADER) throw this.#unexpectedFrame();
    const header = this.#header;
    readHeader(buffer, start, end, header);
    if (header.bodySize > this.#limits.messageSizeAlwaysFit) this.#requireFit(header.bodySize);
    this.#beginContent(buffer);
    this.#bodyMissing = header.bodySize;
    this.#expects = EXPECT_BODY;
    if (header.bodySize === 0) this.#complete();
  }

  onBody(buffer: Buffer, start: number, end: number): void {
    if (this.#expects !== EXPECT_BODY) throw this.#unexpectedFrame();
    const length = end - start;
    // RabbitMQ has no word of its own for a body that is longer than announced.
    if (length > this.#bodyMissing) throw this.#unexpectedFrame();
    if (this.#filled + length > this.content.length) this.#growContent(this.#filled + length);
    copyOctets(buffer, start, end, this.content, this.#filled);
    this.#filled += length;
    this.#bodyMissing -= length;
    if (this.#bodyMissing === 0) this.#complete();
  }

  /** What a transaction kept comes back here at its commit. False if a queue refused it. */
  publish(message: Message, isMandatory: boolean): boolean {
    const channel = this.#channel;
    const store = channel.store;
    const first = store.last + 1;
    const { vhost } = channel;
    const result = vhost.watch.isOn ? this.#handWatched(message) : vhost.publish(message);
    if (!this.#hasPublished) this.#begin();
    this.#counters.received++;
    vhost.counters.received++;
    channel.counters.published++;
    this.#counters.sizes.note(message.bodySize);
    if ((result & ROUTED) === 0) this.#onUnroutable(message, isMandatory);
    if (this.confirms !== undefined) {
      this.#counters.receivedToConfirm++;
      this.confirms.expect(first, store.last, (result & REFUSED) !== 0);
      channel.connection.requestConfirms(channel);
    }
    if (store.isCongested) channel.connection.holdPublisher();
    if (channel.connection.broker.alarms.isActive) channel.connection.block();
    return (result & REFUSED) === 0;
  }

  /** Its channel ends. */
  end(): void {
    if (this.#hasPublished) this.#counters.publishers--;
    this.#hasPublished = false;
  }

  #begin(): void {
    this.#hasPublished = true;
    this.#counters.publishers++;
  }

  /** Apart from the others: a function with a closure in it allocates at every call. */
  #handWatched(message: Message): number {
    const { vhost } = this.#channel;
    return vhost.publish(message, (targets) => {
      vhost.watch.onRouted(message, targets, this.#channel);
    });
  }

  #beginContent(buffer: Buffer): void {
    const { propertiesStart, propertiesEnd, bodySize } = this.#header;
    const bodyStart = this.#namesLength + propertiesEnd - propertiesStart;
    this.content = Buffer.allocUnsafe(bodyStart + Math.min(bodySize, ALLOCATE_AT_ONCE_MAX));
    copyOctets(this.#namesBytes, 0, this.#namesLength, this.content, 0);
    copyOctets(buffer, propertiesStart, propertiesEnd, this.content, this.#namesLength);
    this.propertiesStart = this.#namesLength;
    this.bodyStart = bodyStart;
    this.#filled = bodyStart;
    try {
      this.#readFacts(buffer);
    } catch (fault) {
      // To RabbitMQ a wrong way counts before wrong properties.
      this.#requireWay();
      throw fault;
    }
  }

  /** The checks stand in RabbitMQ's order: of several faults the first is told. */
  #readFacts(buffer: Buffer): void {
    const header = this.#header;
    this.priority = header.priority < 0 ? 0 : header.priority;
    if (header.replyToStart >= 0 && this.#isDirectReplyTo(buffer)) this.#setReplyTo();
    if (header.userIdStart >= 0) {
      const claimed = buffer.toString('utf8', header.userIdStart, header.userIdEnd);
      this.#channel.authorization.requireUserId(claimed);
    }
    this.ttlMs =
      header.expirationStart < 0
        ? -1
        : parseExpiration(buffer, header.expirationStart, header.expirationEnd);
    this.extraKeys = NO_KEYS;
    const { headersStart, headersEnd } = header;
    if (headersStart >= 0 && this.#watchesDeaths) this.#checkDeaths(buffer);
    if (headersStart >= 0 && mayHaveCarbonCopies(buffer, headersStart, headersEnd)) {
      this.#readCarbonCopies(readTable(buffer, headersStart, headersEnd).table);
    }
    this.persistent = header.deliveryMode === DELIVERY_MODE_PERSISTENT;
    if (header.deliveryMode >= 0) requireKnownDeliveryMode(header.deliveryMode);
  }

  /** Throws if the message could not be published, whatever is in it. */
  #requireWay(): void {
    const { exchange, routingKey, immediate } = this.#arguments;
    if (immediate) throw new AmqpFault('not-implemented', 'immediate=true');
    this.#channel.authorization.requirePublish(exchange, routingKey, NO_KEYS);
    this.#channel.vhost.requirePublishable(exchange);
  }

  /** The body of one that is too large is passed over. */
  #requireFit(bodySize: number): void {
    const { vhost, connection } = this.#channel;
    this.#expects = EXPECT_METHOD;
    this.#limits.requireMessageSize(bodySize, vhost, connection);
    this.#expects = EXPECT_HEADER;
  }

  /** RabbitMQ 4.x believes no history of deaths that it has not written. */
  #checkDeaths(buffer: Buffer): void {
    const { headersStart, headersEnd } = this.#header;
    const at = buffer.indexOf(DEATHS_KEY, headersStart);
    if (at < 0 || at >= headersEnd) return;
    if (!readTable(buffer, headersStart, headersEnd).table.has('x-death')) return;
    if (!this.#channel.vhost.refuses('client-deaths', this.#channel.connection)) return;
    this.#changeProperties({ removeHeaders: ['x-death'] });
  }

  /** Nobody is to see who got a blind copy. */
  #readCarbonCopies(headers: FieldTable): void {
    this.extraKeys = readCarbonCopies(headers);
    if (headers.has('BCC')) this.#changeProperties({ removeHeaders: ['BCC'] });
  }

  #complete(): void {
    this.#expects = EXPECT_METHOD;
    const { exchange, routingKey, mandatory, immediate } = this.#arguments;
    if (immediate) throw new AmqpFault('not-implemented', 'immediate=true');
    this.#channel.authorization.requirePublish(exchange, routingKey, this.extraKeys);
    this.exchange = exchange;
    this.routingKey = routingKey;
    const message = new Message(this);
    this.content = EMPTY;
    const transaction = this.#channel.transaction;
    if (transaction === undefined) this.publish(message, mandatory);
    else transaction.publish(message, mandatory);
  }

  #growContent(atLeast: number): void {
    const whole = this.bodyStart + this.#header.bodySize;
    const larger = Buffer.allocUnsafe(Math.min(whole, Math.max(atLeast, this.#filled * 2)));
    this.content.copy(larger, 0, 0, this.#filled);
    this.content = larger;
  }

  #isDirectReplyTo(buffer: Buffer): boolean {
    const { replyToStart, replyToEnd } = this.#header;
    return (
      replyToEnd - replyToStart === DIRECT_REPLY_TO.length &&
      buffer.toString('latin1', replyToStart, replyToEnd) === DIRECT_REPLY_TO
    );
  }

  /** The reply is to find this channel: its opaque name takes the place of the pseudo queue's. */
  #setReplyTo(): void {
    const replyTo = this.#channel.directReplyName;
    if (replyTo === undefined) {
      throw new BrokerError('precondition-failed', 'fast reply consumer does not exist');
    }
    this.#changeProperties({ replyTo });
  }

  /** No octet of the body has come yet. */
  #changeProperties(change: PropertiesChange): void {
    const names = this.content.subarray(0, this.propertiesStart);
    const properties = rewriteProperties(
      this.content,
      this.propertiesStart,
      this.bodyStart,
      change,
    );
    const bodySize = Math.min(this.#header.bodySize, ALLOCATE_AT_ONCE_MAX);
    const content = Buffer.allocUnsafe(names.length + properties.length + bodySize);
    names.copy(content, 0);
    properties.copy(content, names.length);
    this.content = content;
    this.bodyStart = names.length + properties.length;
    this.#filled = this.bodyStart;
  }

  #onUnroutable(message: Message, isMandatory: boolean): void {
    const { counters, vhost } = this.#channel;
    if (vhost.watch.isOn) vhost.watch.onUnroutable(message, isMandatory);
    if (isMandatory) {
      this.#counters.returned++;
      counters.returned++;
      vhost.counters.returned++;
      this.#return(message);
    } else {
      this.#counters.dropped++;
      counters.dropped++;
      vhost.counters.dropped++;
    }
  }

  #return(message: Message): void {
    const { connection, number } = this.#channel;
    connection.writer.returned(
      number,
      NO_ROUTE,
      'NO_ROUTE',
      message.content,
      message.propertiesStart,
      message.bodyStart,
    );
    connection.requestTurnEnd();
  }

  #unexpectedFrame(): AmqpFault {
    switch (this.#expects) {
      case EXPECT_HEADER:
        return new AmqpFault(
          'unexpected-frame',
          `expected content header for class ${CLASS_BASIC}, ` +
            'got non content header frame instead',
          BASIC_PUBLISH,
        );
      case EXPECT_BODY:
        return new AmqpFault(
          'unexpected-frame',
          'expected content body, got non content body frame instead',
          BASIC_PUBLISH,
        );
      default:
        return new AmqpFault(
          'unexpected-frame',
          'expected method frame, got non method frame instead',
          0,
        );
    }
  }

  /** A method came while content was due. */
  refuseMethod(): never {
    throw this.#unexpectedFrame();
  }
}
