/** /api/vhosts: lists, makes and deletes them. */
import type { VhostRequest } from '../../core/vhost-definition.js';
import { ApiError } from '../api-error.js';
import { requireAdministrator, visibleVhosts } from '../authorize.js';
import type { ApiRouter, ManagementContext } from '../context.js';
import { presentVhost } from '../present/vhost.js';
import {
  actor,
  field,
  jsonBody,
  type JsonObject,
  param,
  readObject,
  readString,
} from '../request.js';
import { respondEmpty, respondPut } from '../respond.js';
import { readTags } from '../tags.js';

export function vhostsRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, nodeName } = context;

  router.get('/vhosts', (ctx) => {
    ctx.body = visibleVhosts(ctx, broker).map((vhost) => presentVhost(vhost, nodeName));
  });

  router.get('/vhosts/:vhost', (ctx) => {
    requireAdministrator(ctx);
    const vhost = broker.vhost(param(ctx, 'vhost'));
    if (vhost === undefined) throw ApiError.notFound();
    ctx.body = presentVhost(vhost, nodeName);
  });

  router.put('/vhosts/:vhost', async (ctx) => {
    requireAdministrator(ctx);
    const name = param(ctx, 'vhost');
    const wasThere = broker.vhost(name) !== undefined;
    const request = { name, ...readVhost(jsonBody(ctx)) };
    const by = actor(ctx);
    await context.durably(() => {
      broker.declareVhost(request, by);
      // As in RabbitMQ: whoever makes a vhost may do everything in it.
      if (!wasThere) broker.access.allowAll(ctx.state.user.name, name);
    });
    respondPut(ctx, wasThere);
  });

  router.delete('/vhosts/:vhost', async (ctx) => {
    requireAdministrator(ctx);
    const name = param(ctx, 'vhost');
    const wasThere = await context.durably(() => broker.deleteVhost(name, actor(ctx)));
    if (!wasThere) throw ApiError.notFound();
    respondEmpty(ctx, 204);
  });
}

/** Some clients put what describes a vhost into "metadata", as exports of definitions do. */
function readVhost(body: JsonObject): Omit<VhostRequest, 'name'> {
  const said = { ...readObject(body, 'metadata'), ...body };
  const type = readString(said, 'default_queue_type', 'undefined');
  return {
    ...('description' in said && { description: readString(said, 'description', '') }),
    ...('tags' in said && { tags: readTags(field(said, 'tags')) }),
    ...('default_queue_type' in said && { defaultQueueType: type === 'undefined' ? '' : type }),
  };
}
