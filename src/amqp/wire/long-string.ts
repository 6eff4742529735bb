/**
 * Texts of field tables, which nobody promises to be UTF-8: keys of raw octets are common. What is
 * not UTF-8 is read octet by octet, with those above 127 as lone surrogates, which no UTF-8 gives:
 * so two texts are equal only if they were on the wire, and each leaves as it came.
 */
import { isUtf8 } from 'node:buffer';

const REPLACEMENT = '\ufffd';
const ABOVE_ASCII = /[\x80-\xff]/g;
const LOW_SURROGATES = 0xdc00;
const NEITHER_ASCII_NOR_RAW = /[\x80-\udc7f\udd00-\uffff]/;

export function readLongString(buffer: Buffer, start: number, end: number): string {
  const text = buffer.toString('utf8', start, end);
  if (!text.includes(REPLACEMENT) || isUtf8(buffer.subarray(start, end))) return text;
  return buffer
    .toString('latin1', start, end)
    .replace(ABOVE_ASCII, (octet) => String.fromCharCode(LOW_SURROGATES | octet.charCodeAt(0)));
}

export function longStringBytes(text: string): Buffer {
  // Latin-1 takes the low octet of each surrogate.
  return Buffer.from(text, NEITHER_ASCII_NOR_RAW.test(text) ? 'utf8' : 'latin1');
}
