/**
 * Field tables as JSON and back: how arguments stand in a store that is read with SQL. A table is a
 * list of [key, type, value], because an object would lose the order of the wire and the types.
 */
import type { Decimal, Field, FieldTable } from '../core/field.js';

type Json = string | number | boolean | null | readonly Json[];

/** `[["x-max-length","l",10],["x-mode","S","lazy"]]` */
export function fieldTableToJson(table: FieldTable): Json {
  const entries: Json[] = [];
  for (const [key, field] of table) entries.push([key, field.type, valueToJson(field)]);
  return entries;
}

/**
 * One text for tables that differ only in order, at every depth: for arguments that are part of a
 * key.
 */
export function sortedFieldTable(table: FieldTable): FieldTable {
  const keys = [...table.keys()].sort();
  const sorted = new Map<string, Field>();
  for (const key of keys) {
    const field = table.get(key);
    if (field !== undefined) sorted.set(key, sortedField(field));
  }
  return sorted;
}

/** Throws when the JSON is not what `fieldTableToJson` writes. */
export function fieldTableFromJson(json: unknown): FieldTable {
  const table = new Map<string, Field>();
  for (const entry of listOf(json)) {
    const [key, type, value] = listOf(entry);
    table.set(textOf(key), fieldFromJson(type, value));
  }
  return table;
}

function sortedField(field: Field): Field {
  if (field.type === 'F') return { type: 'F', value: sortedFieldTable(field.value) };
  if (field.type === 'A') return { type: 'A', value: field.value.map(sortedField) };
  return field;
}

function valueToJson(field: Field): Json {
  switch (field.type) {
    case 'l':
    case 'T':
      return integerToJson(field.value);
    case 'f':
    case 'd':
      return floatToJson(field.value);
    case 'D':
      return [field.value.scale, field.value.unscaled];
    case 'x':
      return Buffer.from(field.value).toString('base64');
    case 'A':
      return field.value.map((item): Json => [item.type, valueToJson(item)]);
    case 'F':
      return fieldTableToJson(field.value);
    default:
      return field.value;
  }
}

/** JSON's numbers are doubles to most readers: past 2^53 the digits are text. */
function integerToJson(value: number | bigint): Json {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** What JSON has no number for. */
function floatToJson(value: number): Json {
  return Number.isFinite(value) && !Object.is(value, -0) ? value : floatToText(value);
}

function floatToText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function fieldFromJson(type: unknown, value: unknown): Field {
  switch (type) {
    case 't':
      return { type, value: booleanOf(value) };
    case 'b':
    case 'B':
    case 's':
    case 'u':
    case 'I':
    case 'i':
      return { type, value: numberOf(value) };
    case 'l':
    case 'T':
      return { type, value: typeof value === 'string' ? BigInt(value) : numberOf(value) };
    case 'f':
    case 'd':
      return { type, value: typeof value === 'string' ? Number(value) : numberOf(value) };
    case 'D':
      return { type, value: decimalFromJson(value) };
    case 'S':
      return { type, value: textOf(value) };
    case 'x':
      return { type, value: Buffer.from(textOf(value), 'base64') };
    case 'A':
      return { type, value: listOf(value).map(itemFromJson) };
    case 'F':
      return { type, value: fieldTableFromJson(value) };
    case 'V':
      return { type, value: null };
    default:
      throw new TypeError(`unknown field type ${JSON.stringify(type)}`);
  }
}

function itemFromJson(json: unknown): Field {
  const [type, value] = listOf(json);
  return fieldFromJson(type, value);
}

function decimalFromJson(json: unknown): Decimal {
  const [scale, unscaled] = listOf(json);
  return { scale: numberOf(scale), unscaled: numberOf(unscaled) };
}

function listOf(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json;
  throw new TypeError(`expected a list, found ${JSON.stringify(json)}`);
}

function textOf(json: unknown): string {
  if (typeof json === 'string') return json;
  throw new TypeError(`expected a string, found ${JSON.stringify(json)}`);
}

function numberOf(json: unknown): number {
  if (typeof json === 'number') return json;
  throw new TypeError(`expected a number, found ${JSON.stringify(json)}`);
}

function booleanOf(json: unknown): boolean {
  if (typeof json === 'boolean') return json;
  throw new TypeError(`expected a boolean, found ${JSON.stringify(json)}`);
}
