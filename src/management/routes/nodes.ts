/** /api/nodes: the one node there is, what it uses and what it may; for those who monitor. */
import { ApiError } from '../api-error.js';
import { requireMonitoring } from '../authorize.js';
import type { ApiContext, ApiRouter } from '../context.js';
import { EventLoop } from '../event-loop.js';
import { presentMemory, presentRelativeMemory } from '../present/memory.js';
import { presentBareNode, presentNode } from '../present/node.js';
import type { RatedContext } from '../rates/rates.js';
import { param, queryOf } from '../request.js';
import { hasStatsDisabled } from '../stats-query.js';

export function nodesRoutes(router: ApiRouter, context: RatedContext): void {
  const { broker, machine, nodeName, rates } = context;
  const eventLoop = new EventLoop(broker.clock);
  const present = async (ctx: ApiContext) => {
    // Before the view, which may look for the first time.
    const facts = await machine.read();
    return presentNode(context, facts, rates.view(ctx).node(machine));
  };
  const requireNode = (ctx: ApiContext): void => {
    requireMonitoring(ctx);
    if (param(ctx, 'node') !== nodeName) throw ApiError.notFound();
  };

  router.get('/nodes', async (ctx) => {
    requireMonitoring(ctx);
    ctx.body = [hasStatsDisabled(ctx) ? presentBareNode(nodeName) : await present(ctx)];
  });

  router.get('/nodes/:node', async (ctx) => {
    requireNode(ctx);
    if (hasStatsDisabled(ctx)) {
      ctx.body = presentBareNode(nodeName);
      return;
    }
    const memory = queryOf(ctx, 'memory') === 'true' && { memory: presentMemory(broker) };
    ctx.body = { ...memory, ...(await present(ctx)) };
  });

  // RabbitMQ has none. Null until the first five seconds after the first question are over.
  router.get('/nodes/:node/event-loop', (ctx) => {
    requireNode(ctx);
    ctx.body = { event_loop_delay_ms: eventLoop.read() };
  });

  router.get('/nodes/:node/memory', (ctx) => {
    requireNode(ctx);
    ctx.body = { memory: presentMemory(broker) };
  });

  router.get('/nodes/:node/memory/relative', (ctx) => {
    requireNode(ctx);
    ctx.body = { memory: presentRelativeMemory(broker) };
  });
}
