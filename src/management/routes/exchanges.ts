/** /api/exchanges: lists, declares and deletes them. */
import type { Exchange } from '../../core/exchange/exchange.js';
import type { Vhost } from '../../core/vhost.js';
import { ApiError } from '../api-error.js';
import { authorizationOf, requireVhost, visibleVhosts } from '../authorize.js';
import type { ApiContext, ApiRouter } from '../context.js';
import { tableOfJson } from '../field-json.js';
import { respondPaged } from '../lists/respond-list.js';
import { byVhostAndName } from '../lists/term-order.js';
import { presentExchange, presentExchangeDetails } from '../present/exchange.js';
import { INVALID_RANGE, type RatedContext } from '../rates/rates.js';
import {
  actor,
  exchangeName,
  jsonBody,
  param,
  queryOf,
  readBoolean,
  readObject,
  readString,
} from '../request.js';
import { respondEmpty, respondPut } from '../respond.js';
import { hasStatsDisabled } from '../stats-query.js';

export function exchangesRoutes(router: ApiRouter, context: RatedContext): void {
  const { broker, rates } = context;
  const find = (ctx: ApiContext): Exchange | undefined => {
    const name = exchangeName(param(ctx, 'exchange'));
    const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
    return vhost.exchange(name);
  };
  const require = (ctx: ApiContext): Exchange => {
    const exchange = find(ctx);
    if (exchange === undefined) throw ApiError.notFound();
    return exchange;
  };

  const presenterFor = (ctx: ApiContext, error?: string) => {
    if (hasStatsDisabled(ctx)) return presentExchange;
    const view = rates.view(ctx, error);
    return (exchange: Exchange) =>
      Object.assign(presentExchange(exchange), view.exchange(exchange));
  };
  const list = (ctx: ApiContext, vhosts: readonly Vhost[]): Promise<void> =>
    respondPaged(ctx, context.compilePattern, {
      things: vhosts.flatMap((vhost) => [...vhost.exchanges()]),
      present: presenterFor(ctx, INVALID_RANGE),
      nameOf: ({ name }) => name,
      order: byVhostAndName,
    });

  router.get('/exchanges', (ctx) => list(ctx, visibleVhosts(ctx, broker)));

  router.get('/exchanges/:vhost', (ctx) =>
    list(ctx, [requireVhost(ctx, broker, param(ctx, 'vhost'))]),
  );

  router.get('/exchanges/:vhost/:exchange', (ctx) => {
    const exchange = require(ctx);
    ctx.body = { ...presenterFor(ctx)(exchange), ...presentExchangeDetails(exchange) };
  });

  router.put('/exchanges/:vhost/:exchange', async (ctx) => {
    const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
    const name = param(ctx, 'exchange');
    const wasThere = find(ctx) !== undefined;
    const body = jsonBody(ctx);
    const request = {
      name,
      type: readString(body, 'type', 'direct'),
      durable: readBoolean(body, 'durable', false),
      autoDelete: readBoolean(body, 'auto_delete', false),
      internal: readBoolean(body, 'internal', false),
      arguments: tableOfJson(readObject(body, 'arguments')),
    };
    authorizationOf(ctx, broker, vhost)?.requireExchangeDeclare(
      name,
      request.type,
      request.arguments,
    );
    await context.durably(() => vhost.declareExchange(request, actor(ctx)));
    respondPut(ctx, wasThere);
  });

  router.delete('/exchanges/:vhost/:exchange', async (ctx) => {
    const { name } = require(ctx);
    const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
    authorizationOf(ctx, broker, vhost)?.requireExchangeDelete(name);
    const ifUnused = queryOf(ctx, 'if-unused') === 'true';
    await context.durably(() => vhost.deleteExchange(name, { ifUnused }, actor(ctx)));
    respondEmpty(ctx, 204);
  });
}
