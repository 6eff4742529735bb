/**
 * GET /metrics and its kin, with RabbitMQ's paths: all in sums, each object, groups by choice
 * (`family`, `vhost`), and memory. Used by ../routes.ts behind a login, and by ../prometheus.ts on
 * a port of its own.
 */
import { Readable } from 'node:stream';
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { Metrics } from '../metrics/metrics.js';
import type { ScrapeRequest } from '../metrics/scrape.js';
import { gzipped, takesGzip } from '../middleware/compress.js';

const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export function metricsRoutes<S>(router: Router<S>, metrics: Metrics): void {
  const answer = (ctx: Context, request: ScrapeRequest): void => {
    const text = Readable.from(metrics.scrape(request), { objectMode: false });
    ctx.set('content-type', CONTENT_TYPE);
    ctx.vary('accept-encoding');
    if (!takesGzip(ctx)) {
      ctx.body = text;
      return;
    }
    ctx.set('content-encoding', 'gzip');
    ctx.body = gzipped(text);
  };
  router.get('/metrics', (ctx) => answer(ctx, { endpoint: 'aggregated' }));
  router.get('/metrics/per-object', (ctx) => answer(ctx, { endpoint: 'per-object' }));
  router.get('/metrics/memory-breakdown', (ctx) => answer(ctx, { endpoint: 'memory-breakdown' }));
  router.get('/metrics/detailed', (ctx) => {
    const families = new Set(valuesOf(ctx, 'family'));
    const vhosts = valuesOf(ctx, 'vhost');
    answer(ctx, {
      endpoint: 'detailed',
      families,
      vhosts: vhosts.length === 0 ? undefined : new Set(vhosts),
    });
  });
}

/** All that the query has under this name. */
function valuesOf(ctx: Context, name: string): string[] {
  return [ctx.query[name] ?? []].flat();
}
