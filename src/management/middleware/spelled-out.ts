/**
 * A path that a route spells out is never taken for one with a name in it: /api/users/bulk-delete
 * is no user. Other methods than its own are answered with 405, as in RabbitMQ.
 */
import type { Context } from 'koa';
import type { ApiNext, ApiRouter } from '../context.js';
import { answerOther } from './unrouted.js';

const VARIABLE = /[:*{]/;

/** All of the routes have to be there. */
export function spelledOut(router: ApiRouter) {
  const methodsOf = new Map<string, Set<string>>();
  for (const { path, methods } of router.stack) {
    if (typeof path !== 'string' || VARIABLE.test(path) || methods.length === 0) continue;
    const known = methodsOf.get(path) ?? new Set();
    for (const method of methods) known.add(method);
    methodsOf.set(path, known);
  }
  return async (ctx: Context, next: ApiNext): Promise<void> => {
    // The router takes a slash at the end for none.
    const known = methodsOf.get(ctx.path.replace(/\/$/, ''));
    if (known === undefined || known.has(ctx.method)) await next();
    else answerOther(ctx, known);
  };
}
