/** Logins: how one is made (/api/auth, /api/login), and how many there have been. */
import { bodyParser } from '@koa/bodyparser';
import { logIn } from '../middleware/authenticate.js';
import { ApiError } from '../api-error.js';
import { requireManagement, requireMonitoring } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { isObject, param } from '../request.js';
import { respondEmpty } from '../respond.js';

/** Room for a name and a password. */
const FORM_SIZE_MAX = 4_096;

/** Those that need no login. */
export function loginRoutes(router: ApiRouter, { broker }: ManagementContext): void {
  router.get('/auth', (ctx) => {
    ctx.body = { enable_uaa: false, oauth_enabled: false, uaa_client_id: '', uaa_location: '' };
  });

  // RabbitMQ sets a cookie, which pages of strangers could borrow; here the browser keeps nothing.
  router.post(
    '/login',
    bodyParser({ enableTypes: ['form'], formLimit: FORM_SIZE_MAX, onError: () => {} }),
    async (ctx) => {
      const form: unknown = ctx.request.body;
      const { username, password } = isObject(form) ? form : {};
      if (typeof username !== 'string' || typeof password !== 'string') throw loginFailed();
      const login = await logIn(broker, { name: username, password }, ctx);
      if (login.refusal === 'too many failures') throw ApiError.throttled();
      if (login.user === undefined) throw loginFailed();
      requireManagement(login.user);
      ctx.set('content-type', 'text/plain');
      ctx.body = 'ok';
    },
  );
}

export function loginsRoutes(router: ApiRouter, { broker, nodeName }: ManagementContext): void {
  const { counters } = broker;
  /** What was counted when somebody last asked to start anew: counters themselves only grow. */
  let forgotten = { admitted: 0, refused: 0 };
  const requireNode = (ctx: ApiContext): void => {
    requireMonitoring(ctx);
    if (param(ctx, 'node') !== nodeName) throw ApiError.notFound();
  };

  router.get('/auth/attempts/:node', (ctx) => {
    requireNode(ctx);
    const succeeded = counters.loginsAdmitted - forgotten.admitted;
    const failed = counters.loginsRefused - forgotten.refused;
    ctx.body = [
      {
        protocol: 'amqp091',
        auth_attempts: succeeded + failed,
        auth_attempts_failed: failed,
        auth_attempts_succeeded: succeeded,
      },
    ];
  });

  router.get('/auth/attempts/:node/source', (ctx) => {
    requireNode(ctx);
    ctx.body = [];
  });

  router.delete(['/auth/attempts/:node', '/auth/attempts/:node/source'], (ctx) => {
    requireNode(ctx);
    forgotten = { admitted: counters.loginsAdmitted, refused: counters.loginsRefused };
    respondEmpty(ctx, 204);
  });
}

function loginFailed(): ApiError {
  return new ApiError(401, 'not_authorized', 'Login failed');
}
