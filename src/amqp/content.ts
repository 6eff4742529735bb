/**
 * Content as AMQP 0-9-1 has it: what core's MessageFormat asks about the property bytes of a
 * message, and the other way round, a message from the parts that a publish brought (publisher.ts)
 * or a rewrite made.
 */
import { BrokerError } from '../core/errors.js';
import type { Field, FieldTable } from '../core/field.js';
import { NO_FIELDS } from '../core/field.js';
import {
  Message,
  type MessageChange,
  type MessageFormat,
  type MessageParts,
  type MessageProperty,
  type PublishedParts,
} from '../core/message.js';
import type { StoredContent } from '../core/store.js';
import { readCarbonCopies } from './carbon-copies.js';
import { parseExpiration } from './expiration.js';
import { HeaderScratch, readProperties } from './wire/content-header.js';
import { readTable } from './wire/field-table.js';
import { bufferOver } from './wire/octets.js';
import {
  decodeProperties,
  encodeProperties,
  type Properties,
  readProperty,
  rewriteProperties,
} from './wire/properties.js';
import { fitShortString, shortString } from './wire/short-string.js';

/** AMQP 0-9-1, basic.delivery-mode; any other value is transient. */
export const DELIVERY_MODE_PERSISTENT = 2;
const DELIVERY_MODE_TRANSIENT = 1;
/** A content header is never split: it has to fit into a frame of the usual 128 KiB. */
const PROPERTIES_SIZE_MAX = 131_072 - 20;

const scratch = new HeaderScratch();

export const amqpFormat: MessageFormat = {
  headers(message: Message): FieldTable {
    const bytes = bufferOver(message.content);
    readProperties(bytes, message.propertiesStart, message.bodyStart, scratch);
    if (scratch.headersStart < 0) return NO_FIELDS;
    return readTable(bytes, scratch.headersStart, scratch.headersEnd).table;
  },

  property(message: Message, name: MessageProperty): string | undefined {
    const bytes = bufferOver(message.content);
    return readProperty(bytes, message.propertiesStart, message.bodyStart, name);
  },

  properties(message: Message): FieldTable {
    const bytes = bufferOver(message.content);
    return propertyTable(decodeProperties(bytes, message.propertiesStart, message.bodyStart));
  },

  compose({ exchange, routingKey, persistent, timestampSeconds, ...parts }: MessageParts): Message {
    const names = [exchange, routingKey].map(fitShortString);
    const properties = encodeProperties({
      headers: parts.headers,
      ...(persistent ? { deliveryMode: DELIVERY_MODE_PERSISTENT } : {}),
      ...(timestampSeconds === undefined ? {} : { timestamp: timestampSeconds }),
    });
    const start = Buffer.concat(names.map(shortString));
    const bodyStart = start.length + properties.length;
    return new Message({
      exchange,
      routingKey: names[1] ?? '',
      persistent,
      priority: 0,
      ttlMs: -1,
      content: Buffer.concat([start, properties, parts.body]),
      propertiesStart: start.length,
      bodyStart,
      format: amqpFormat,
    });
  },

  build({ exchange, routingKey, properties, body }: PublishedParts): Message {
    const { headers: given, ...others } = propertiesOf(properties);
    const extraKeys = given === undefined ? [] : readCarbonCopies(given);
    const { deliveryMode } = others;
    if (deliveryMode !== undefined) requireKnownDeliveryMode(deliveryMode);
    // Nobody is to see who got a blind copy.
    const headers = given?.has('BCC') === true ? without(given, 'BCC') : given;
    const encoded = encodeProperties(headers === undefined ? others : { ...others, headers });
    if (encoded.length > PROPERTIES_SIZE_MAX) throw tooLarge(encoded.length);
    const start = Buffer.concat([exchange, routingKey].map(shortString));
    const content = Buffer.concat([start, encoded, body]);
    const propertiesStart = start.length;
    const bodyStart = propertiesStart + encoded.length;
    const stored = { exchange, routingKey, content, propertiesStart, bodyStart };
    return messageOf(stored, extraKeys);
  },

  rewrite(message: Message, change: MessageChange): Message {
    const bytes = bufferOver(message.content);
    const properties = rewriteProperties(bytes, message.propertiesStart, message.bodyStart, change);
    const routingKey = fitShortString(change.routingKey);
    const body = bytes.subarray(message.bodyStart);
    const content = Buffer.concat([
      shortString(fitShortString(change.exchange)),
      // The key as it came, which need not be UTF-8.
      change.routingKey === message.routingKey ? keyOf(message, bytes) : shortString(routingKey),
      properties,
      body,
    ]);
    const bodyStart = content.length - body.length;
    return new Message({
      exchange: change.exchange,
      routingKey: change.routingKey === message.routingKey ? change.routingKey : routingKey,
      extraKeys: change.extraKeys,
      persistent: message.persistent,
      priority: message.priority,
      ttlMs: change.dropExpiration ? -1 : message.ttlMs,
      content,
      propertiesStart: bodyStart - properties.length,
      bodyStart,
      format: amqpFormat,
    });
  },

  restore(stored: StoredContent): Message {
    return messageOf(stored, []);
  },
};

/** Throws 406 with RabbitMQ's text. */
export function requireKnownDeliveryMode(mode: number): void {
  if (mode === DELIVERY_MODE_TRANSIENT || mode === DELIVERY_MODE_PERSISTENT) return;
  const reason = `{delivery_mode_unknown,${mode}}`;
  throw new BrokerError('precondition-failed', `invalid message: ${reason}`);
}

function messageOf(stored: Omit<StoredContent, 'sequence'>, extraKeys: string[]): Message {
  const bytes = bufferOver(stored.content);
  readProperties(bytes, stored.propertiesStart, stored.bodyStart, scratch);
  const { expirationStart, expirationEnd } = scratch;
  return new Message({
    exchange: stored.exchange,
    routingKey: stored.routingKey,
    extraKeys,
    persistent: scratch.deliveryMode === DELIVERY_MODE_PERSISTENT,
    priority: Math.max(scratch.priority, 0),
    ttlMs: expirationStart < 0 ? -1 : parseExpiration(bytes, expirationStart, expirationEnd),
    content: stored.content,
    propertiesStart: stored.propertiesStart,
    bodyStart: stored.bodyStart,
    format: amqpFormat,
  });
}

/** `contentType` is `content_type` to RabbitMQ's users. */
function propertyTable(properties: Properties): FieldTable {
  const table = new Map<string, Field>();
  for (const [name, value] of Object.entries({ ...properties })) {
    const key = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    table.set(key, propertyField(value));
  }
  return table;
}

function propertiesOf(table: FieldTable): Properties {
  const properties: Record<string, Field['value']> = {};
  for (const [name, { value }] of table) {
    properties[name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())] = value;
  }
  // Whoever publishes has given each its type.
  return properties;
}

function tooLarge(size: number): BrokerError {
  return new BrokerError(
    'precondition-failed',
    `properties of ${size} bytes fit into no frame: ${PROPERTIES_SIZE_MAX} are the most`,
  );
}

function without(table: FieldTable, name: string): FieldTable {
  return new Map([...table].filter(([key]) => key !== name));
}

function propertyField(value: string | number | bigint | FieldTable): Field {
  if (typeof value === 'string') return { type: 'S', value };
  return typeof value === 'object' ? { type: 'F', value } : { type: 'l', value };
}

/** Its routing key, encoded. */
function keyOf(message: Message, bytes: Buffer): Buffer {
  return bytes.subarray(1 + bytes.readUInt8(0), message.propertiesStart);
}
