/** /api/users: users, their tags and passwords; for administrators. */
import type { PasswordHash } from '../../core/access/password-hashing.js';
import type { User } from '../../core/access/users.js';
import { ApiError } from '../api-error.js';
import { requireAdministrator } from '../authorize.js';
import type { ApiRouter, ManagementContext } from '../context.js';
import { presentUser } from '../present/user.js';
import { actor, field, jsonBody, type JsonObject, param, requireFields } from '../request.js';
import { respondEmpty, respondPut } from '../respond.js';
import { hashOf, NO_PASSWORD, readUser } from '../user-body.js';

export function usersRoutes(router: ApiRouter, { broker, durably }: ManagementContext): void {
  const { access } = broker;
  const sorted = (users: Iterable<User>) =>
    [...users].sort((a, b) => (a.name < b.name ? -1 : 1)).map(presentUser);

  router.get('/users', (ctx) => {
    requireAdministrator(ctx);
    ctx.body = sorted(access.users.all());
  });

  router.get('/users/without-permissions', (ctx) => {
    requireAdministrator(ctx);
    const known = new Set(Array.from(access.permissions.all(), ({ user }) => user));
    ctx.body = sorted([...access.users.all()].filter(({ name }) => !known.has(name)));
  });

  router.post('/users/bulk-delete', async (ctx) => {
    requireAdministrator(ctx);
    const names = readNames(jsonBody(ctx));
    const unknown = names.find((name) => access.users.get(name) === undefined);
    if (unknown !== undefined) throw ApiError.badRequest(['no_such_user', unknown]);
    await durably(() => {
      for (const name of names) access.deleteUser(name, actor(ctx));
    });
    respondEmpty(ctx, 204);
  });

  // RabbitMQ 4.x: for a password_hash without a hashing_algorithm beside it.
  router.get('/auth/hash_password/:password', async (ctx) => {
    requireAdministrator(ctx);
    const { passwordHash } = await new Promise<PasswordHash>((resolve) => {
      access.hashPassword(param(ctx, 'password'), resolve, NO_PASSWORD.hashingAlgorithm);
    });
    ctx.body = { ok: passwordHash };
  });

  router.get('/users/:user', (ctx) => {
    requireAdministrator(ctx);
    const user = access.users.get(param(ctx, 'user'));
    if (user === undefined) throw ApiError.notFound();
    ctx.body = presentUser(user);
  });

  router.put('/users/:user', async (ctx) => {
    requireAdministrator(ctx);
    const name = param(ctx, 'user');
    const said = readUser(jsonBody(ctx));
    const hash = await hashOf(said, access);
    const wasThere = access.users.get(name) !== undefined;
    await durably(() => access.users.put({ name, tags: said.tags, ...hash }, actor(ctx)));
    respondPut(ctx, wasThere);
  });

  router.delete('/users/:user', async (ctx) => {
    requireAdministrator(ctx);
    const wasThere = await durably(() => access.deleteUser(param(ctx, 'user'), actor(ctx)));
    if (!wasThere) throw ApiError.notFound();
    respondEmpty(ctx, 204);
  });
}

function readNames(body: JsonObject): string[] {
  requireFields(body, ['users']);
  const names = field(body, 'users');
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  throw ApiError.badRequest(['not_a_list_of_names', names]);
}
