/** /api/vhosts: lists, makes and deletes them. */
import type { Vhost } from '../../core/vhost.js';
import { erlangJson } from '../../core/erlang-json.js';
import { ApiError } from '../api-error.js';
import { requireAdministrator, visibleVhosts } from '../authorize.js';
import type { ApiContext, ApiRouter } from '../context.js';
import { respondPaged } from '../lists/respond-list.js';
import { compareTexts } from '../lists/term-order.js';
import { presentVhost } from '../present/vhost.js';
import { INVALID_RANGE, type RatedContext } from '../rates/rates.js';
import { actor, jsonBody, param, readBoolean } from '../request.js';
import { respondEmpty, respondPut } from '../respond.js';
import { hasStatsDisabled } from '../stats-query.js';
import { readVhost } from '../vhost-body.js';

export function vhostsRoutes(router: ApiRouter, context: RatedContext): void {
  const { broker, nodeName, rates } = context;
  const presenterFor = (ctx: ApiContext, error?: string) => {
    if (hasStatsDisabled(ctx)) return (vhost: Vhost) => presentVhost(vhost, nodeName);
    const view = rates.view(ctx, error);
    return (vhost: Vhost) => ({ ...presentVhost(vhost, nodeName), ...view.vhost(vhost) });
  };

  router.get('/vhosts', (ctx) =>
    respondPaged(ctx, context.compilePattern, {
      things: visibleVhosts(ctx, broker),
      present: presenterFor(ctx, INVALID_RANGE),
      nameOf: ({ name }) => name,
      order: (a, b) => compareTexts(a.name, b.name),
    }),
  );

  router.get('/vhosts/:vhost', (ctx) => {
    requireAdministrator(ctx);
    const vhost = broker.vhost(param(ctx, 'vhost'));
    if (vhost === undefined) throw ApiError.notFound();
    ctx.body = presenterFor(ctx)(vhost);
  });

  router.put('/vhosts/:vhost', async (ctx) => {
    requireAdministrator(ctx);
    const name = param(ctx, 'vhost');
    const wasThere = broker.vhost(name) !== undefined;
    const body = jsonBody(ctx);
    const request = { name, ...readVhost(body) };
    const isTraced = readBoolean(body, 'tracing', broker.vhost(name)?.firehose.isOn ?? false);
    const by = actor(ctx);
    await context.durably(() => {
      broker.declareVhost(request, by).firehose.isOn = isTraced;
      // As in RabbitMQ: whoever makes a vhost may do everything in it. The owner of the data folder
      // is no user, and needs no permission.
      const { name: user } = ctx.state.user;
      if (!wasThere && broker.access.users.get(user) !== undefined) {
        broker.access.allowAll(user, name);
      }
    });
    respondPut(ctx, wasThere);
  });

  // What RabbitMQ starts again after a crash of its process; here none can stop by itself.
  router.post('/vhosts/:vhost/start/:node', (ctx) => {
    requireAdministrator(ctx);
    const [vhost, node] = [param(ctx, 'vhost'), param(ctx, 'node')];
    const fail = (why: string) => ApiError.badRequest(`Request to node ${node} failed with ${why}`);
    if (node !== nodeName) throw fail('nodedown');
    if (broker.vhost(vhost) === undefined) throw fail(`{no_such_vhost,${erlangJson(vhost)}}`);
    respondEmpty(ctx, 204);
  });

  router.delete('/vhosts/:vhost', async (ctx) => {
    requireAdministrator(ctx);
    const name = param(ctx, 'vhost');
    const wasThere = await context.durably(() => broker.deleteVhost(name, actor(ctx)));
    if (!wasThere) throw ApiError.notFound();
    respondEmpty(ctx, 204);
  });
}
