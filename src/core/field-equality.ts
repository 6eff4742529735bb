/**
 * When two field values are the same. RabbitMQ has three answers, for the headers exchange, for
 * redeclaring and for the identity of a binding; all three are here. Used by exchange/headers.ts,
 * equivalence.ts and exchange/binding.ts.
 */
import type { Decimal, Field, FieldTable } from './field.js';

/**
 * The headers exchange: values count and types do not, so the number 1 matches in any width, a
 * float included, and text matches the same bytes. Inside arrays and tables types do count.
 */
export function fieldsMatch(a: Field, b: Field): boolean {
  switch (a.type) {
    case 'b':
    case 'B':
    case 's':
    case 'u':
    case 'I':
    case 'i':
    case 'l':
    case 'T':
    case 'f':
    case 'd':
      // Loose on purpose: 1 == 1n.
      return (typeof b.value === 'number' || typeof b.value === 'bigint') && a.value == b.value;
    case 'S':
    case 'x':
      return (b.type === 'S' || b.type === 'x') && bytesText(a) === bytesText(b);
    case 't':
    case 'V':
      return a.value === b.value;
    case 'D':
      return b.type === 'D' && decimalsEqual(a.value, b.value);
    case 'A':
      if (b.type === 'F') return a.value.length === 0 && b.value.size === 0;
      return b.type === 'A' && arraysEqual(a.value, b.value);
    case 'F':
      if (b.type === 'A') return a.value.size === 0 && b.value.length === 0;
      return b.type === 'F' && tablesEqual(a.value, b.value);
  }
}

/** Redeclaring: as for the headers exchange, but an integer never equals a float. */
export function fieldsEquivalent(a: Field, b: Field): boolean {
  return isFloat(a) === isFloat(b) && fieldsMatch(a, b);
}

/**
 * A text that two tables share exactly if they hold the same keys with the same types and values;
 * the order counts only within nested tables.
 */
export function tableIdentity(table: FieldTable): string {
  if (table.size === 0) return '';
  const entries = [...table].sort(([a], [b]) => (a < b ? -1 : 1));
  return entriesIdentity(entries);
}

function entriesIdentity(entries: Iterable<[string, Field]>): string {
  let text = '';
  for (const [key, field] of entries) text += `${key.length}:${key}${fieldIdentity(field)}`;
  return `{${text}}`;
}

/** The same for one value. */
export function fieldIdentity(field: Field): string {
  switch (field.type) {
    case 'D':
      return `D${field.value.scale}/${field.value.unscaled};`;
    case 'S':
      return `S${field.value.length}:${field.value}`;
    case 'x':
      return `x${field.value.join(',')};`;
    case 'A':
      return `A[${field.value.map(fieldIdentity).join('')}]`;
    case 'F':
      return `F${entriesIdentity(field.value)}`;
    default:
      return `${field.type}${String(field.value)};`;
  }
}

function identical(a: Field, b: Field): boolean {
  return a.type === b.type && fieldsMatch(a, b);
}

function isFloat(field: Field): boolean {
  return field.type === 'f' || field.type === 'd';
}

function decimalsEqual(a: Decimal, b: Decimal): boolean {
  return a.scale === b.scale && a.unscaled === b.unscaled;
}

function arraysEqual(a: readonly Field[], b: readonly Field[]): boolean {
  return a.length === b.length && a.every((field, index) => optionallyIdentical(field, b[index]));
}

/** Nested tables are lists to RabbitMQ: the order of the keys counts. */
function tablesEqual(a: FieldTable, b: FieldTable): boolean {
  if (a.size !== b.size) return false;
  const others = b.entries();
  for (const [key, field] of a) {
    const other = others.next();
    if (other.done === true) return false;
    const [otherKey, otherField] = other.value;
    if (key !== otherKey || !identical(field, otherField)) return false;
  }
  return true;
}

function optionallyIdentical(a: Field, b: Field | undefined): boolean {
  return b !== undefined && identical(a, b);
}

function bytesText(field: Field & { type: 'S' | 'x' }): string {
  return field.type === 'S' ? field.value : textOfBytes(field.value);
}

/** The bytes as UTF-8, or as Latin-1 if they are not that. */
export function textOfBytes(bytes: Uint8Array): string {
  let escaped = '';
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`;
  try {
    return decodeURIComponent(escaped);
  } catch {
    // The only thing that decodeURIComponent throws: the bytes are not UTF-8.
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }
}
