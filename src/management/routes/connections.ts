/** /api/connections: lists and closes them, one by one or those of a user. */
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
import { presentConnection, presentTrackedConnection } from '../present/connection.js';
import { param } from '../request.js';
import { respondEmpty } from '../respond.js';
import { hasStatsDisabled } from '../stats-query.js';

export function connectionsRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, nodeName } = context;

  router.get('/connections', (ctx) => {
    const present = hasStatsDisabled(ctx) ? presentTrackedConnection : presentConnection;
    return respondPaged(ctx, context.compilePattern, {
      ...listOf(visibleClients(ctx, broker)),
      present: ({ facts }) => present(facts, nodeName),
    });
  });

  router.get('/vhosts/:vhost/connections', (ctx) => {
    const { name } = requireVhost(ctx, broker, param(ctx, 'vhost'));
    return respondWhole(ctx, {
      ...listOf(visibleClients(ctx, broker, name)),
      present: ({ facts }) => presentConnection(facts, nodeName),
    });
  });

  addUserRoutes(router, context);

  router.get('/connections/:name', (ctx) => {
    const { facts } = requireClient(ctx, broker, param(ctx, 'name'));
    ctx.body = presentConnection(facts, nodeName, '');
  });

  router.get('/connections/:name/channels', (ctx) => {
    const { facts } = requireClient(ctx, broker, param(ctx, 'name'));
    const { now } = broker.clock;
    ctx.body = [...facts.channels()].map((channel) => presentChannel(channel, nodeName, now));
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
