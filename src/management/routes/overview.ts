/** GET /api/overview: what the broker is, and how much goes through it. */
import type { Broker } from '../../core/broker.js';
import { FOLLOWED_VERSION } from '../../core/compatibility.js';
import type { Vhost } from '../../core/vhost.js';
import { isMonitoring, visibleVhosts } from '../authorize.js';
import type { ApiRouter } from '../context.js';
import { PRESENTED_EXCHANGE_TYPES } from '../present/exchange-types.js';
import { isHttp, presentContext, presentListener } from '../present/listener.js';
import { oldestMessage } from '../present/totals.js';
import type { RatedContext } from '../rates/rates.js';
import { hasQueueTotals, hasStatsDisabled } from '../stats-query.js';
import { clusterName } from './cluster.js';

/** Seconds; longer histories are for whoever scrapes metrics. */
const RETENTION = { global: [3_600], basic: [3_600], detailed: [3_600] };

export function overviewRoutes(router: ApiRouter, context: RatedContext): void {
  const { broker, nodeName, rates } = context;

  router.get('/overview', (ctx) => {
    const vhosts = visibleVhosts(ctx, broker);
    const disabled = hasStatsDisabled(ctx);
    const bare = {
      ...presentProduct(context),
      disable_stats: disabled,
      enable_queue_totals: hasQueueTotals(ctx),
      object_totals: objectTotals(broker, vhosts),
      node: nodeName,
    };
    if (disabled) {
      ctx.body = bare;
      return;
    }
    const view = rates.view(ctx);
    const queues = vhosts.flatMap((vhost) => [...vhost.queues()]);
    const oldest = { oldest_message: oldestMessage(queues, broker.clock.now) };
    if (!isMonitoring(ctx.state.user)) {
      ctx.body = { ...bare, ...view.overviewOf(vhosts), ...oldest };
      return;
    }
    const listeners = context.listeners();
    ctx.body = {
      ...bare,
      ...view.overview(),
      ...oldest,
      statistics_db_event_queue: 0,
      listeners: listeners.map((listener) => presentListener(listener, nodeName)),
      contexts: listeners
        .filter(isHttp)
        .map((listener) => ({ node: nodeName, ...presentContext(listener) })),
    };
  });
}

function presentProduct({
  broker,
  version,
}: {
  readonly broker: Broker;
  readonly version: string;
}) {
  return {
    management_version: FOLLOWED_VERSION,
    rates_mode: 'basic',
    sample_retention_policies: RETENTION,
    exchange_types: PRESENTED_EXCHANGE_TYPES,
    product_version: version,
    product_name: 'Leveret',
    rabbitmq_version: FOLLOWED_VERSION,
    cluster_name: clusterName(broker),
    // What it runs on stands where tools look for it.
    erlang_version: `none, Node.js ${process.versions.node}`,
    erlang_full_version: `none, Node.js ${process.versions.node} [V8 ${process.versions.v8}]`,
    release_series_support_status: 'supported',
  };
}

function objectTotals(broker: Broker, vhosts: readonly Vhost[]) {
  const { channelCount } = broker.limits;
  const totals = { channels: channelCount, connections: 0, consumers: 0, exchanges: 0, queues: 0 };
  for (const vhost of vhosts) {
    totals.connections += vhost.clients.count;
    totals.exchanges += vhost.exchangeCount;
    totals.queues += vhost.queueCount;
    for (const { consumerCount } of vhost.queues()) totals.consumers += consumerCount;
  }
  return totals;
}
