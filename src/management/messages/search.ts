/**
 * What is looked for in messages: a text, or a regular expression that cannot take long, in their
 * headers and other properties, their routing key and their body. Used by routes/queue-messages.ts
 * and routes/replays.ts.
 */
import type { Field, FieldTable } from '../../core/field.js';
import type { Message } from '../../core/message.js';
import type { CompilePattern } from '../../core/pattern.js';
import { ApiError } from '../api-error.js';
import { bodyOf } from '../present/message.js';

export const SEARCH_PLACES = ['headers', 'routing_key', 'body'] as const;
export type SearchPlace = (typeof SEARCH_PLACES)[number];

/** From a list with commas; all of them, if it is empty. */
export function readPlaces(list: string): readonly SearchPlace[] {
  if (list === '') return SEARCH_PLACES;
  return list.split(',').map((name) => {
    const place = SEARCH_PLACES.find((known) => known === name);
    if (place === undefined) throw ApiError.badRequest(['unknown', name]);
    return place;
  });
}

export interface SearchTerms {
  /** Finds everything if it is empty. */
  readonly text: string;
  readonly isRegex: boolean;
  readonly places: readonly SearchPlace[];
}

/** In bytes, of each body: what stands further behind is not found. */
const BODY_BYTES_MAX = 262_144;
const TEXT_SIZE_MAX = 1_024;
/** As deep as the wire nests. */
const DEPTH_MAX = 64;

type Matches = (message: Message) => boolean;

/** Undefined where nothing is looked for. */
export function createSearch(terms: SearchTerms, compile: CompilePattern): Matches | undefined {
  const { text, isRegex, places } = terms;
  if (text === '') return undefined;
  if (Buffer.byteLength(text) > TEXT_SIZE_MAX) throw ApiError.badRequest(['too_long', 'search']);
  const isFoundIn = isRegex ? compile(text) : (where: string) => where.includes(text);
  const octets = Buffer.from(text);
  const isInBody = (message: Message): boolean => {
    const body = bodyOf(message);
    const size = Math.min(body.length, BODY_BYTES_MAX);
    const start = Buffer.from(body.buffer, body.byteOffset, size);
    return isRegex ? isFoundIn(start.toString()) : start.includes(octets);
  };
  return (message) =>
    (places.includes('routing_key') && isFoundIn(message.routingKey)) ||
    (places.includes('headers') && isInTable(message.format.properties(message), isFoundIn, 0)) ||
    (places.includes('body') && isInBody(message));
}

/** Names and values, however deep. */
function isInTable(
  table: FieldTable,
  isFoundIn: (text: string) => boolean,
  depth: number,
): boolean {
  if (depth > DEPTH_MAX) return false;
  for (const [name, field] of table) {
    if (isFoundIn(name) || isInField(field, isFoundIn, depth)) return true;
  }
  return false;
}

function isInField(field: Field, isFoundIn: (text: string) => boolean, depth: number): boolean {
  switch (field.type) {
    case 'F':
      return isInTable(field.value, isFoundIn, depth + 1);
    case 'A':
      return depth < DEPTH_MAX && field.value.some((item) => isInField(item, isFoundIn, depth + 1));
    case 'x':
      return isFoundIn(Buffer.from(field.value).toString());
    case 'D':
      return isFoundIn(String(field.value.unscaled / 10 ** field.value.scale));
    default:
      return isFoundIn(String(field.value));
  }
}
