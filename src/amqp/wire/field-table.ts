/**
 * Field tables and arrays with all types that RabbitMQ reads and writes. `skipTable` checks a table
 * without building it, which is all that a published message needs; `readTable` builds what
 * `skipTable` has passed. What is written can be read: a table or array below the deepest level is
 * left out, and a void stands in its place.
 */
import type { Field, FieldTable } from '../../core/field.js';
import { ByteWriter } from './byte-writer.js';
import { ReplyCode, TABLE_DEPTH_MAX } from './constants.js';
import { longStringBytes, readLongString } from './long-string.js';
import { MalformedFrame } from './malformed.js';
import { narrowest, octet, uint16, uint32 } from './octets.js';
import { fitShortString } from './short-string.js';

/** Type V: no value. */
const VOID = 0x56;

export interface TableAt {
  readonly table: FieldTable;
  /** Where the table ended. */
  readonly next: number;
}

/** Of two fields of one name the first counts, as in RabbitMQ. */
export function readTable(buffer: Buffer, start: number, end: number): TableAt {
  const next = skipTable(buffer, start, end);
  return { table: new FieldReader(buffer, start).table(), next };
}

/** Checks the table whose size stands at `start`; gives its end. */
export function skipTable(bytes: Uint8Array, start: number, end: number): number {
  return skipNested(bytes, start, end, true, 1);
}

/**
 * Checks the value whose type letter stands at `at`; gives a place past `end` if it is cut short.
 */
export function skipField(bytes: Uint8Array, at: number, end: number, depth = 1): number {
  const letter = octet(bytes, at);
  switch (letter) {
    case 0x53: // S
    case 0x78: // x
      return at + 5 + uint32(bytes, at + 1);
    case 0x74: // t
    case 0x62: // b
    case 0x42: // B
      return at + 2;
    case 0x73: // s
    case 0x75: // u
      return at + 3;
    case 0x49: // I
    case 0x69: // i
    case 0x66: // f
      return at + 5;
    case 0x44: // D
      return at + 6;
    case 0x6c: // l
    case 0x4c: // L
    case 0x54: // T
    case 0x64: // d
      return at + 9;
    case VOID:
      return at + 1;
    case 0x46: // F
      return skipNested(bytes, at + 1, end, true, depth + 1);
    case 0x41: // A
      return skipNested(bytes, at + 1, end, false, depth + 1);
    default:
      throw malformedTable(`unknown field type ${letter}`);
  }
}

export function encodeTable(table: FieldTable): Buffer {
  const writer = new ByteWriter();
  writeTable(writer, table);
  return writer.finish();
}

export function writeTable(writer: ByteWriter, table: FieldTable, depth = 1): void {
  const length = writer.openLength();
  for (const [key, field] of table) {
    writer.shortString(fitShortString(key));
    writeField(writer, field, depth);
  }
  writer.closeLength(length);
}

/** `depth` is that of the table or array it stands in. */
export function writeField(writer: ByteWriter, field: Field, depth = 1): void {
  const isTooDeep = depth >= TABLE_DEPTH_MAX && (field.type === 'F' || field.type === 'A');
  if (isTooDeep) return writer.uint8(VOID);
  writer.uint8(field.type.charCodeAt(0));
  switch (field.type) {
    case 't':
      return writer.uint8(field.value ? 1 : 0);
    case 'b':
      return writer.int8(field.value);
    case 'B':
      return writer.uint8(field.value);
    case 's':
      return writer.int16(field.value);
    case 'u':
      return writer.uint16(field.value);
    case 'I':
      return writer.int32(field.value);
    case 'i':
      return writer.uint32(field.value);
    case 'l':
      // The broker counts deaths on from whatever a client says: past the end it wraps, as in
      // RabbitMQ.
      return writer.int64(BigInt.asIntN(64, BigInt(field.value)));
    case 'T':
      return writer.uint64(field.value);
    case 'f':
      return writer.float(field.value);
    case 'd':
      return writer.double(field.value);
    case 'D':
      writer.uint8(field.value.scale);
      return writer.uint32(field.value.unscaled);
    case 'S':
      return writer.longString(longStringBytes(field.value));
    case 'x':
      return writer.longString(field.value);
    case 'A':
      return writeArray(writer, field.value, depth + 1);
    case 'F':
      return writeTable(writer, field.value, depth + 1);
    case 'V':
      return;
  }
}

function writeArray(writer: ByteWriter, fields: readonly Field[], depth: number): void {
  const length = writer.openLength();
  for (const field of fields) writeField(writer, field, depth);
  writer.closeLength(length);
}

/**
 * Offsets only grow on the way, and a name or value that is cut short leads past `next`. So one
 * comparison at the end finds every overrun; only a nested size is compared before its content is
 * walked.
 */
function skipNested(
  bytes: Uint8Array,
  start: number,
  end: number,
  isTable: boolean,
  depth: number,
): number {
  const next = start + 4 + uint32(bytes, start);
  if (next > end) throw malformedTable('cut short');
  if (depth > TABLE_DEPTH_MAX) throw malformedTable(`nested deeper than ${TABLE_DEPTH_MAX}`);
  let at = start + 4;
  while (at < next) {
    if (isTable) at += 1 + octet(bytes, at);
    at = skipField(bytes, at, next, depth);
  }
  if (at !== next) throw malformedTable('cut short');
  return next;
}

function malformedTable(reason: string): MalformedFrame {
  return new MalformedFrame(ReplyCode.syntaxError, `malformed field table: ${reason}`);
}

/** Reads what `skipTable` has checked. */
class FieldReader {
  readonly #buffer: Buffer;
  #at: number;

  constructor(buffer: Buffer, at: number) {
    this.#buffer = buffer;
    this.#at = at;
  }

  table(): FieldTable {
    const table = new Map<string, Field>();
    const end = this.#take(4) + 4 + uint32(this.#buffer, this.#at - 4);
    while (this.#at < end) {
      const key = this.#text(octet(this.#buffer, this.#take(1)));
      const field = this.#field();
      if (!table.has(key)) table.set(key, field);
    }
    return table;
  }

  #field(): Field {
    const buffer = this.#buffer;
    const type = String.fromCharCode(octet(buffer, this.#take(1)));
    switch (type) {
      case 't':
        return { type, value: octet(buffer, this.#take(1)) !== 0 };
      case 'b':
        return { type, value: buffer.readInt8(this.#take(1)) };
      case 'B':
        return { type, value: octet(buffer, this.#take(1)) };
      case 's':
        return { type, value: buffer.readInt16BE(this.#take(2)) };
      case 'u':
        return { type, value: uint16(buffer, this.#take(2)) };
      case 'I':
        return { type, value: buffer.readInt32BE(this.#take(4)) };
      case 'i':
        return { type, value: uint32(buffer, this.#take(4)) };
      case 'l':
      case 'L':
        return { type: 'l', value: narrowest(buffer.readBigInt64BE(this.#take(8))) };
      case 'T':
        return { type, value: narrowest(buffer.readBigUInt64BE(this.#take(8))) };
      case 'f':
        return { type, value: buffer.readFloatBE(this.#take(4)) };
      case 'd':
        return { type, value: buffer.readDoubleBE(this.#take(8)) };
      case 'D': {
        const scale = octet(buffer, this.#take(1));
        return { type, value: { scale, unscaled: uint32(buffer, this.#take(4)) } };
      }
      case 'S':
        return { type, value: this.#longString(uint32(buffer, this.#take(4))) };
      case 'x':
        return { type, value: this.#bytes(uint32(buffer, this.#take(4))) };
      case 'A':
        return { type, value: this.#array() };
      case 'F':
        return { type, value: this.table() };
      default:
        return { type: 'V', value: null };
    }
  }

  #array(): Field[] {
    const fields: Field[] = [];
    const end = this.#take(4) + 4 + uint32(this.#buffer, this.#at - 4);
    while (this.#at < end) fields.push(this.#field());
    return fields;
  }

  #text(size: number): string {
    const start = this.#take(size);
    return this.#buffer.toString('utf8', start, this.#at);
  }

  #longString(size: number): string {
    const start = this.#take(size);
    return readLongString(this.#buffer, start, this.#at);
  }

  /** A copy, because the frame is gone after the call that read it. */
  #bytes(size: number): Uint8Array {
    const start = this.#take(size);
    return new Uint8Array(this.#buffer.subarray(start, this.#at));
  }

  #take(size: number): number {
    const at = this.#at;
    this.#at += size;
    return at;
  }
}
