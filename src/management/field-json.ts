/**
 * Field tables in JSON, and back: arguments of queues, exchanges and bindings, headers of messages.
 * JSON knows fewer types: a whole number becomes a long, any other a double, as in RabbitMQ. Used
 * by routes/ and present/.
 */
import type { Field, FieldTable } from '../core/field.js';
import type { JsonValue } from '../core/json.js';
import { ApiError } from './api-error.js';
import { isObject, type JsonObject } from './request.js';

/** As deep as tables may be nested on the wire. */
const DEPTH_MAX = 32;

/** Octets that are no UTF-8 are replaced, and numbers beyond 2^53 lose their last digits. */
export function jsonOfTable(table: FieldTable): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries([...table].map(([key, field]) => [key, jsonOfField(field)]));
}

export function tableOfJson(object: JsonObject, depth = 0): FieldTable {
  return new Map(Object.entries(object).map(([key, value]) => [key, fieldOf(value, depth)]));
}

function jsonOfField(field: Field): JsonValue {
  switch (field.type) {
    case 'A':
      return field.value.map(jsonOfField);
    case 'F':
      return jsonOfTable(field.value);
    case 'x':
      return Buffer.from(field.value).toString('utf8');
    case 'D':
      return field.value.unscaled / 10 ** field.value.scale;
    case 'l':
    case 'T':
      return Number(field.value);
    default:
      return field.value;
  }
}

function fieldOf(value: unknown, depth: number): Field {
  if (depth > DEPTH_MAX) throw ApiError.badRequest(`nested deeper than ${DEPTH_MAX}`);
  switch (typeof value) {
    case 'boolean':
      return { type: 't', value };
    case 'string':
      return { type: 'S', value };
    case 'number':
      // 1e400 is read as infinite. RabbitMQ cannot read it.
      if (!Number.isFinite(value)) throw ApiError.badRequest('not_json');
      return Number.isSafeInteger(value) ? { type: 'l', value } : { type: 'd', value };
    default:
      if (Array.isArray(value)) {
        return { type: 'A', value: value.map((item) => fieldOf(item, depth + 1)) };
      }
      if (isObject(value)) return { type: 'F', value: tableOfJson(value, depth + 1) };
      throw ApiError.badRequest('null_not_allowed');
  }
}
