/**
 * COLD. Reads and writes any method by its definition in method-table.ts: reading goes through a
 * binary-parser grammar that is generated at the first use of a method, writing through ByteWriter.
 * The methods that come once per message are read in basic.ts and written in frame-writer.ts
 * instead.
 */
import { isUtf8 } from 'node:buffer';
import { Parser } from 'binary-parser';
import { ByteWriter } from './byte-writer.js';
import { CLASS_CONNECTION, ReplyCode } from './constants.js';
import { readTable, writeTable } from './field-table.js';
import { MalformedFrame, malformedName, undecodableMethod } from './malformed.js';
import { METHODS } from './method-table.js';
import type {
  FieldKind,
  FieldValue,
  Method,
  MethodArguments,
  MethodDefinition,
  MethodName,
} from './method-table.js';
import { uint16, uint32 } from './octets.js';

export { METHODS } from './method-table.js';
export type { Method, MethodArguments, MethodName } from './method-table.js';

/**
 * Reads the method whose class id stands at `start`. A method id that nobody knows is the peer's
 * fault (503).
 */
export function readMethod(buffer: Buffer, start: number, end: number): Method {
  const codec = CODECS.get(uint32(buffer, start));
  if (codec === undefined) {
    const classId = uint16(buffer, start);
    const methodId = uint16(buffer, start + 2);
    const text = `unknown method ${classId}.${methodId}`;
    throw new MalformedFrame(ReplyCode.commandInvalid, text, classId, methodId);
  }
  return codec.read(buffer, start, end);
}

/** The payload of a method frame, class id and method id included. */
export function encodeMethod<Name extends MethodName>(
  name: Name,
  args: MethodArguments<Name>,
): Buffer {
  const definition = METHODS[name];
  const writer = new ByteWriter();
  writer.uint16(definition.classId);
  writer.uint16(definition.methodId);
  const values = new Map<string, FieldValue>(Object.entries(args));
  for (const field of packedFields(definition)) {
    if (field.kind === 'bits') writer.uint8(bitsOf(field.names, values));
    else writeValue(writer, field, values.get(field.name));
  }
  return writer.finish();
}

/** Neighbouring bits share an octet, the first in its lowest bit. No method has more than eight. */
interface BitRun {
  readonly kind: 'bits';
  readonly names: string[];
}

interface PlainField {
  readonly kind: Exclude<FieldKind, 'bit'>;
  readonly name: string;
}

type PackedField = BitRun | PlainField;

function packedFields(definition: MethodDefinition): PackedField[] {
  const packed: PackedField[] = [];
  for (const [name, kind] of Object.entries(definition.fields)) {
    const last = packed.at(-1);
    if (kind !== 'bit') packed.push({ kind, name });
    else if (last?.kind === 'bits') last.names.push(name);
    else packed.push({ kind: 'bits', names: [name] });
  }
  return packed;
}

class MethodCodec {
  readonly #name: MethodName;
  readonly #fields: readonly PackedField[];
  readonly #definition: MethodDefinition;
  #grammar: Parser | undefined;

  constructor(name: MethodName, definition: MethodDefinition) {
    this.#name = name;
    this.#fields = packedFields(definition);
    this.#definition = definition;
  }

  read(buffer: Buffer, start: number, end: number): Method {
    const parsed = this.#parse(buffer, start, end);
    const payload = buffer.subarray(start + ARGUMENTS, end);
    const args: Record<string, FieldValue> = {};
    for (const [index, field] of this.#fields.entries()) {
      const raw = parsed[keyOf(index)];
      if (field.kind === 'bits') {
        for (const [bit, name] of field.names.entries()) {
          if (!isReserved(name)) args[name] = ((Number(raw) >> bit) & 1) === 1;
        }
      } else {
        const value = this.#value(field.kind, raw, payload);
        if (!isReserved(field.name)) args[field.name] = value;
      }
    }
    // Names and kinds are those of the definition that the type is derived from.
    return { name: this.#name, args } as unknown as Method;
  }

  #parse(buffer: Buffer, start: number, end: number): Record<string, unknown> {
    this.#grammar ??= grammarOf(this.#fields);
    const payload = buffer.subarray(start + ARGUMENTS, end);
    let parsed;
    try {
      parsed = this.#grammar.parse(payload);
    } catch (error) {
      // The way of a grammar to say that a number is cut short.
      if (error instanceof RangeError) throw undecodableMethod(buffer, start, end);
      throw error;
    }
    // A string cut short is no error to a grammar; the place it ends at tells.
    if (parsed[END] !== payload.length) throw undecodableMethod(buffer, start, end);
    return parsed;
  }

  #value(kind: PlainField['kind'], raw: unknown, payload: Buffer): FieldValue {
    if (kind === 'table') return readTable(payload, Number(raw), payload.length).table;
    if (typeof raw === 'number') return raw;
    if (typeof raw === 'bigint') return Math.min(Number(raw), Number.MAX_SAFE_INTEGER);
    if (!Buffer.isBuffer(raw)) throw new TypeError(`the grammar has no octets for a ${kind}`);
    if (kind === 'longstr') return Buffer.from(raw);
    // As in RabbitMQ, the names of methods with content are passed on as they came.
    const { classId, methodId, hasContent } = this.#definition;
    if (hasContent !== true && !isUtf8(raw)) {
      throw classId === CLASS_CONNECTION ? malformedName(classId, methodId) : malformedName();
    }
    return raw.toString('utf8');
  }
}

const ARGUMENTS = 4;
const END = 'end';

/** Not the field's own name, which a grammar might take for one of its variables. */
function keyOf(index: number): string {
  return `field${index}`;
}

function isReserved(name: string): boolean {
  return name.startsWith('reserved');
}

function grammarOf(fields: readonly PackedField[]): Parser {
  const grammar = new Parser().endianness('big');
  for (const [index, field] of fields.entries()) addField(grammar, field.kind, keyOf(index));
  return grammar.saveOffset(END);
}

function addField(grammar: Parser, kind: PackedField['kind'], key: string): void {
  const size = `${key}Size`;
  switch (kind) {
    case 'bits':
    case 'octet':
      grammar.uint8(key);
      return;
    case 'short':
      grammar.uint16(key);
      return;
    case 'long':
      grammar.uint32(key);
      return;
    case 'longlong':
      grammar.uint64(key);
      return;
    case 'shortstr':
      grammar.uint8(size).buffer(key, { length: size });
      return;
    case 'longstr':
      grammar.uint32(size).buffer(key, { length: size });
      return;
    case 'table':
      // Only its place: field-table.ts reads it from there.
      grammar.saveOffset(key).uint32(size).seek(size);
      return;
  }
}

function bitsOf(names: readonly string[], values: ReadonlyMap<string, FieldValue>): number {
  let bits = 0;
  for (const [bit, name] of names.entries()) if (values.get(name) === true) bits |= 1 << bit;
  return bits;
}

/** `value` has the type that the kind asks for; it is absent for reserved fields. */
function writeValue(writer: ByteWriter, field: PlainField, value: FieldValue | undefined): void {
  switch (field.kind) {
    case 'octet':
      return writer.uint8(Number(value ?? 0));
    case 'short':
      return writer.uint16(Number(value ?? 0));
    case 'long':
      return writer.uint32(Number(value ?? 0));
    case 'longlong':
      return writer.uint64(Number(value ?? 0));
    case 'shortstr':
      return writer.shortString(typeof value === 'string' ? value : '');
    case 'longstr':
      return writer.longString(Buffer.isBuffer(value) ? value : NO_OCTETS);
    case 'table':
      return writeTable(writer, value instanceof Map ? value : NO_TABLE);
  }
}

const NO_OCTETS = Buffer.alloc(0);
const NO_TABLE = new Map<string, never>();

const CODECS: ReadonlyMap<number, MethodCodec> = new Map(
  Object.entries(METHODS).map(([name, definition]) => [
    (definition.classId << 16) | definition.methodId,
    new MethodCodec(name as MethodName, definition),
  ]),
);
