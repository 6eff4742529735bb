/** /api/log/level, which RabbitMQ has not: what is logged, and a change of it without a restart. */
import { ApiError } from '../api-error.js';
import { requireAdministrator } from '../authorize.js';
import type { ApiRouter, ManagementContext } from '../context.js';
import { field, jsonBody, requiredValue } from '../request.js';
import { respondEmpty } from '../respond.js';

export function logLevelRoutes(router: ApiRouter, { logLevels }: ManagementContext): void {
  router.get('/log/level', (ctx) => {
    requireAdministrator(ctx);
    ctx.body = logLevels.read();
  });

  router.put('/log/level', (ctx) => {
    requireAdministrator(ctx);
    const body = jsonBody(ctx);
    const level = requiredValue(body, 'level');
    const category = field(body, 'category') ?? 'default';
    const complaint = logLevels.set(String(level), String(category));
    if (complaint !== undefined) throw ApiError.badRequest(complaint);
    respondEmpty(ctx, 204);
  });
}
