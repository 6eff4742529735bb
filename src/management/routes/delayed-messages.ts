/**
 * Messages that wait at a delayed exchange: looked at in pages, searched and cancelled one by one.
 * RabbitMQ's plugin can only count them.
 */
import type { Queue } from '../../core/queue/queue.js';
import { ApiError } from '../api-error.js';
import { authorizationOf, requireVhost } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { discardMessage, presentPage, presentSingle } from '../messages/pages.js';
import { exchangeName, param } from '../request.js';
import { respondEmpty } from '../respond.js';

const PATH = '/exchanges/:vhost/:exchange/delayed';

export function delayedMessagesRoutes(router: ApiRouter, context: ManagementContext): void {
  router.get(PATH, async (ctx) => {
    ctx.body = await presentPage(ctx, context, requireDelayed(ctx, context, 'read'));
  });

  router.get(`${PATH}/:id`, async (ctx) => {
    ctx.body = await presentSingle(ctx, requireDelayed(ctx, context, 'read'));
  });

  router.delete(`${PATH}/:id`, async (ctx) => {
    const queue = requireDelayed(ctx, context, 'configure');
    await context.durably(() => discardMessage(ctx, queue));
    respondEmpty(ctx, 204);
  });
}

/** Whoever may bind to the exchange sees its messages anyway; whoever may delete it ends them. */
function requireDelayed(
  ctx: ApiContext,
  { broker }: ManagementContext,
  operation: 'read' | 'configure',
): Queue {
  const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
  const exchange = vhost.exchange(exchangeName(param(ctx, 'exchange')));
  if (exchange === undefined) throw ApiError.notFound();
  authorizationOf(ctx, broker, vhost)?.require(operation, 'exchange', exchange.name);
  if (exchange.delayed === undefined) throw ApiError.notFound();
  return exchange.delayed.queue;
}
