/** Where would a message go? Told without publishing any; RabbitMQ's API has no such. */
import { ApiError } from '../api-error.js';
import { requireVhost } from '../authorize.js';
import type { ApiRouter, ManagementContext } from '../context.js';
import { readProperties, requireShort } from '../messages/read-message.js';
import { presentExplanation } from '../present/explanation.js';
import { exchangeName, jsonBody, param, readObject, readString } from '../request.js';

const NO_BODY = Buffer.alloc(0);

/** Bindings may be looked at by whoever sees the vhost, and so may what they lead to. */
export function routingRoutes(router: ApiRouter, { broker }: ManagementContext): void {
  router.post('/exchanges/:vhost/:exchange/route', (ctx) => {
    const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
    const exchange = vhost.exchange(exchangeName(param(ctx, 'exchange')));
    if (exchange === undefined) throw ApiError.notFound();
    const body = jsonBody(ctx);
    const message = broker.format.build({
      exchange: exchange.name,
      routingKey: requireShort('routing_key', readString(body, 'routing_key', '')),
      properties: readProperties(readObject(body, 'properties')),
      body: NO_BODY,
    });
    ctx.body = presentExplanation(vhost.explain(message));
  });
}
