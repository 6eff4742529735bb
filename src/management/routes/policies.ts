/**
 * /api/policies and /api/operator-policies: one shape, two kinds. Operators' own are for
 * administrators to change.
 */
import type { Policy } from '../../core/policy/policy.js';
import type { PolicyComponent } from '../../core/policy/terms.js';
import { ApiError } from '../api-error.js';
import {
  requireAdministrator,
  requirePolicymaker,
  requireVhost,
  visibleVhosts,
} from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { presentPolicy } from '../present/policy.js';
import { actor, jsonBody, jsonValue, param, requiredValue, requireFields } from '../request.js';
import { respondEmpty, respondPut } from '../respond.js';

export function policiesRoutes(router: ApiRouter, context: ManagementContext): void {
  addRoutes('/policies', 'policy', router, context);
  addRoutes('/operator-policies', 'operator_policy', router, context);
}

function addRoutes(
  path: string,
  component: PolicyComponent,
  router: ApiRouter,
  { broker, durably }: ManagementContext,
): void {
  const requireMaker = (ctx: ApiContext, vhost: string): void => {
    if (component === 'operator_policy') requireAdministrator(ctx);
    else requirePolicymaker(ctx, broker, vhost);
  };
  const listed = (vhost: string): Policy[] => broker.policies.all(component, vhost);

  router.get(path, (ctx) => {
    const vhosts = visibleVhosts(ctx, broker);
    ctx.body = vhosts.flatMap(({ name }) => listed(name)).map(presentPolicy);
  });

  router.get(`${path}/:vhost`, (ctx) => {
    const { name } = requireVhost(ctx, broker, param(ctx, 'vhost'));
    ctx.body = listed(name).map(presentPolicy);
  });

  router.get(`${path}/:vhost/:name`, (ctx) => {
    const { name } = requireVhost(ctx, broker, param(ctx, 'vhost'));
    const policy = broker.policies.get(component, name, param(ctx, 'name'));
    if (policy === undefined) throw ApiError.notFound();
    ctx.body = presentPolicy(policy);
  });

  router.put(`${path}/:vhost/:name`, async (ctx) => {
    const vhost = param(ctx, 'vhost');
    requireMaker(ctx, vhost);
    requireVhost(ctx, broker, vhost);
    const name = param(ctx, 'name');
    const body = jsonBody(ctx);
    requireFields(body, ['pattern', 'definition']);
    const terms = {
      pattern: requiredValue(body, 'pattern'),
      definition: requiredValue(body, 'definition'),
      priority: jsonValue(body, 'priority') ?? 0,
      'apply-to': jsonValue(body, 'apply-to') ?? 'all',
    };
    const wasThere = broker.policies.get(component, vhost, name) !== undefined;
    await durably(() => broker.policies.put(component, { vhost, name, terms }, actor(ctx)));
    respondPut(ctx, wasThere);
  });

  router.delete(`${path}/:vhost/:name`, async (ctx) => {
    const vhost = param(ctx, 'vhost');
    requireMaker(ctx, vhost);
    const wasThere = await durably(() =>
      broker.policies.delete(component, vhost, param(ctx, 'name'), actor(ctx)),
    );
    if (!wasThere) throw ApiError.notFound();
    respondEmpty(ctx, 204);
  });
}
