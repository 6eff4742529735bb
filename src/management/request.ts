/**
 * Reads what a request says: parts of its path, and fields of its JSON body, with RabbitMQ's texts
 * for what is wrong. Used by the routes.
 */
import type { Owner } from '../core/consumer.js';
import type { JsonValue } from '../core/json.js';
import { ApiError } from './api-error.js';
import type { ApiContext } from './context.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A part of the path; the router has undone its percent-encoding. */
export function param(ctx: ApiContext, name: string): string {
  return ctx.params[name] ?? '';
}

/** As paths and permissions call it. */
export const DEFAULT_EXCHANGE = 'amq.default';

/** Paths cannot hold the empty name of the default exchange. */
export function exchangeName(part: string): string {
  return part === DEFAULT_EXCHANGE ? '' : part;
}

/** Of ?name=value; the first, if there are several. */
export function queryOf(ctx: ApiContext, name: string): string | undefined {
  const value = ctx.query[name];
  return Array.isArray(value) ? value[0] : value;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Of ?name=5. */
export function queryInteger(
  ctx: ApiContext,
  name: string,
  otherwise: number,
  { min, max }: Range,
): number {
  const text = queryOf(ctx, name);
  if (text === undefined || text === '') return otherwise;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : -1;
  if (value >= min && value <= max) return value;
  throw ApiError.badRequest(`${name} has to be a whole number from ${min} to ${max}`);
}

/** Who does what the request asks for, as events tell it. */
export function actor(ctx: ApiContext): Owner {
  return { name: 'the HTTP API', user: ctx.state.user.name };
}

/** An absent body is an empty object. */
export function jsonBody(ctx: ApiContext): JsonObject {
  if (ctx.state.bodyFault !== undefined) throw ctx.state.bodyFault;
  const body: unknown = ctx.request.body;
  if (body === undefined || body === '') return {};
  if (typeof body === 'string') {
    throw ApiError.badRequest(
      'invalid payload: the request body JSON-decoded to a string. ' +
        'Is the input doubly-JSON-encoded?',
    );
  }
  if (!isObject(body)) throw ApiError.badRequest('not_json');
  return body;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Own fields only: a body cannot reach what every object inherits. */
export function field(body: JsonObject, key: string): unknown {
  return Object.hasOwn(body, key) ? body[key] : undefined;
}

/** So much is on one line when Erlang prints. */
const LINE_MAX = 78;

export function requireFields(body: JsonObject, keys: readonly string[]): void {
  const missing = keys.filter((key) => field(body, key) === undefined);
  if (missing.length === 0) return;
  const terms = missing.map((key) => `{key_missing,${key}}`);
  const line = `[${terms.join(',')}]`;
  throw ApiError.badRequest(line.length <= LINE_MAX ? line : `[${terms.join(',\n ')}]`);
}

/** What came out of JSON is a value of it. */
export function jsonValue(body: JsonObject, key: string): JsonValue | undefined {
  return field(body, key) as JsonValue | undefined;
}

/** Of which the body is nothing without it. */
export function requiredValue(body: JsonObject, key: string): JsonValue {
  requireFields(body, [key]);
  return jsonValue(body, key) ?? null;
}

/** RabbitMQ takes "true" and "false" too. */
export function readBoolean(body: JsonObject, key: string, otherwise: boolean): boolean {
  const value = field(body, key);
  if (value === undefined) return otherwise;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw ApiError.badRequest(['not_boolean', value]);
}

/** RabbitMQ takes digits in a string too. */
export function readInteger(body: JsonObject, key: string, otherwise: number): number {
  const value = field(body, key);
  if (value === undefined) return otherwise;
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw ApiError.badRequest(['not_integer', value]);
}

export function readString(body: JsonObject, key: string, otherwise: string): string {
  const value = field(body, key);
  if (value === undefined) return otherwise;
  if (typeof value === 'string') return value;
  throw ApiError.badRequest(['not_string', value]);
}

export function readObject(body: JsonObject, key: string): JsonObject {
  const value = field(body, key);
  if (value === undefined) return {};
  if (isObject(value)) return value;
  throw ApiError.badRequest(['not_object', value]);
}
