/**
 * Every resource of the API. A request meets authentication only after its path and method are
 * known. Called by app.ts.
 */
import Router from '@koa/router';
import type { ApiRouter, ApiState, ManagementContext } from './context.js';
import { acceptable } from './middleware/acceptable.js';
import { authenticate } from './middleware/authenticate.js';
import { body } from './middleware/body.js';
import { vhostsRoutes } from './routes/vhosts.js';
import { whoamiRoutes } from './routes/whoami.js';

const RESOURCES: readonly ((router: ApiRouter, context: ManagementContext) => void)[] = [
  vhostsRoutes,
  whoamiRoutes,
];

export function apiRouter(context: ManagementContext): ApiRouter {
  const router: ApiRouter = new Router<ApiState>({ prefix: '/api', sensitive: true });
  router.use(acceptable, authenticate(context.broker), body());
  for (const addRoutes of RESOURCES) addRoutes(router, context);
  return router;
}
