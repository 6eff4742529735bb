/** Answers that have no body, as RabbitMQ gives them. Used by the routes. */
import type { Context } from 'koa';

type Answering = Pick<Context, 'body' | 'remove' | 'status'>;

/** A status with nothing after it: content-length 0, no content type. */
export function respondEmpty(ctx: Answering, status: number): void {
  // With the type of JSON, koa writes nothing as "null".
  ctx.remove('content-type');
  ctx.body = null;
  ctx.status = status;
}

/** The answer to a PUT. */
export function respondPut(ctx: Answering, wasThere: boolean): void {
  respondEmpty(ctx, wasThere ? 204 : 201);
}
