/**
 * Every resource of the API. A request meets authentication only after its path and method are
 * known. Called by app.ts.
 */
import Router from '@koa/router';
import type { ApiRouter, ApiState, ManagementContext } from './context.js';
import { requireMonitoring } from './authorize.js';
import type { Logins } from './logins.js';
import { acceptable } from './middleware/acceptable.js';
import { authenticate } from './middleware/authenticate.js';
import { body } from './middleware/body.js';
import { columns } from './middleware/columns.js';
import { alivenessTestRoutes } from './routes/aliveness-test.js';
import { type RatedContext, Rates } from './rates/rates.js';
import { bindingsRoutes } from './routes/bindings.js';
import { channelsRoutes } from './routes/channels.js';
import { connectionsRoutes } from './routes/connections.js';
import { consumersRoutes } from './routes/consumers.js';
import { clusterRoutes } from './routes/cluster.js';
import { exchangesRoutes } from './routes/exchanges.js';
import { messagesRoutes } from './routes/messages.js';
import { delayedMessagesRoutes } from './routes/delayed-messages.js';
import { queueMessagesRoutes } from './routes/queue-messages.js';
import { replaysRoutes } from './routes/replays.js';
import { routingRoutes } from './routes/routing.js';
import { logLevelRoutes } from './routes/log-level.js';
import { eventsRoutes } from './routes/events.js';
import { metricsRoutes } from './routes/metrics.js';
import { definitionsRoutes } from './routes/definitions.js';
import { healthRoutes } from './routes/health.js';
import { openapi } from './openapi.js';
import { loginRoutes, loginsRoutes } from './routes/logins.js';
import { nodesRoutes } from './routes/nodes.js';
import { overviewRoutes } from './routes/overview.js';
import { globalParametersRoutes, parametersRoutes } from './routes/parameters.js';
import { permissionDecisionRoutes } from './routes/permission-decision.js';
import { permissionsRoutes, topicPermissionsRoutes } from './routes/permissions.js';
import { policiesRoutes } from './routes/policies.js';
import { queuesRoutes } from './routes/queues.js';
import { stopRoutes } from './routes/stop.js';
import { topologyRoutes } from './routes/topology.js';
import { userLimitsRoutes } from './routes/user-limits.js';
import { tracesRoutes } from './routes/traces.js';
import { usersRoutes } from './routes/users.js';
import { vhostLimitsRoutes } from './routes/vhost-limits.js';
import { vhostsRoutes } from './routes/vhosts.js';
import { whoamiRoutes } from './routes/whoami.js';

const RESOURCES: readonly ((router: ApiRouter, context: RatedContext) => void)[] = [
  alivenessTestRoutes,
  bindingsRoutes,
  channelsRoutes,
  connectionsRoutes,
  consumersRoutes,
  eventsRoutes,
  clusterRoutes,
  definitionsRoutes,
  exchangesRoutes,
  healthRoutes,
  loginsRoutes,
  nodesRoutes,
  overviewRoutes,
  globalParametersRoutes,
  logLevelRoutes,
  messagesRoutes,
  parametersRoutes,
  permissionDecisionRoutes,
  permissionsRoutes,
  policiesRoutes,
  delayedMessagesRoutes,
  queueMessagesRoutes,
  queuesRoutes,
  stopRoutes,
  replaysRoutes,
  routingRoutes,
  topicPermissionsRoutes,
  topologyRoutes,
  tracesRoutes,
  userLimitsRoutes,
  usersRoutes,
  vhostLimitsRoutes,
  vhostsRoutes,
  whoamiRoutes,
];

export function apiRouter(context: ManagementContext, logins: Logins): ApiRouter {
  const router: ApiRouter = new Router<ApiState>({ prefix: '/api', sensitive: true });
  let document: object | undefined;
  loginRoutes(router, logins);
  router.get('/openapi.json', (ctx) => {
    document ??= openapi(router, context.version);
    ctx.body = document;
  });
  router.use(acceptable, authenticate(logins), body(), columns);
  const rated = { ...context, rates: new Rates(context) };
  for (const addRoutes of RESOURCES) addRoutes(router, rated);
  return router;
}

/** For those who may see everything; prometheus.ts has a port without a login. */
export function metricsRouter({ metrics }: ManagementContext, logins: Logins): ApiRouter {
  const router: ApiRouter = new Router<ApiState>({ sensitive: true });
  router.use(authenticate(logins), (ctx, next) => {
    requireMonitoring(ctx);
    return next();
  });
  metricsRoutes(router, metrics);
  return router;
}
