/**
 * /api/stop, which RabbitMQ has not: ends the broker as a signal would, for the owner of the data
 * folder and nobody else.
 */
import { ApiError } from '../api-error.js';
import type { ApiRouter, ManagementContext } from '../context.js';

export function stopRoutes(router: ApiRouter, { stop }: ManagementContext): void {
  router.post('/stop', (ctx) => {
    if (!ctx.state.isOwner) {
      throw ApiError.notAuthorised('only the owner of the data folder may stop the broker');
    }
    // When the answer is on its way.
    ctx.res.once('close', stop);
    ctx.body = { pid: process.pid };
  });
}
