/** /api/consumers: lists them; to cancel one is ours, RabbitMQ has no such thing. */
import type { Broker } from '../../core/broker.js';
import type { ClientChannel } from '../../core/client.js';
import type { Vhost } from '../../core/vhost.js';
import { ApiError } from '../api-error.js';
import { isMonitoring } from '../authorize.js';
import { requireOwnOrTag } from '../clients.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { presentConsumersOf } from '../present/consumer.js';
import { actor, param } from '../request.js';
import { respondEmpty } from '../respond.js';
import { requireStats } from '../stats-query.js';

export function consumersRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, nodeName, durably } = context;

  const list = (ctx: ApiContext, vhosts: Iterable<Vhost>) => {
    requireStats(ctx);
    const { user } = ctx.state;
    const seesAll = isMonitoring(user);
    return [...vhosts]
      .flatMap((vhost) => [...vhost.queues()])
      .flatMap((queue) => presentConsumersOf(queue, nodeName))
      .filter(({ channel_details: { user: owner } }) => seesAll || owner === user.name);
  };

  router.get('/consumers', (ctx) => {
    ctx.body = list(ctx, broker.vhosts());
  });

  router.get('/consumers/:vhost', (ctx) => {
    ctx.body = list(ctx, [requireAnyVhost(ctx, broker)]);
  });

  router.delete('/consumers/:vhost/:holder/:tag', async (ctx) => {
    const vhost = requireAnyVhost(ctx, broker);
    const tag = param(ctx, 'tag');
    const channels = channelsOf(vhost, param(ctx, 'holder'));
    const concerned = channels.filter(({ consumers }) => consumers.has(tag));
    const [first] = concerned;
    if (first === undefined) throw ApiError.notFound();
    requireOwnOrTag(ctx, first.client.user);
    // With its last consumer an auto-delete queue goes.
    await durably(() => {
      for (const channel of concerned) channel.cancelConsumer(tag, actor(ctx));
    });
    respondEmpty(ctx, 204);
  });
}

/** Of one connection: that of this name, or those of the connection of this name. */
function channelsOf({ clients }: Vhost, name: string): ClientChannel[] {
  for (const { facts } of clients.all()) {
    if (facts.name === name) return [...facts.channels()];
    const found = [...facts.channels()].filter((channel) => channel.name === name);
    if (found.length > 0) return found;
  }
  return [];
}

/** As in RabbitMQ: who may see the consumers in it depends on whose they are, not on the vhost. */
function requireAnyVhost(ctx: ApiContext, broker: Broker): Vhost {
  const vhost = broker.vhost(param(ctx, 'vhost'));
  if (vhost === undefined) throw ApiError.notFound();
  return vhost;
}
