/** Logins: how one is made (/api/auth, /api/login), and how many there have been. */
import { bodyParser } from '@koa/bodyparser';
import { ApiError } from '../api-error.js';
import { requireMonitoring } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { type LoginCounts, loginCounts, type Logins } from '../logins.js';
import { isObject, param } from '../request.js';
import { respondEmpty } from '../respond.js';

/** Room for a name and a password. */
const FORM_SIZE_MAX = 4_096;

/** Those that need no login. */
export function loginRoutes(router: ApiRouter, logins: Logins): void {
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
      if (typeof username !== 'string' || typeof password !== 'string') {
        throw ApiError.loginFailed();
      }
      await logins.admit({ name: username, password }, ctx);
      ctx.set('content-type', 'text/plain');
      ctx.body = 'ok';
    },
  );
}

export function loginsRoutes(router: ApiRouter, { broker, nodeName }: ManagementContext): void {
  /** What was counted when somebody last asked to start anew: counters themselves only grow. */
  let forgotten: readonly LoginCounts[] = [];
  const requireNode = (ctx: ApiContext): void => {
    requireMonitoring(ctx);
    if (param(ctx, 'node') !== nodeName) throw ApiError.notFound();
  };

  router.get('/auth/attempts/:node', (ctx) => {
    requireNode(ctx);
    ctx.body = loginCounts(broker.counters).map(({ protocol, admitted, refused }) => {
      const before = forgotten.find((counts) => counts.protocol === protocol);
      const succeeded = admitted - (before?.admitted ?? 0);
      const failed = refused - (before?.refused ?? 0);
      return {
        protocol,
        auth_attempts: succeeded + failed,
        auth_attempts_failed: failed,
        auth_attempts_succeeded: succeeded,
      };
    });
  });

  router.get('/auth/attempts/:node/source', (ctx) => {
    requireNode(ctx);
    ctx.body = [];
  });

  router.delete(['/auth/attempts/:node', '/auth/attempts/:node/source'], (ctx) => {
    requireNode(ctx);
    forgotten = loginCounts(broker.counters);
    respondEmpty(ctx, 204);
  });
}
