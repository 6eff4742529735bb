/** A message in JSON, as RabbitMQ's HTTP API has it. Called by the routes that show messages. */
import { isUtf8 } from 'node:buffer';
import type { Message } from '../../core/message.js';
import { jsonOfTable } from '../field-json.js';

export type PayloadEncoding = 'auto' | 'base64';

export function isEncoding(value: unknown): value is PayloadEncoding {
  return value === 'auto' || value === 'base64';
}

export interface PayloadShown {
  readonly encoding: PayloadEncoding;
  /** So many bytes of the body at most. */
  readonly truncate: number;
}

/** Text where it is UTF-8 and that is not against the encoding asked for. */
export function presentPayload(body: Uint8Array, { encoding, truncate }: PayloadShown) {
  const shown = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, truncate));
  const isText = encoding === 'auto' && isUtf8(shown);
  return {
    payload: shown.toString(isText ? 'utf8' : 'base64'),
    payload_encoding: isText ? 'string' : 'base64',
  };
}

/** Without any they are an empty list, as in RabbitMQ. */
export function presentProperties(message: Message) {
  const properties = message.format.properties(message);
  return properties.size === 0 ? [] : jsonOfTable(properties);
}

export function bodyOf({ content, bodyStart }: Message): Uint8Array {
  return content.subarray(bodyStart);
}
