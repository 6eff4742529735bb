/** /api/connections: shows them and what is on them; closes them, one by one or those of a user. */
import type { VhostClient } from '../../core/vhost-clients.js';
import { requireVhost } from '../authorize.js';
import {
  allClients,
  clientOrder,
  requireClient,
  requireOwnOrTag,
  visibleClients,
} from '../clients.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { respondPaged, respondWhole } from '../lists/respond-list.js';
import { presentChannel } from '../present/channel.js';
import {
  presentConnection,
  presentConnectionDetails,
  presentTrackedConnection,
} from '../present/connection.js';
import { presentConsumersOn } from '../present/consumer.js';
import type { RatedContext } from '../rates/rates.js';
import { param } from '../request.js';
import { respondEmpty } from '../respond.js';
import { hasStatsDisabled } from '../stats-query.js';

export function connectionsRoutes(router: ApiRouter, context: RatedContext): void {
  const { broker, nodeName, rates } = context;
  const presenterFor = (ctx: ApiContext) => {
    const view = rates.view(ctx);
    return (client: VhostClient) =>
      Object.assign(presentConnection(client.facts, nodeName), view.client(client));
  };

  router.get('/connections', (ctx) => {
    const list = listOf(visibleClients(ctx, broker));
    if (hasStatsDisabled(ctx)) {
      const present = ({ facts }: VhostClient) => presentTrackedConnection(facts, nodeName);
      return respondPaged(ctx, context.compilePattern, { ...list, present });
    }
    const present = presenterFor(ctx);
    return respondPaged(ctx, context.compilePattern, { ...list, present });
  });

  router.get('/vhosts/:vhost/connections', (ctx) => {
    const { name } = requireVhost(ctx, broker, param(ctx, 'vhost'));
    const list = listOf(visibleClients(ctx, broker, name));
    return respondWhole(ctx, { ...list, present: presenterFor(ctx) });
  });

  addUserRoutes(router, context);

  router.get('/connections/:name', (ctx) => {
    const client = requireClient(ctx, broker, param(ctx, 'name'));
    ctx.body = {
      ...presentConnectionDetails(client.facts, nodeName, broker.alarms.reason),
      ...rates.view(ctx).client(client),
    };
  });

  router.get('/connections/:name/channels', (ctx) => {
    const { facts } = requireClient(ctx, broker, param(ctx, 'name'));
    const { now } = broker.clock;
    const view = rates.view(ctx);
    ctx.body = [...facts.channels()].map((channel) => ({
      ...presentChannel(channel, nodeName, now),
      ...view.channel(channel),
    }));
  });

  router.get('/connections/:name/consumers', (ctx) => {
    const { facts } = requireClient(ctx, broker, param(ctx, 'name'));
    ctx.body = [...facts.channels()].flatMap((channel) => presentConsumersOn(channel, nodeName));
  });

  router.delete('/connections/:name', (ctx) => {
    requireClient(ctx, broker, param(ctx, 'name')).dismiss(reasonOf(ctx));
    respondEmpty(ctx, 204);
  });
}

function addUserRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, nodeName, compilePattern } = context;
  router.get('/connections/username/:user', (ctx) => {
    const user = param(ctx, 'user');
    requireOwnOrTag(ctx, user);
    return respondPaged(ctx, compilePattern, {
      ...listOf(visibleClients(ctx, broker).filter((client) => client.user === user)),
      present: ({ facts }) => presentTrackedConnection(facts, nodeName),
    });
  });

  router.delete('/connections/username/:user', (ctx) => {
    const user = param(ctx, 'user');
    requireOwnOrTag(ctx, user);
    for (const client of [...allClients(broker)]) {
      if (client.user === user) client.dismiss(reasonOf(ctx));
    }
    respondEmpty(ctx, 204);
  });
}

function listOf(things: readonly VhostClient[]) {
  return { things, nameOf: ({ name }: VhostClient) => name, order: clientOrder };
}

/** What the client is told. */
function reasonOf(ctx: ApiContext): string {
  const given = Buffer.from(ctx.get('x-reason'), 'latin1').toString('utf8');
  return given === '' ? 'Closed via management plugin' : given;
}
