/**
 * /api/parameters and /api/global-parameters. Policymakers change what policies are made of; limits
 * and operators' policies are for administrators to change, by whichever path.
 */
import { ApiError } from '../api-error.js';
import {
  requireAdministrator,
  requirePolicymaker,
  requireVhost,
  visibleVhosts,
} from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { presentParameter } from '../present/parameter.js';
import { actor, jsonBody, param, requiredValue } from '../request.js';
import { respondEmpty, respondPut } from '../respond.js';

/** RabbitMQ asks for one at their own paths only, so that its policymakers get round that. */
const ADMINISTRATORS_COMPONENTS: ReadonlySet<string> = new Set(['operator_policy', 'vhost-limits']);

export function parametersRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, durably } = context;
  const { parameters } = broker;
  const visible = (ctx: ApiContext, component?: string) => {
    requirePolicymaker(ctx, broker);
    const names = new Set(visibleVhosts(ctx, broker).map(({ name }) => name));
    const listed = parameters.all(component).filter(({ vhost }) => names.has(vhost));
    return listed.map(presentParameter);
  };

  const requireChange = (ctx: ApiContext, component: string, vhost: string): void => {
    requirePolicymaker(ctx, broker, vhost);
    if (ADMINISTRATORS_COMPONENTS.has(component)) requireAdministrator(ctx);
  };

  router.get('/parameters', (ctx) => {
    ctx.body = visible(ctx);
  });

  router.get('/parameters/:component', (ctx) => {
    ctx.body = visible(ctx, param(ctx, 'component'));
  });

  router.get('/parameters/:component/:vhost', (ctx) => {
    const vhost = param(ctx, 'vhost');
    requirePolicymaker(ctx, broker, vhost);
    requireVhost(ctx, broker, vhost);
    ctx.body = parameters.all(param(ctx, 'component'), vhost).map(presentParameter);
  });

  router.get('/parameters/:component/:vhost/:name', (ctx) => {
    const { component, vhost, name } = place(ctx);
    requirePolicymaker(ctx, broker, vhost);
    const parameter = parameters.get(component, vhost, name);
    if (parameter === undefined) throw ApiError.notFound();
    ctx.body = presentParameter(parameter);
  });

  router.put('/parameters/:component/:vhost/:name', async (ctx) => {
    const { component, vhost, name } = place(ctx);
    requireChange(ctx, component, vhost);
    requireVhost(ctx, broker, vhost);
    const value = requiredValue(jsonBody(ctx), 'value');
    const wasThere = parameters.get(component, vhost, name) !== undefined;
    await durably(() => parameters.put({ component, vhost, name, value }, actor(ctx)));
    respondPut(ctx, wasThere);
  });

  router.delete('/parameters/:component/:vhost/:name', async (ctx) => {
    const { component, vhost, name } = place(ctx);
    requireChange(ctx, component, vhost);
    const wasThere = await durably(() => parameters.delete(component, vhost, name, actor(ctx)));
    if (!wasThere) throw ApiError.notFound();
    respondEmpty(ctx, 204);
  });
}

export function globalParametersRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, durably } = context;
  const { globalParameters } = broker;

  router.get('/global-parameters', (ctx) => {
    requirePolicymaker(ctx, broker);
    ctx.body = globalParameters.all();
  });

  router.get('/global-parameters/:name', (ctx) => {
    requirePolicymaker(ctx, broker);
    const name = param(ctx, 'name');
    const value = globalParameters.get(name);
    if (value === undefined) throw ApiError.notFound();
    ctx.body = { value, name };
  });

  router.put('/global-parameters/:name', async (ctx) => {
    requirePolicymaker(ctx, broker);
    const name = param(ctx, 'name');
    const value = requiredValue(jsonBody(ctx), 'value');
    const wasThere = globalParameters.get(name) !== undefined;
    await durably(() => globalParameters.put(name, value, actor(ctx)));
    respondPut(ctx, wasThere);
  });

  router.delete('/global-parameters/:name', async (ctx) => {
    requirePolicymaker(ctx, broker);
    const wasThere = await durably(() => globalParameters.delete(param(ctx, 'name'), actor(ctx)));
    if (!wasThere) throw ApiError.notFound();
    respondEmpty(ctx, 204);
  });
}

function place(ctx: ApiContext) {
  return {
    component: param(ctx, 'component'),
    vhost: param(ctx, 'vhost'),
    name: param(ctx, 'name'),
  };
}
