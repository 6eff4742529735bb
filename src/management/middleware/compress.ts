/**
 * Compresses JSON for whoever takes it so, unless it is small: on other threads, and a long list
 * piece by piece as it is written. A stream of events passes as it is, and so does what has been
 * compressed already. Used by ../app.ts; routes/metrics.ts compresses its text in the same way.
 */
import { Readable, pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { constants, createGzip, gzip } from 'node:zlib';
import type { Context } from 'koa';
import type { ApiNext } from '../context.js';

/** RabbitMQ's. */
const SIZE_MIN = 300;
const OPTIONS = { level: constants.Z_BEST_SPEED };

const gzipInOnePiece = promisify<Uint8Array, typeof OPTIONS, Buffer>(gzip);

export async function compress(ctx: Context, next: ApiNext): Promise<void> {
  await next();
  const body: unknown = ctx.body;
  if (body === undefined || body === null || ctx.method === 'HEAD' || !isJson(ctx)) return;
  if (!takesGzip(ctx)) return;
  if (body instanceof Readable) {
    ctx.body = gzipped(body);
  } else {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(textOf(body));
    const isSmall = bytes.length < SIZE_MIN;
    ctx.body = isSmall ? bytes : await gzipInOnePiece(bytes, OPTIONS);
    if (isSmall) return;
  }
  ctx.set('content-encoding', 'gzip');
}

export function takesGzip(ctx: Context): boolean {
  return ctx.acceptsEncodings('gzip', 'identity') === 'gzip';
}

export function gzipped(stream: Readable): Readable {
  return pipeline(stream, createGzip(OPTIONS), () => {
    // Koa hears of it at the other end.
  });
}

/** One that is written here, past koa, never is. */
function isJson(ctx: Context): boolean {
  const isOurs = ctx.respond !== false && !ctx.res.hasHeader('content-encoding');
  return isOurs && ctx.type === 'application/json';
}

/** As koa writes it. */
function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
