/**
 * Answers what no route has taken, before anybody is asked for a password: 404 for an unknown path,
 * 405 with Allow for a known path and another method, and OPTIONS.
 */
import type { Context } from 'koa';
import { ApiError } from '../api-error.js';
import type { ApiNext } from '../context.js';
import { respondEmpty } from '../respond.js';

/** As the router leaves them: those whose path fits, whatever their methods. */
interface Matched {
  readonly matched?: readonly { readonly methods: readonly string[] }[];
}

/** RabbitMQ's order. */
const METHODS = ['HEAD', 'GET', 'POST', 'PUT', 'DELETE'];
const MALFORMED = /%(?![\da-f]{2})/i;

export async function unrouted(ctx: Context & Matched, next: ApiNext): Promise<void> {
  if (MALFORMED.test(ctx.path)) return respondEmpty(ctx, 400);
  await next();
  // A route that has answered has set one of them.
  if (ctx.status !== 404 || ctx.body !== undefined) return;
  const known = new Set((ctx.matched ?? []).flatMap(({ methods }) => methods));
  if (known.size === 0) throw ApiError.notFound();
  answerOther(ctx, known);
}

/** To a request whose method is none of those that the path has. */
export function answerOther(ctx: Context, known: ReadonlySet<string>): void {
  if (ctx.method === 'TRACE' || ctx.method === 'CONNECT') return respondEmpty(ctx, 501);
  ctx.set('allow', [...METHODS.filter((method) => known.has(method)), 'OPTIONS'].join(', '));
  respondEmpty(ctx, ctx.method === 'OPTIONS' ? 200 : 405);
}
