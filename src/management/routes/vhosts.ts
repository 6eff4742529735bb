/** /api/vhosts: lists, makes and deletes them. */
import type { VhostRequest } from '../../core/vhost-definition.js';
import { ApiError } from '../api-error.js';
import { requireAdministrator, visibleVhosts } from '../authorize.js';
import type { ApiRouter, ManagementContext } from '../context.js';
import { presentVhost } from '../present/vhost.js';
import { field, jsonBody, type JsonObject, param, readObject, readString } from '../request.js';
import { respondEmpty, respondPut } from '../respond.js';

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
    await context.durably(() => broker.declareVhost(request));
    respondPut(ctx, wasThere);
  });

  router.delete('/vhosts/:vhost', async (ctx) => {
    requireAdministrator(ctx);
    const wasThere = await context.durably(() => broker.deleteVhost(param(ctx, 'vhost')));
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

/** A list, or one text with commas. */
function readTags(value: unknown): string[] {
  const list: unknown = typeof value === 'string' ? value.split(',') : value;
  if (!Array.isArray(list) || !list.every((tag) => typeof tag === 'string')) {
    throw ApiError.badRequest(['not_tags', value]);
  }
  return list.map((tag) => tag.trim()).filter((tag) => tag !== '');
}
