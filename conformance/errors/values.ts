/**
 * Values of argument and header tables, from plain ones to octets. A number goes as a signed 32-bit
 * one if it fits, then as a 64-bit one, then as a double; `typed` gives any other type.
 */
import { encode } from '../support/raw/encode.js';

export type Value =
  string | number | boolean | null | Typed | readonly Value[] | { readonly [name: string]: Value };

export type Table = Readonly<Record<string, Value>>;

/** A value with its type letter, as octets. */
export class Typed {
  readonly tag: string;
  readonly octets: Buffer;

  constructor(tag: string, octets: Buffer) {
    this.tag = tag;
    this.octets = octets;
  }
}

export const typed = {
  byte: (value: number): Typed => new Typed('b', signed(value, 1)),
  unsignedByte: (value: number): Typed => new Typed('B', encode.octet(value)),
  short: (value: number): Typed => new Typed('s', signed(value, 2)),
  unsignedShort: (value: number): Typed => new Typed('u', encode.short(value)),
  unsignedInt: (value: number): Typed => new Typed('i', encode.long(value)),
  long: (value: number): Typed => new Typed('l', signed(value, 8)),
  timestamp: (value: number): Typed => new Typed('T', encode.longlong(value)),
  float: (value: number): Typed => new Typed('f', floating(value, 4)),
  double: (value: number): Typed => new Typed('d', floating(value, 8)),
  decimal: (scale: number, unscaled: number): Typed =>
    new Typed('D', Buffer.concat([encode.octet(scale), encode.long(unscaled)])),
  binary: (value: string | Buffer): Typed => new Typed('x', encode.longString(value)),
  text: (value: Buffer): Typed => new Typed('S', encode.longString(value)),
};

export function table(entries: Table = {}): Buffer {
  return encode.table(
    ...Object.entries(entries).map(([name, value]) => {
      const { tag, octets } = typedOf(value);
      return encode.field(name, tag, octets);
    }),
  );
}

function typedOf(value: Value): Typed {
  if (value instanceof Typed) return value;
  if (value === null) return new Typed('V', Buffer.alloc(0));
  switch (typeof value) {
    case 'string':
      return new Typed('S', encode.longString(value));
    case 'boolean':
      return new Typed('t', encode.octet(Number(value)));
    case 'number':
      return numeric(value);
    default:
      return isList(value)
        ? new Typed('A', encode.longString(Buffer.concat(value.map(item))))
        : new Typed('F', table(value));
  }
}

function item(value: Value): Buffer {
  const { tag, octets } = typedOf(value);
  return Buffer.concat([Buffer.from(tag), octets]);
}

function isList(value: object): value is readonly Value[] {
  return Array.isArray(value);
}

function numeric(value: number): Typed {
  if (!Number.isSafeInteger(value)) return typed.double(value);
  return value === (value | 0) ? new Typed('I', signed(value, 4)) : typed.long(value);
}

function signed(value: number, size: 1 | 2 | 4 | 8): Buffer {
  const bytes = Buffer.alloc(size);
  if (size === 8) bytes.writeBigInt64BE(BigInt(value));
  else bytes.writeIntBE(value, 0, size);
  return bytes;
}

function floating(value: number, size: 4 | 8): Buffer {
  const bytes = Buffer.alloc(size);
  if (size === 4) bytes.writeFloatBE(value);
  else bytes.writeDoubleBE(value);
  return bytes;
}
