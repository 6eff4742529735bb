/**
 * Messages in a queue, which RabbitMQ's API can only take and put back: looked at in pages without
 * taking them, searched, deleted or moved one by one.
 */
import type { Queue } from '../../core/queue/queue.js';
import { relocate } from '../../core/replay/relocation.js';
import type { Vhost } from '../../core/vhost.js';
import { ApiError } from '../api-error.js';
import { authorizationOf, requireVhost } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { moveTargets, readDestination } from '../messages/move.js';
import { discardMessage, presentPage, presentSingle, requireMessage } from '../messages/pages.js';
import { actor, jsonBody, param } from '../request.js';
import { respondEmpty } from '../respond.js';

const PATH = '/queues/:vhost/:queue/messages';

export function queueMessagesRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, durably } = context;

  router.get(PATH, async (ctx) => {
    const { queue } = readableQueue(ctx, context);
    ctx.body = await presentPage(ctx, context, queue);
  });

  router.get(`${PATH}/:id`, async (ctx) => {
    const { queue } = readableQueue(ctx, context);
    ctx.body = await presentSingle(ctx, queue);
  });

  router.delete(`${PATH}/:id`, async (ctx) => {
    const { queue } = readableQueue(ctx, context);
    await durably(() => discardMessage(ctx, queue));
    respondEmpty(ctx, 204);
  });

  router.post(`${PATH}/:id/move`, async (ctx) => {
    const { queue, vhost } = readableQueue(ctx, context);
    const destination = readDestination(jsonBody(ctx));
    const { entry, message } = await requireMessage(ctx, queue);
    const authorization = authorizationOf(ctx, broker, vhost);
    const names = await durably(() => {
      const moving = { vhost, owner: actor(ctx), authorization };
      const { copy, targets } = moveTargets(moving, message, destination);
      if (entry.state !== 'ready') throw ApiError.notFound();
      if (targets.length === 0) throw ApiError.badRequest('the message would reach no queue');
      if (!relocate(entry, copy, targets)) {
        throw ApiError.badRequest('a queue has no room for the message, or wants no more of it');
      }
      return targets.map(({ name }) => name);
    });
    ctx.body = { moved: true, queues: names };
  });
}

interface Readable {
  readonly vhost: Vhost;
  readonly queue: Queue;
}

/** Whoever looks at messages or lets one go needs what a consumer needs. */
export function readableQueue(ctx: ApiContext, { broker }: ManagementContext): Readable {
  const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
  const name = param(ctx, 'queue');
  if (vhost.queue(name) === undefined) throw ApiError.notFound();
  authorizationOf(ctx, broker, vhost)?.require('read', 'queue', name);
  return { vhost, queue: vhost.requireQueue(name, actor(ctx)) };
}
