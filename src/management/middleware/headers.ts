/**
 * The headers of every answer. JSON of the API is nothing that a browser should keep, guess the
 * type of or run.
 */
import type { Context } from 'koa';
import type { ApiNext } from '../context.js';

export async function headers(ctx: Context, next: ApiNext): Promise<void> {
  ctx.set({
    'cache-control': 'no-cache',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    // Without a charset, as RabbitMQ has it.
    'content-type': 'application/json',
    vary: 'accept, accept-encoding, origin',
    'x-content-type-options': 'nosniff',
  });
  await next();
}
