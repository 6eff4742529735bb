/**
 * What a trace keeps of a message: where it was published to, its properties but for the headers,
 * its size. No body, and not the secret address of a direct reply. Made for tracer.ts.
 */
import { DIRECT_REPLY_TO } from '../direct-replies.js';
import { type Field, type FieldTable, textOf } from '../field.js';
import type { Message } from '../message.js';

/** Of CC and BCC, so many keys. */
const EXTRA_KEYS_MAX = 20;

export interface MessageDigest {
  readonly exchange: string;
  readonly routingKey: string;
  readonly extraKeys: readonly string[];
  readonly bodySize: number;
  /** Under RabbitMQ's names; each is a number or a short string. */
  readonly properties: FieldTable;
  readonly headerCount: number;
  /** About what it takes in memory. */
  readonly bytes: number;
}

export function digestOf(message: Message): MessageDigest {
  const { exchange, extraKeys, bodySize, format } = message;
  const properties = new Map<string, Field>();
  let headerCount = 0;
  for (const [name, field] of format.properties(message)) {
    if (field.type === 'F') headerCount = field.value.size;
    else properties.set(name, name === 'reply_to' ? concealed(field) : field);
  }
  const keys = extraKeys.slice(0, EXTRA_KEYS_MAX);
  const texts = [exchange, message.routingKey, ...keys, ...[...properties.values()].map(textOf)];
  return {
    exchange,
    routingKey: exchange === '' ? concealedName(message.routingKey) : message.routingKey,
    extraKeys: keys,
    bodySize,
    properties,
    headerCount,
    bytes: texts.reduce((sum, text = '') => sum + 2 * text.length, 0),
  };
}

function concealed(field: Field): Field {
  return field.type === 'S' ? { type: 'S', value: concealedName(field.value) } : field;
}

/** Whoever knows the whole name can reply to the client. */
function concealedName(name: string): string {
  return name.startsWith(`${DIRECT_REPLY_TO}.`) ? DIRECT_REPLY_TO : name;
}
