/** /api/nodes: the one node there is, what it uses and what it may; for those who monitor. */
import { ApiError } from '../api-error.js';
import { requireMonitoring } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { presentMemory, presentNode } from '../present/node.js';
import { churn } from '../present/totals.js';
import { RateMeter } from '../rate-meter.js';
import { param } from '../request.js';

export function nodesRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, machine, nodeName } = context;
  const meter = new RateMeter(broker.clock, () => ({
    mem_used: process.memoryUsage.rss(),
    ...churn(broker),
  }));
  const present = async () => presentNode(context, await machine.read(), meter);
  const requireNode = (ctx: ApiContext): void => {
    requireMonitoring(ctx);
    if (param(ctx, 'node') !== nodeName) throw ApiError.notFound();
  };

  router.get('/nodes', async (ctx) => {
    requireMonitoring(ctx);
    ctx.body = [await present()];
  });

  router.get('/nodes/:node', async (ctx) => {
    requireNode(ctx);
    ctx.body = await present();
  });

  router.get('/nodes/:node/memory', (ctx) => {
    requireNode(ctx);
    ctx.body = { memory: presentMemory() };
  });
}
