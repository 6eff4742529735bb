/** /api/connections: lists and closes them, one by one or those of a user. */
import { requireVhost } from '../authorize.js';
import { allClients, requireClient, requireOwnOrTag, visibleClients } from '../clients.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { presentChannel } from '../present/channel.js';
import { presentConnection, presentTrackedConnection } from '../present/connection.js';
import { param } from '../request.js';
import { respondEmpty } from '../respond.js';

export function connectionsRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, nodeName } = context;

  router.get('/connections', (ctx) => {
    ctx.body = visibleClients(ctx, broker).map(({ facts }) => presentConnection(facts, nodeName));
  });

  router.get('/vhosts/:vhost/connections', (ctx) => {
    const { name } = requireVhost(ctx, broker, param(ctx, 'vhost'));
    const clients = visibleClients(ctx, broker, name);
    ctx.body = clients.map(({ facts }) => presentConnection(facts, nodeName));
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

function addUserRoutes(router: ApiRouter, { broker, nodeName }: ManagementContext): void {
  router.get('/connections/username/:user', (ctx) => {
    const user = param(ctx, 'user');
    requireOwnOrTag(ctx, user);
    ctx.body = visibleClients(ctx, broker)
      .filter((client) => client.user === user)
      .map(({ facts }) => presentTrackedConnection(facts, nodeName));
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

/** What the client is told. */
function reasonOf(ctx: ApiContext): string {
  const given = Buffer.from(ctx.get('x-reason'), 'latin1').toString('utf8');
  return given === '' ? 'Closed via management plugin' : given;
}
