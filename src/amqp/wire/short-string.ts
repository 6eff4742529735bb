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

/**
 * As much of the text as a short string holds, cut at the border of a character. Octets that are
 * not UTF-8 grow when they are read as text, so that a name may come out longer than it came in.
 */
export function fitShortString(text: string): string {
  if (text.length * UTF8_SIZE_MAX <= SHORT_STRING_SIZE_MAX) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= SHORT_STRING_SIZE_MAX) return text;
  let end = SHORT_STRING_SIZE_MAX;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}

/** Octets of UTF-8 for one UTF-16 unit, at most. */
const UTF8_SIZE_MAX = 3;
