/**
 * Reads the body, bounded in size, as JSON whatever its content type says, as RabbitMQ does. What
 * is wrong with it comes up when a route asks for it: a user who may not is told that first.
 */
import { bodyParser } from '@koa/bodyparser';
import type { Middleware } from 'koa';
import { ApiError } from '../api-error.js';
import type { ApiState } from '../context.js';

/** RabbitMQ's limit; what is compressed counts as it comes out. */
export const BODY_SIZE_MAX = 20_000_000;

/** Those who read a body by themselves: it may be a form. */
const RAW = /^\/api\/(?:definitions|definitions-preview|all-configuration)(?:\/|$)/;

export function body(sizeMax = BODY_SIZE_MAX): Middleware<ApiState> {
  const parse = bodyParser({
    detectJSON: () => true,
    jsonLimit: sizeMax,
    jsonStrict: false,
    onError: (error, ctx) => {
      const isTooLarge = 'status' in error && error.status === 413;
      const reason = isTooLarge ? 'Exceeded HTTP request body size limit' : 'not_json';
      ctx.state['bodyFault'] = ApiError.badRequest(reason);
      // The rest of a body that nobody reads must not keep the connection busy.
      if (isTooLarge) ctx.set('connection', 'close');
    },
  }) as Middleware<ApiState>;
  return async (ctx, next) => {
    await (RAW.test(ctx.path) ? next() : parse(ctx, next));
  };
}
