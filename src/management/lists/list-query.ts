/**
 * What a request for a list asks for: page, filter, order and columns, with RabbitMQ's texts for
 * what is wrong. Used by respond-list.ts.
 */
import { BrokerError } from '../../core/errors.js';
import type { CompilePattern } from '../../core/pattern.js';
import { ApiError } from '../api-error.js';
import type { ApiContext } from '../context.js';
import { queryOf } from '../request.js';

export interface PageQuery {
  /** From 1. */
  readonly number: number;
  /** How the client wrote it, for it may be larger than any number. */
  readonly numberText: string;
  readonly size: number;
  /** Which names are wanted; undefined for all. */
  readonly isWanted: ((name: string) => boolean) | undefined;
}

export interface OrderQuery {
  /** The way to a value: ["message_stats", "publish"]; undefined for the list's own order. */
  readonly sort: readonly string[] | undefined;
  readonly isReversed: boolean;
}

const SIZE_DEFAULT = 100;
const SIZE_MAX = 500;

/** Undefined if no page is asked for; then nothing is filtered, as in RabbitMQ. */
export function readPage(ctx: ApiContext, compile: CompilePattern): PageQuery | undefined {
  const number = readInteger(ctx, 'page');
  const size = readInteger(ctx, 'page_size');
  if (number === undefined) return undefined;
  if (number < 1n || (size !== undefined && (size < 1n || size > SIZE_MAX))) {
    throw new ApiError(
      400,
      'invalid_pagination_parameters',
      `Invalid pagination parameters: page number ${number}, page size ${size ?? 'undefined'}`,
    );
  }
  return {
    number: Number(number),
    numberText: String(number),
    size: Number(size ?? SIZE_DEFAULT),
    isWanted: readFilter(ctx, compile),
  };
}

export function readOrder(ctx: ApiContext): OrderQuery {
  const sort = (queryOf(ctx, 'sort') ?? '').split('.').filter((key) => key !== '');
  return {
    sort: sort.length === 0 ? undefined : sort,
    isReversed: readReversed(ctx),
  };
}

/** RabbitMQ breaks off over any other word. */
function readReversed(ctx: ApiContext): boolean {
  const word = queryOf(ctx, 'sort_reverse') ?? '';
  if (word === 'true') return true;
  if (word === 'false' || word === '') return false;
  throw ApiError.badRequest(['not_boolean', word]);
}

/** Upper and lower case are the same. */
function readFilter(ctx: ApiContext, compile: CompilePattern): PageQuery['isWanted'] {
  const name = queryOf(ctx, 'name');
  if (name === undefined || name === '') return undefined;
  if (queryOf(ctx, 'use_regex') === 'true') return readPattern(name, compile);
  const wanted = name.toLowerCase();
  return (text) => text.toLowerCase().includes(wanted);
}

function readPattern(source: string, compile: CompilePattern): (text: string) => boolean {
  try {
    return compile(source, true);
  } catch (error) {
    if (error instanceof BrokerError) throw invalid();
    throw error;
  }
}

function readInteger(ctx: ApiContext, name: string): bigint | undefined {
  const text = queryOf(ctx, name);
  if (text === undefined) return undefined;
  if (!/^[+-]?\d+$/.test(text)) throw invalid();
  return BigInt(text.replace('+', ''));
}

function invalid(): ApiError {
  return ApiError.badRequest('Pagination parameters are invalid');
}
