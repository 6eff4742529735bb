/**
 * A message in a request: exchange and key, properties in JSON under RabbitMQ's names, and a body
 * as text or in base64. Checks what can be told without a broker, with RabbitMQ's words. Used by
 * routes/messages.ts and routes/route.ts.
 */
import type { Field, FieldTable } from '../../core/field.js';
import { ApiError } from '../api-error.js';
import { tableOfJson } from '../field-json.js';
import { isObject, type JsonObject, field } from '../request.js';

/** What the wire has for each: a number of so many octets, a text of 255, a table. */
const KINDS = {
  content_type: 'text',
  content_encoding: 'text',
  headers: 'table',
  delivery_mode: 'number',
  priority: 'octet',
  correlation_id: 'text',
  reply_to: 'text',
  expiration: 'text',
  message_id: 'text',
  timestamp: 'number',
  type: 'text',
  user_id: 'text',
  app_id: 'text',
  cluster_id: 'text',
} as const;

type PropertyName = keyof typeof KINDS;

const OCTET_MAX = 255;
/** In bytes of UTF-8: names and texts on the wire. */
const TEXT_SIZE_MAX = 255;
const WHITE_SPACE = /[\t\n\r ]/g;
const PADDING = /={1,2}$/;
const NO_BASE64 = /[^\dA-Za-z+/]/;
/** Of a text that is refused, so much is said again. */
const QUOTE_MAX = 1_000;

/** Properties that AMQP has not are passed over, as in RabbitMQ. */
export function readProperties(value: unknown): FieldTable {
  if (!isObject(value)) throw ApiError.badRequest(['not_object', value]);
  const properties = new Map<string, Field>();
  for (const name of Object.keys(KINDS) as PropertyName[]) {
    const given = field(value, name);
    if (given !== undefined) properties.set(name, readProperty(name, given));
  }
  return properties;
}

function readProperty(name: PropertyName, value: unknown): Field {
  switch (KINDS[name]) {
    case 'table':
      // An empty list is how some languages write an empty table.
      if (Array.isArray(value) && value.length === 0) return { type: 'F', value: new Map() };
      if (!isObject(value)) throw ApiError.badRequest(['not_object', name]);
      return { type: 'F', value: tableOfJson(value) };
    case 'text':
      if (typeof value !== 'string') throw ApiError.badRequest(['not_string', name]);
      return { type: 'S', value: requireShort(name, value) };
    case 'octet':
      return { type: 'l', value: readNumber(name, value, OCTET_MAX) };
    case 'number':
      return { type: 'l', value: readNumber(name, value, Number.MAX_SAFE_INTEGER) };
  }
}

/** What a delivery mode or a time may be is told later; a number that is none is told here. */
function readNumber(name: PropertyName, value: unknown, max: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw ApiError.badRequest(['not_int', name]);
  }
  if (name !== 'delivery_mode' && (value < 0 || value > max)) {
    throw ApiError.badRequest(['out_of_range', name]);
  }
  return value;
}

/** The wire has one octet for its length. */
export function requireShort(name: string, text: string): string {
  if (Buffer.byteLength(text) > TEXT_SIZE_MAX) throw ApiError.badRequest(['too_long', name]);
  return text;
}

export function readPayload(body: JsonObject): Buffer {
  const payload = field(body, 'payload');
  if (typeof payload !== 'string') throw ApiError.badRequest('payload_not_string');
  const encoding = field(body, 'payload_encoding');
  if (encoding === 'string') return Buffer.from(payload);
  if (encoding !== 'base64') throw ApiError.badRequest(['unsupported_encoding', encoding]);
  const digits = payload.replace(WHITE_SPACE, '');
  if (digits.length % 4 !== 0 || NO_BASE64.test(digits.replace(PADDING, ''))) {
    throw ApiError.badRequest(['not_base64', payload.slice(0, QUOTE_MAX)]);
  }
  return Buffer.from(digits, 'base64');
}
