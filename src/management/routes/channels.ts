/** /api/channels: lists them. */
import { requireVhost } from '../authorize.js';
import { requireChannel, visibleChannels } from '../clients.js';
import type { ApiRouter, ManagementContext } from '../context.js';
import { presentChannel, presentChannelDetails } from '../present/channel.js';
import { param } from '../request.js';

export function channelsRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, nodeName } = context;
  const { clock } = broker;

  router.get('/channels', (ctx) => {
    const channels = visibleChannels(ctx, broker);
    ctx.body = channels.map((channel) => presentChannel(channel, nodeName, clock.now));
  });

  router.get('/vhosts/:vhost/channels', (ctx) => {
    const { name } = requireVhost(ctx, broker, param(ctx, 'vhost'));
    const channels = visibleChannels(ctx, broker, name);
    ctx.body = channels.map((channel) => presentChannel(channel, nodeName, clock.now));
  });

  router.get('/channels/:name', (ctx) => {
    const channel = requireChannel(ctx, broker, param(ctx, 'name'));
    ctx.body = presentChannelDetails(channel, nodeName, clock.now);
  });
}
