/** /api/vhost-limits: the parameter that holds them, one limit at a time. */
import type { JsonObject } from '../../core/json.js';
import { isJsonObject } from '../../core/json.js';
import { ApiError } from '../api-error.js';
import { requireAdministrator, requireVhost, visibleVhosts } from '../authorize.js';
import type { ApiRouter, ManagementContext } from '../context.js';
import { actor, jsonBody, param, requiredValue } from '../request.js';
import { respondEmpty } from '../respond.js';

const COMPONENT = 'vhost-limits';
const NAME = 'limits';

export function vhostLimitsRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, durably } = context;
  const { parameters } = broker;
  const listed = (vhost: string) =>
    parameters.all(COMPONENT, vhost).map(({ value }) => ({ vhost, value }));
  const current = (vhost: string): JsonObject => {
    const value = parameters.get(COMPONENT, vhost, NAME)?.value;
    return isJsonObject(value) ? value : {};
  };

  router.get('/vhost-limits', (ctx) => {
    ctx.body = visibleVhosts(ctx, broker).flatMap(({ name }) => listed(name));
  });

  router.get('/vhost-limits/:vhost', (ctx) => {
    ctx.body = listed(requireVhost(ctx, broker, param(ctx, 'vhost')).name);
  });

  router.put('/vhost-limits/:vhost/:name', async (ctx) => {
    requireAdministrator(ctx);
    const vhost = requireVhost(ctx, broker, param(ctx, 'vhost')).name;
    const limit = requiredValue(jsonBody(ctx), 'value');
    await durably(() => {
      const value = { ...current(vhost), [param(ctx, 'name')]: limit };
      parameters.put({ component: COMPONENT, vhost, name: NAME, value }, actor(ctx));
    });
    respondEmpty(ctx, 204);
  });

  router.delete('/vhost-limits/:vhost/:name', async (ctx) => {
    requireAdministrator(ctx);
    const vhost = param(ctx, 'vhost');
    if (broker.vhost(vhost) === undefined) throw ApiError.notFound();
    await durably(() => {
      const { [param(ctx, 'name')]: _gone, ...value } = current(vhost);
      parameters.put({ component: COMPONENT, vhost, name: NAME, value }, actor(ctx));
    });
    respondEmpty(ctx, 204);
  });
}
