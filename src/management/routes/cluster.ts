/**
 * What RabbitMQ answers about a cluster and its parts: its name, feature flags, extensions of its
 * console, rebalancing. One node has little to say, but tools ask.
 */
import type { Broker } from '../../core/broker.js';
import { ApiError } from '../api-error.js';
import { requireAdministrator } from '../authorize.js';
import type { ApiRouter, ManagementContext } from '../context.js';
import { actor, jsonBody, param, requiredValue } from '../request.js';
import { respondEmpty } from '../respond.js';

const CLUSTER_NAME = 'cluster_name';

/** RabbitMQ's feature flags whose features are there, and cannot be switched off. */
const FEATURES: Readonly<Record<string, string>> = {
  drop_unroutable_metric: 'Count unroutable publishes to be dropped in stats',
  empty_basic_get_metric: 'Count AMQP `basic.get` on empty queues in stats',
  implicit_default_bindings: 'Default bindings are implicit, instead of being stored',
  quorum_queue: 'Support queues of type `quorum`',
  user_limits: 'Configure connection and channel limits for a user',
  virtual_host_metadata: 'Virtual host metadata (description, tags, etc)',
};

export function clusterRoutes(router: ApiRouter, { broker, durably }: ManagementContext): void {
  router.get('/cluster-name', (ctx) => {
    ctx.body = { name: clusterName(broker) };
  });

  router.put('/cluster-name', async (ctx) => {
    requireAdministrator(ctx);
    const name = requiredValue(jsonBody(ctx), 'name');
    if (typeof name !== 'string') throw ApiError.badRequest(['not_string', name]);
    await durably(() => broker.globalParameters.put(CLUSTER_NAME, name, actor(ctx)));
    respondEmpty(ctx, 204);
  });

  router.get('/extensions', (ctx) => {
    ctx.body = [];
  });

  router.get('/feature-flags', (ctx) => {
    ctx.body = Object.entries(FEATURES).map(([name, desc]) => ({
      name,
      desc,
      doc_url: '',
      state: 'enabled',
      stability: 'stable',
      provided_by: 'leveret',
    }));
  });

  router.put('/feature-flags/:name/enable', (ctx) => {
    requireAdministrator(ctx);
    if (!Object.hasOwn(FEATURES, param(ctx, 'name'))) throw ApiError.badRequest('unsupported');
    respondEmpty(ctx, 204);
  });

  router.get(['/deprecated-features', '/deprecated-features/used'], (ctx) => {
    ctx.body = [];
  });

  router.post('/rebalance/queues', (ctx) => {
    requireAdministrator(ctx);
    respondEmpty(ctx, 204);
  });

  // Counters only grow, for those who compute rates of them: there is nothing to reset.
  router.delete(['/reset', '/reset/:node'], (ctx) => {
    requireAdministrator(ctx);
    respondEmpty(ctx, 204);
  });
}

/** What an operator has called it, or the name of the node. */
export function clusterName({ globalParameters, nodeName }: Broker): string {
  const name = globalParameters.get(CLUSTER_NAME);
  return typeof name === 'string' ? name : nodeName;
}
