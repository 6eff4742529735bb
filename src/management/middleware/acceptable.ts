/** Refuses whoever takes neither JSON nor a stream of events, which is all that the API has. */
import type { ApiContext, ApiNext } from '../context.js';
import { respondEmpty } from '../respond.js';

export async function acceptable(ctx: ApiContext, next: ApiNext): Promise<void> {
  if (ctx.accepts('application/json', 'text/event-stream') === false) return respondEmpty(ctx, 406);
  await next();
}
