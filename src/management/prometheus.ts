/**
 * What the port for Prometheus answers: /metrics and nothing else, to whoever may connect, as in
 * RabbitMQ. Built by server.ts.
 */
import type { RequestListener } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import type { Metrics } from './metrics/metrics.js';
import { metricsRoutes } from './routes/metrics.js';

export function createPrometheus(
  metrics: Metrics,
  log: { warn(message: string, fields: Readonly<Record<string, unknown>>): void },
): RequestListener {
  const app = new Koa();
  app.on('error', (error: Error) => {
    log.warn('metrics could not be sent', { error });
  });
  const router = new Router({ sensitive: true });
  metricsRoutes(router, metrics);
  app.use(router.routes()).use(router.allowedMethods());
  const handle = app.callback();
  return (request, response) => {
    // Never rejects: koa ends each answer by itself.
    void handle(request, response);
  };
}
