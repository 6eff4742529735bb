/** /api/user-limits: how many connections and channels a user may have. */
import type { User } from '../../core/access/users.js';
import { erlangJson } from '../../core/erlang-json.js';
import { ApiError } from '../api-error.js';
import { isMonitoring, requireAdministrator, requireMonitoringOrSelf } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { presentUserLimits, USER_LIMITS } from '../present/user.js';
import { actor, jsonBody, param, requiredValue } from '../request.js';
import { respondEmpty } from '../respond.js';

const NO_LIMIT = -1;

export function userLimitsRoutes(router: ApiRouter, { broker, durably }: ManagementContext): void {
  const { users } = broker.access;
  const listed = (user: User) => {
    const value = presentUserLimits(user);
    return Object.keys(value).length === 0 ? [] : [{ user: user.name, value }];
  };
  const put = (ctx: ApiContext, name: string, limit: number) =>
    durably(() => users.put({ name, [limitOf(ctx, limit)]: limit }, actor(ctx)));

  // Of those whose limits he may see: RabbitMQ shows everybody's to everybody.
  router.get('/user-limits', (ctx) => {
    const mayMonitor = isMonitoring(ctx.state.user);
    ctx.body = [...users.all()]
      .filter(({ name }) => mayMonitor || name === ctx.state.user.name)
      .flatMap(listed);
  });

  router.get('/user-limits/:user', (ctx) => {
    requireMonitoringOrSelf(ctx, param(ctx, 'user'));
    const user = users.get(param(ctx, 'user'));
    if (user === undefined) throw ApiError.notFound();
    ctx.body = listed(user);
  });

  router.put('/user-limits/:user/:name', async (ctx) => {
    requireAdministrator(ctx);
    const name = param(ctx, 'user');
    if (users.get(name) === undefined) throw ApiError.badRequest(['no_such_user', name]);
    const value = requiredValue(jsonBody(ctx), 'value');
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
      throw ApiError.badRequest(
        `${param(ctx, 'name')} should be a number, actually was ${erlangJson(value)}`,
      );
    }
    await put(ctx, name, value);
    respondEmpty(ctx, 204);
  });

  router.delete('/user-limits/:user/:name', async (ctx) => {
    requireAdministrator(ctx);
    const name = param(ctx, 'user');
    if (users.get(name) === undefined) throw ApiError.notFound();
    await put(ctx, name, NO_LIMIT);
    respondEmpty(ctx, 204);
  });
}

function limitOf(ctx: ApiContext, value: number) {
  const name = param(ctx, 'name');
  const key = Object.entries(USER_LIMITS).find(([limit]) => limit === name)?.[1];
  if (key !== undefined) return key;
  const term = `{${erlangJson(name)},${value}}`;
  throw ApiError.badRequest(`Unrecognised terms [${term}] in user-limits`);
}
