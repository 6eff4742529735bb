/**
 * The encoded form of a short string: one length octet and that many octets of UTF-8 (AMQP 0-9-1
 * §4.2.5.3). For names that are encoded once and written often, such as a consumer tag.
 */
import { SHORT_STRING_SIZE_MAX } from './constants.js';

export function shortString(text: string): Buffer {
  const size = Buffer.byteLength(text);
  if (size > SHORT_STRING_SIZE_MAX) {
    throw new RangeError(`a short string holds 255 octets, not ${size}: '${text.slice(0, 40)}...'`);
  }
  const bytes = Buffer.allocUnsafe(1 + size);
  bytes[0] = size;
  bytes.write(text, 1);
  return bytes;
}
