/**
 * Field values in the notation of RabbitMQ's fault texts, which print Erlang terms. Used by
 * equivalence.ts and exchange/headers.ts; clients match on some of these texts.
 */
import type { Field, FieldType } from './field.js';
import { textOfBytes } from './field-equality.js';

/** RabbitMQ's words for the type letters. */
export const FIELD_TYPE_NAMES: Readonly<Record<FieldType, string>> = {
  t: 'bool',
  b: 'byte',
  B: 'unsignedbyte',
  s: 'short',
  u: 'unsignedshort',
  I: 'signedint',
  i: 'unsignedint',
  l: 'long',
  T: 'timestamp',
  f: 'float',
  d: 'double',
  D: 'decimal',
  S: 'longstr',
  x: 'binary',
  A: 'array',
  F: 'table',
  V: 'void',
};

/** The value as a term: text as `<<"a">>`, a float as `10.0`. */
export function erlangTerm(field: Field): string {
  switch (field.type) {
    case 'S':
      return binaryTerm(field.value);
    case 'x':
      return binaryTerm(textOfBytes(field.value));
    case 'f':
    case 'd':
      return floatTerm(field.value);
    case 'D':
      return `{${field.value.scale},${field.value.unscaled}}`;
    case 'V':
      return 'undefined';
    case 'A':
      return `[${field.value.map((item) => `{${typed(item)}}`).join(',')}]`;
    case 'F':
      return `[${Array.from(field.value, ([key, item]) => `{${binaryTerm(key)},${typed(item)}}`)}]`;
    default:
      return String(field.value);
  }
}

/** The value as people read it: text as it is, all else as a term. */
export function erlangText(field: Field): string {
  if (field.type === 'S') return field.value;
  return field.type === 'x' ? textOfBytes(field.value) : erlangTerm(field);
}

/**
 * A tuple of two as RabbitMQ prints it, `column` characters into a text: what does not fit into a
 * line of 80 goes on in the next.
 */
export function erlangPair(name: string, value: string, column: number): string {
  const line = `{${name},${value}}`;
  if (column + line.length < LINE_LENGTH_MAX) return line;
  return `{${name},\n${' '.repeat(column + 1)}${value}}`;
}

/** A word as an atom: in quotes unless it looks like one. */
export function erlangAtom(word: string): string {
  return /^[a-z][a-zA-Z0-9_@]*$/.test(word) ? word : `'${word}'`;
}

/** A text as a list, or its numbers if one of the characters cannot be shown. */
export function erlangString(text: string): string {
  const characters = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  if (!characters.every(isPrintable)) return `[${characters.join(',')}]`;
  return `"${escaped(text)}"`;
}

const LINE_LENGTH_MAX = 79;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
};

/** Erlang prints Latin-1 where it can. */
function isPrintable(character: number): boolean {
  if (character >= 0x20) return character < 0x7f || character >= 0xa0;
  return String.fromCharCode(character) in ESCAPES;
}

function escaped(text: string): string {
  return text.replace(/["\\\b\t\n\v\f\r\x1b]/g, (character) => ESCAPES[character] ?? character);
}

function typed(field: Field): string {
  return `${FIELD_TYPE_NAMES[field.type]},${erlangTerm(field)}`;
}

function binaryTerm(text: string): string {
  if (text === '') return '<<>>';
  return `<<"${escaped(text)}">>`;
}

/** A float always shows its point: 10 is `10.0`, 1e+25 is `1.0e25`. */
function floatTerm(value: number): string {
  const text = String(value).replace('e+', 'e');
  return text.includes('.') ? text : text.replace(/^-?\d+/, '$&.0');
}
