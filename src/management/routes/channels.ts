/** /api/channels: lists them. */
import type { ClientChannel } from '../../core/client.js';
import { requireVhost } from '../authorize.js';
import { channelOrder, requireChannel, visibleChannels } from '../clients.js';
import type { ApiRouter, ManagementContext } from '../context.js';
import { respondPaged, respondWhole } from '../lists/respond-list.js';
import { presentChannel, presentChannelDetails } from '../present/channel.js';
import { param } from '../request.js';
import { requireStats } from '../stats-query.js';

export function channelsRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, nodeName } = context;
  const { clock } = broker;

  const listOf = (things: readonly ClientChannel[]) => ({
    things,
    present: (channel: ClientChannel) => presentChannel(channel, nodeName, clock.now),
    nameOf: ({ name }: ClientChannel) => name,
    order: channelOrder,
  });

  router.get('/channels', (ctx) => {
    requireStats(ctx);
    return respondPaged(ctx, context.compilePattern, listOf(visibleChannels(ctx, broker)));
  });

  router.get('/vhosts/:vhost/channels', (ctx) => {
    const { name } = requireVhost(ctx, broker, param(ctx, 'vhost'));
    requireStats(ctx);
    return respondWhole(ctx, listOf(visibleChannels(ctx, broker, name)));
  });

  router.get('/channels/:name', (ctx) => {
    requireStats(ctx);
    const channel = requireChannel(ctx, broker, param(ctx, 'name'));
    ctx.body = presentChannelDetails(channel, nodeName, clock.now);
  });
}
