/** /api/permissions and /api/topic-permissions, by vhost and by user; for administrators. */
import type { Broker } from '../../core/broker.js';
import { ApiError } from '../api-error.js';
import { requireAdministrator } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { presentPermission, presentTopicPermission } from '../present/permission.js';
import { actor, jsonBody, type JsonObject, param, readString, requireFields } from '../request.js';
import { respondEmpty, respondPut } from '../respond.js';

interface Place {
  readonly user: string;
  readonly vhost: string;
}

export function permissionsRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, durably } = context;
  const { permissions } = broker.access;
  addLists(router, broker, 'permissions', () => Array.from(permissions.all(), presentPermission));

  router.get('/permissions/:vhost/:user', (ctx) => {
    requireAdministrator(ctx);
    const permission = permissions.get(param(ctx, 'user'), param(ctx, 'vhost'));
    if (permission === undefined) throw ApiError.notFound();
    ctx.body = presentPermission(permission);
  });

  router.put('/permissions/:vhost/:user', async (ctx) => {
    requireAdministrator(ctx);
    const body = jsonBody(ctx);
    requireFields(body, ['configure', 'write', 'read']);
    const configure = readString(body, 'configure', '');
    const request = { ...requirePlace(ctx, broker), configure, ...readExpressions(body) };
    const isNew = await durably(() => permissions.put(request, actor(ctx)));
    respondPut(ctx, !isNew);
  });

  router.delete('/permissions/:vhost/:user', async (ctx) => {
    requireAdministrator(ctx);
    const wasThere = await durably(() =>
      permissions.delete(param(ctx, 'user'), param(ctx, 'vhost'), actor(ctx)),
    );
    if (!wasThere) throw ApiError.notFound();
    respondEmpty(ctx, 204);
  });
}

export function topicPermissionsRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, durably } = context;
  const { topicPermissions } = broker.access;
  const all = () => Array.from(topicPermissions.all(), presentTopicPermission);
  addLists(router, broker, 'topic-permissions', all);

  // With an exchange it is the same list, as in RabbitMQ.
  router.get('/topic-permissions/:vhost/:user{/:exchange}', (ctx) => {
    requireAdministrator(ctx);
    const { user, vhost } = place(ctx);
    const listed = all().filter((each) => each.user === user && each.vhost === vhost);
    if (listed.length === 0) throw ApiError.notFound();
    ctx.body = listed;
  });

  router.put('/topic-permissions/:vhost/:user', async (ctx) => {
    requireAdministrator(ctx);
    const body = jsonBody(ctx);
    requireFields(body, ['exchange', 'write', 'read']);
    const exchange = readString(body, 'exchange', '');
    const request = { ...requirePlace(ctx, broker), exchange, ...readExpressions(body) };
    const isNew = await durably(() => topicPermissions.put(request, actor(ctx)));
    respondPut(ctx, !isNew);
  });

  router.delete('/topic-permissions/:vhost/:user{/:exchange}', async (ctx) => {
    requireAdministrator(ctx);
    const { user, vhost } = place(ctx);
    const { exchange } = ctx.params;
    const wasThere = await durably(() =>
      topicPermissions.delete(user, vhost, exchange, actor(ctx)),
    );
    if (!wasThere) throw ApiError.notFound();
    respondEmpty(ctx, 204);
  });
}

/** All of them, those of a user, those of a vhost. */
function addLists(
  router: ApiRouter,
  broker: Broker,
  path: string,
  all: () => readonly Place[],
): void {
  router.get(`/${path}`, (ctx) => {
    requireAdministrator(ctx);
    ctx.body = all();
  });

  router.get(`/users/:user/${path}`, (ctx) => {
    requireAdministrator(ctx);
    const name = param(ctx, 'user');
    if (broker.access.users.get(name) === undefined) throw ApiError.notFound();
    ctx.body = all().filter(({ user }) => user === name);
  });

  router.get(`/vhosts/:vhost/${path}`, (ctx) => {
    requireAdministrator(ctx);
    const name = param(ctx, 'vhost');
    if (broker.vhost(name) === undefined) throw ApiError.notFound();
    ctx.body = all().filter(({ vhost }) => vhost === name);
  });
}

function place(ctx: ApiContext): Place {
  return { user: param(ctx, 'user'), vhost: param(ctx, 'vhost') };
}

function requirePlace(ctx: ApiContext, broker: Broker): Place {
  const { user, vhost } = place(ctx);
  if (broker.vhost(vhost) === undefined || broker.access.users.get(user) === undefined) {
    throw ApiError.badRequest('vhost_or_user_not_found');
  }
  return { user, vhost };
}

function readExpressions(body: JsonObject) {
  return { write: readString(body, 'write', ''), read: readString(body, 'read', '') };
}
