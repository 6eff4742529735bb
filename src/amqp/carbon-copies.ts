/**
 * RabbitMQ's sender-selected distribution: the headers CC and BCC name further routing keys.
 * publisher.ts asks for each message that has headers.
 */
import { FIELD_TYPE_NAMES } from '../core/erlang-text.js';
import { BrokerError } from '../core/errors.js';
import { textOf, type FieldTable } from '../core/field.js';

const C = 0x43;
const B = 0x42;

/**
 * Could the header table be one with CC or BCC? Sees the letters, not the table: a hit is to be
 * looked into.
 */
export function mayHaveCarbonCopies(buffer: Uint8Array, start: number, end: number): boolean {
  for (let at = start + 4; at + 2 < end; at++) {
    if (buffer[at + 1] !== C || buffer[at + 2] !== C) continue;
    // The length octet of the name: 2 for CC, and for BCC a B in its place.
    if (buffer[at] === 2 || buffer[at] === B) return true;
  }
  return false;
}

/**
 * Throws 406 with RabbitMQ's text if a header is there and no list. What is no text in a list is
 * passed over.
 */
export function readCarbonCopies(headers: FieldTable): string[] {
  const keys: string[] = [];
  for (const name of ['CC', 'BCC']) {
    const field = headers.get(name);
    if (field === undefined) continue;
    if (field.type !== 'A') {
      const type = FIELD_TYPE_NAMES[field.type];
      throw new BrokerError(
        'precondition-failed',
        `invalid message: {unacceptable_type_in_header,"${name}",${type}}`,
      );
    }
    for (const item of field.value) {
      const key = textOf(item);
      if (key !== undefined) keys.push(key);
    }
  }
  return keys;
}
