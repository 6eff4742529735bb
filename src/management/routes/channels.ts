/** /api/channels: lists them. */
import type { ClientChannel } from '../../core/client.js';
import { requireVhost } from '../authorize.js';
import { channelOrder, requireChannel, visibleChannels } from '../clients.js';
import type { ApiContext, ApiRouter } from '../context.js';
import { respondPaged, respondWhole } from '../lists/respond-list.js';
import { presentChannel, presentChannelDetails } from '../present/channel.js';
import type { RatedContext } from '../rates/rates.js';
import { param } from '../request.js';
import { requireStats } from '../stats-query.js';

export function channelsRoutes(router: ApiRouter, context: RatedContext): void {
  const { broker, nodeName } = context;
  const { clock } = broker;

  const listOf = (ctx: ApiContext, things: readonly ClientChannel[]) => {
    const view = context.rates.view(ctx);
    return {
      things,
      present: (channel: ClientChannel) =>
        Object.assign(presentChannel(channel, nodeName, clock.now), view.channel(channel)),
      nameOf: ({ name }: ClientChannel) => name,
      order: channelOrder,
    };
  };

  router.get('/channels', (ctx) => {
    requireStats(ctx);
    return respondPaged(ctx, context.compilePattern, listOf(ctx, visibleChannels(ctx, broker)));
  });

  router.get('/vhosts/:vhost/channels', (ctx) => {
    const { name } = requireVhost(ctx, broker, param(ctx, 'vhost'));
    requireStats(ctx);
    return respondWhole(ctx, listOf(ctx, visibleChannels(ctx, broker, name)));
  });

  router.get('/channels/:name', (ctx) => {
    requireStats(ctx);
    const channel = requireChannel(ctx, broker, param(ctx, 'name'));
    ctx.body = {
      ...presentChannelDetails(channel, nodeName, clock.now),
      ...context.rates.view(ctx).channel(channel),
    };
  });
}
