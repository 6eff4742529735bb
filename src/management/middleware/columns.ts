/**
 * ?columns, ?sort and ?sort_reverse for all answers whose routes do not look at them: single
 * things, and lists that are never long.
 */
import type { ApiContext, ApiNext } from '../context.js';
import { pick, readColumns } from '../lists/columns.js';
import { readOrder } from '../lists/list-query.js';
import { compareTerms, valueAt } from '../lists/term-order.js';
import { isObject, queryOf } from '../request.js';

export async function columns(ctx: ApiContext, next: ApiNext): Promise<void> {
  await next();
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return;
  const { body } = ctx;
  if (ctx.state.hasColumns === true || !isPlain(body)) return;
  const wanted = queryOf(ctx, 'columns');
  const sorted = Array.isArray(body) ? sort(ctx, body) : body;
  if (wanted !== undefined) ctx.body = pick(sorted, readColumns(wanted));
  else if (sorted !== body) ctx.body = sorted;
}

/** Neither a stream nor bytes. */
function isPlain(body: unknown): boolean {
  if (Array.isArray(body)) return true;
  return isObject(body) && Object.getPrototypeOf(body) === Object.prototype;
}

/** Equal ones stay in their order. */
function sort(ctx: ApiContext, list: readonly unknown[]): readonly unknown[] {
  const { sort: keys, isReversed } = readOrder(ctx);
  if (keys === undefined && !isReversed) return list;
  const rows = list.map((thing) => ({ thing, key: keys && valueAt(thing, keys) }));
  if (keys !== undefined) rows.sort((a, b) => compareTerms(a.key, b.key));
  if (isReversed) rows.reverse();
  return rows.map(({ thing }) => thing);
}
