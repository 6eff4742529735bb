/**
 * Answers with a list: filtered, sorted, a page of it or all, and of each thing the columns that
 * are asked for. Things are presented one by one at the end: what does not come is not made, and to
 * sort many thousand reads one value of each. Used by the routes.
 */
import { Readable } from 'node:stream';
import type { CompilePattern } from '../../core/pattern.js';
import { ApiError } from '../api-error.js';
import type { ApiContext } from '../context.js';
import { queryOf } from '../request.js';
import { forEachInTurns } from '../turns.js';
import { type Columns, pick, readColumns } from './columns.js';
import { firstInOrder } from './first-in-order.js';
import { jsonList } from './json-list.js';
import { type OrderQuery, type PageQuery, readOrder, readPage } from './list-query.js';
import { compareTerms, valueAt } from './term-order.js';

export interface List<T> {
  readonly things: readonly T[];
  readonly present: (thing: T) => object;
  readonly nameOf: (thing: T) => string;
  /**
   * Of things whose sort keys are equal, and of all where no key is given. Without it they stay in
   * the order that they have.
   */
  readonly order?: (a: T, b: T) => number;
  /** How a sort key is read without presenting the thing; undefined if there is no such way. */
  readonly readerOf?: (keys: readonly string[]) => Reader<T> | undefined;
  /** How some columns are made without presenting the whole thing; likewise. */
  readonly pickerOf?: (columns: Columns) => ((thing: T) => object) | undefined;
}

export type Reader<T> = (thing: T) => unknown;

/** RabbitMQ's envelope. */
export interface Page {
  readonly filtered_count: number;
  readonly item_count: number;
  readonly items: readonly unknown[];
  readonly page: number;
  readonly page_count: number;
  readonly page_size: number;
  readonly total_count: number;
}

interface Row<T> {
  readonly thing: T;
  readonly key: unknown;
  readonly index: number;
}

/** A list of more is written in turns. */
const AT_ONCE = 256;

/** For the lists that RabbitMQ gives page by page if it is asked. */
export async function respondPaged<T>(
  ctx: ApiContext,
  compile: CompilePattern,
  list: List<T>,
): Promise<void> {
  const page = readPage(ctx, compile);
  if (page === undefined) return respondWhole(ctx, list);
  const { things } = list;
  const wanted = await filter(list, page.isWanted);
  const start = (page.number - 1) * page.size;
  if (start > wanted.length) throw outOfRange(page, wanted.length);
  const end = Math.min(start + page.size, wanted.length);
  const sorted = await sort({ ...list, things: wanted }, readOrder(ctx), end);
  const items = sorted.slice(start, end).map(presenter(ctx, list));
  const body: Page = {
    filtered_count: wanted.length,
    item_count: items.length,
    items,
    page: page.number,
    page_count: Math.ceil(wanted.length / page.size),
    page_size: page.size,
    total_count: things.length,
  };
  ctx.state.hasColumns = true;
  ctx.body = body;
}

/** For the others: a page is not looked at. */
export async function respondWhole<T>(ctx: ApiContext, list: List<T>): Promise<void> {
  const sorted = await sort(list, readOrder(ctx), list.things.length);
  const present = presenter(ctx, list);
  ctx.state.hasColumns = true;
  if (sorted.length <= AT_ONCE) ctx.body = sorted.map(present);
  else ctx.body = Readable.from(jsonList(sorted, present), { objectMode: false });
}

function presenter<T>(ctx: ApiContext, { present, pickerOf }: List<T>): (thing: T) => unknown {
  const columns = queryOf(ctx, 'columns');
  if (columns === undefined) return present;
  const wanted = readColumns(columns);
  return pickerOf?.(wanted) ?? ((thing) => pick(present(thing), wanted));
}

async function filter<T>(
  { things, nameOf }: List<T>,
  isWanted: PageQuery['isWanted'],
): Promise<readonly T[]> {
  if (isWanted === undefined) return things;
  const wanted: T[] = [];
  await forEachInTurns(things, (thing) => {
    if (isWanted(nameOf(thing))) wanted.push(thing);
  });
  return wanted;
}

/** The first `count`. */
async function sort<T>(list: List<T>, query: OrderQuery, count: number): Promise<T[]> {
  const { things, order } = list;
  const sign = query.isReversed ? -1 : 1;
  if (query.sort === undefined) {
    if (order !== undefined) return firstInOrder(things, count, (a, b) => sign * order(a, b));
    return (query.isReversed ? [...things].reverse() : things).slice(0, count);
  }
  const { sort: keys } = query;
  const read = list.readerOf?.(keys) ?? ((thing: T) => valueAt(list.present(thing), keys));
  const rows: Row<T>[] = [];
  await forEachInTurns(things, (thing) => {
    rows.push({ thing, key: read(thing), index: rows.length });
  });
  const compare = (a: Row<T>, b: Row<T>): number =>
    compareTerms(a.key, b.key) || (order?.(a.thing, b.thing) ?? a.index - b.index);
  const first = await firstInOrder(rows, count, (a, b) => sign * compare(a, b));
  return first.map(({ thing }) => thing);
}

function outOfRange({ numberText, size }: PageQuery, count: number): ApiError {
  const reason = `Page out of range, page: ${numberText} page size: ${size}, len: ${count}`;
  return new ApiError(400, 'page_out_of_range', reason);
}
