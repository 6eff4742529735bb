/**
 * The HTTP API and the console's files: the order of their middleware, and nothing else. Built by
 * server.ts, which gives the handler to the HTTP port.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import Koa from 'koa';
import { consoleFiles } from './console-files.js';
import type { ManagementContext } from './context.js';
import { Logins } from './logins.js';
import { compress } from './middleware/compress.js';
import { errors } from './middleware/errors.js';
import { headers } from './middleware/headers.js';
import { spelledOut } from './middleware/spelled-out.js';
import { unrouted } from './middleware/unrouted.js';
import { apiRouter, metricsRouter } from './routes.js';

/** The owner of the data folder needs no login. */
export type ManagementHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  isLoopback: boolean,
  isOwner?: boolean,
) => void;

/** Beside the compiled broker: scripts/console.mjs puts them there. */
const CONSOLE_FOLDER = fileURLToPath(new URL('../console/site', import.meta.url));

export function createManagement(
  context: ManagementContext,
  consoleFolder = CONSOLE_FOLDER,
): ManagementHandler {
  const app = new Koa();
  /** What the port found to come from this machine: koa passes no more than the request. */
  const near = new WeakSet<IncomingMessage>();
  const owners = new WeakSet<IncomingMessage>();
  app.on('error', (error: Error) => {
    context.log.warn('an answer could not be sent', { error });
  });
  app.use(headers);
  app.use(errors(context.log));
  app.use(compress);
  app.use(consoleFiles(consoleFolder));
  app.use(unrouted);
  app.use((ctx, next) => {
    ctx.state['isLoopback'] = near.has(ctx.req);
    ctx.state['isOwner'] = owners.has(ctx.req);
    return next();
  });
  const logins = new Logins(context.broker);
  const router = apiRouter(context, logins);
  app.use(spelledOut(router));
  app.use(router.routes());
  app.use(metricsRouter(context, logins).routes());
  const handle = app.callback();
  return (request, response, isLoopback, isOwner = false) => {
    if (isLoopback) near.add(request);
    if (isOwner) owners.add(request);
    // Never rejects: koa ends each answer by itself.
    void handle(request, response);
  };
}
