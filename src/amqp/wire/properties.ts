/**
 * COLD. Basic property lists as a whole: decoded for those who look into a message, encoded for
 * messages that the broker makes itself, rewritten for dead lettering and direct reply-to. Hot
 * paths use content-header.ts.
 */
import type { Field, FieldTable } from '../../core/field.js';
import { ByteWriter } from './byte-writer.js';
import { ReplyCode } from './constants.js';
import { encodeTable, readTable, skipField, skipTable, writeField } from './field-table.js';
import { MalformedFrame } from './malformed.js';
import { narrowest, octet, uint16 } from './octets.js';
import { shortString } from './short-string.js';

export { HeaderScratch, readHeader } from './content-header.js';

export interface Properties {
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly headers?: FieldTable;
  readonly deliveryMode?: number;
  readonly priority?: number;
  readonly correlationId?: string;
  readonly replyTo?: string;
  readonly expiration?: string;
  readonly messageId?: string;
  readonly timestamp?: number | bigint;
  readonly type?: string;
  readonly userId?: string;
  readonly appId?: string;
  readonly clusterId?: string;
}

/**
 * In the order of the list; the first has the highest bit of the flag word. The lowest two bits
 * mean nothing.
 */
const PROPERTIES_IN_ORDER = [
  ['contentType', 'shortstr'],
  ['contentEncoding', 'shortstr'],
  ['headers', 'table'],
  ['deliveryMode', 'octet'],
  ['priority', 'octet'],
  ['correlationId', 'shortstr'],
  ['replyTo', 'shortstr'],
  ['expiration', 'shortstr'],
  ['messageId', 'shortstr'],
  ['timestamp', 'timestamp'],
  ['type', 'shortstr'],
  ['userId', 'shortstr'],
  ['appId', 'shortstr'],
  ['clusterId', 'shortstr'],
] as const satisfies readonly (readonly [keyof Properties, string])[];
const FIRST_FLAG = 0x8000;

type PropertyName = keyof Properties;
type PropertyKind = (typeof PROPERTIES_IN_ORDER)[number][1];
type PropertyValue = string | number | bigint | FieldTable;

/** The whole list, from the flag word at `start`. */
export function decodeProperties(bytes: Uint8Array, start: number, end: number): Properties {
  const properties: Partial<Record<PropertyName, PropertyValue>> = {};
  const raw = rawProperties(bytes, start, end);
  for (const [name, kind] of PROPERTIES_IN_ORDER) {
    const octets = raw.get(name);
    if (octets !== undefined) properties[name] = decodeProperty(kind, octets);
  }
  // Each value is what its kind in PROPERTIES_IN_ORDER says, which is what Properties says.
  return properties as Properties;
}

/** One of them as text; undefined if it is not there. */
export function readProperty(
  bytes: Uint8Array,
  start: number,
  end: number,
  name: 'correlationId' | 'messageId' | 'timestamp',
): string | undefined {
  const octets = rawProperties(bytes, start, end).get(name);
  if (octets === undefined) return undefined;
  return String(decodeProperty(name === 'timestamp' ? 'timestamp' : 'shortstr', octets));
}

/** Flag word and list. */
export function encodeProperties(properties: Properties): Buffer {
  const raw: RawProperties = new Map();
  for (const [name, kind] of PROPERTIES_IN_ORDER) {
    const value = properties[name];
    if (value !== undefined) raw.set(name, encodeProperty(kind, value));
  }
  return joinProperties(raw);
}

export interface PropertiesChange {
  /** Set in this order: in the place of a header of the same name, else after all others. */
  readonly setHeaders?: FieldTable;
  readonly removeHeaders?: readonly string[];
  readonly dropExpiration?: boolean;
  readonly replyTo?: string;
}

/** The list with changes; every other header and property keeps its octets exactly. */
export function rewriteProperties(
  bytes: Uint8Array,
  start: number,
  end: number,
  change: PropertiesChange,
): Buffer {
  const raw = rawProperties(bytes, start, end);
  if (change.dropExpiration === true) raw.delete('expiration');
  if (change.replyTo !== undefined) raw.set('replyTo', shortString(change.replyTo));
  const headers = raw.get('headers');
  const set = change.setHeaders ?? NO_HEADERS;
  const removed = new Set(change.removeHeaders);
  if (set.size > 0 || (headers !== undefined && removed.size > 0)) {
    raw.set('headers', rewriteHeaders(headers ?? EMPTY_TABLE, set, removed));
  }
  return joinProperties(raw);
}

/** Each property as it is encoded. */
type RawProperties = Map<PropertyName, Buffer>;

const NO_HEADERS: FieldTable = new Map();
const EMPTY_TABLE = Buffer.alloc(4);

function rawProperties(bytes: Uint8Array, start: number, end: number): RawProperties {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const raw: RawProperties = new Map();
  const flags = uint16(buffer, start);
  let at = start + 2;
  for (const [index, [name, kind]] of PROPERTIES_IN_ORDER.entries()) {
    if ((flags & (FIRST_FLAG >> index)) === 0) continue;
    const next = skipProperty(kind, buffer, at, end);
    raw.set(name, buffer.subarray(at, next));
    at = next;
  }
  if (at !== end) throw malformedProperties();
  return raw;
}

function skipProperty(kind: PropertyKind, buffer: Buffer, at: number, end: number): number {
  switch (kind) {
    case 'shortstr':
      return at + 1 + octet(buffer, at);
    case 'octet':
      return at + 1;
    case 'timestamp':
      return at + 8;
    case 'table':
      return skipTable(buffer, at, end);
  }
}

function decodeProperty(kind: PropertyKind, raw: Buffer): PropertyValue {
  switch (kind) {
    case 'shortstr':
      return raw.toString('utf8', 1);
    case 'octet':
      return octet(raw, 0);
    case 'timestamp':
      return narrowest(raw.readBigUInt64BE());
    case 'table':
      return readTable(raw, 0, raw.length).table;
  }
}

function encodeProperty(kind: PropertyKind, value: PropertyValue): Buffer {
  if (kind === 'shortstr') return shortString(String(value));
  if (typeof value === 'object') return encodeTable(value);
  const writer = new ByteWriter();
  if (kind === 'octet') writer.uint8(Number(value));
  else writer.uint64(BigInt(value));
  return writer.finish();
}

function joinProperties(raw: RawProperties): Buffer {
  const parts: Buffer[] = [Buffer.alloc(2)];
  let flags = 0;
  for (const [index, [name]] of PROPERTIES_IN_ORDER.entries()) {
    const octets = raw.get(name);
    if (octets === undefined) continue;
    flags |= FIRST_FLAG >> index;
    parts.push(octets);
  }
  const joined = Buffer.concat(parts);
  joined.writeUInt16BE(flags);
  return joined;
}

function rewriteHeaders(raw: Buffer, set: FieldTable, removed: ReadonlySet<string>): Buffer {
  const writer = new ByteWriter();
  const length = writer.openLength();
  const pending = new Map<string, Field>(set);
  let at = 4;
  while (at < raw.length) {
    const valueAt = at + 1 + octet(raw, at);
    const key = raw.toString('utf8', at + 1, valueAt);
    const next = skipField(raw, valueAt, raw.length);
    const field = pending.get(key);
    if (field !== undefined) writeHeader(writer, key, field);
    else if (!set.has(key) && !removed.has(key)) writer.raw(raw.subarray(at, next));
    pending.delete(key);
    at = next;
  }
  for (const [key, field] of pending) writeHeader(writer, key, field);
  writer.closeLength(length);
  return writer.finish();
}

function writeHeader(writer: ByteWriter, key: string, field: Field): void {
  writer.shortString(key);
  writeField(writer, field);
}

function malformedProperties(): MalformedFrame {
  const text = 'malformed properties: list and flags disagree';
  return new MalformedFrame(ReplyCode.syntaxError, text);
}
