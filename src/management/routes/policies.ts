/**
 * /api/policies and /api/operator-policies: one shape, two kinds. Operators' own are for
 * administrators to change. What one would do can be asked for by whoever sees the vhost, as its
 * queues and policies can.
 */
import type { Policy } from '../../core/policy/policy.js';
import type { PolicyComponent, PolicyTerms } from '../../core/policy/terms.js';
import type { Vhost } from '../../core/vhost.js';
import { ApiError } from '../api-error.js';
import {
  requireAdministrator,
  requirePolicymaker,
  requireVhost,
  visibleVhosts,
} from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { previewPolicy } from '../policy-preview.js';
import { policyUses, usesOf } from '../policy-uses.js';
import { presentPolicy } from '../present/policy.js';
import {
  actor,
  jsonBody,
  jsonValue,
  param,
  queryInteger,
  queryOf,
  requiredValue,
  requireFields,
} from '../request.js';
import { respondEmpty, respondPut } from '../respond.js';

/** Of a preview: so many names, unless more are asked for. */
const ITEM_COUNT = 100;
const ITEM_COUNT_MAX = 1_000;

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
  const present = async (
    ctx: ApiContext,
    policies: readonly Policy[],
    vhosts: readonly Vhost[],
  ) => {
    if (queryOf(ctx, 'in_force') !== 'true') return policies.map(presentPolicy);
    const uses = await policyUses(component, vhosts);
    return policies.map((policy) => ({ ...presentPolicy(policy), ...usesOf(uses, policy) }));
  };
  const list = async (ctx: ApiContext, vhosts: readonly Vhost[]): Promise<void> => {
    const policies = vhosts.flatMap(({ name }) => broker.policies.all(component, name));
    ctx.body = await present(ctx, policies, vhosts);
  };

  router.get(path, (ctx) => list(ctx, visibleVhosts(ctx, broker)));

  router.get(`${path}/:vhost`, (ctx) =>
    list(ctx, [requireVhost(ctx, broker, param(ctx, 'vhost'))]),
  );

  router.get(`${path}/:vhost/:name`, async (ctx) => {
    const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
    const policy = broker.policies.get(component, vhost.name, param(ctx, 'name'));
    if (policy === undefined) throw ApiError.notFound();
    [ctx.body] = await present(ctx, [policy], [vhost]);
  });

  router.put(`${path}/:vhost/:name`, async (ctx) => {
    const vhost = param(ctx, 'vhost');
    requireMaker(ctx, vhost);
    requireVhost(ctx, broker, vhost);
    const name = param(ctx, 'name');
    const terms = readTerms(ctx);
    const wasThere = broker.policies.get(component, vhost, name) !== undefined;
    await durably(() => broker.policies.put(component, { vhost, name, terms }, actor(ctx)));
    respondPut(ctx, wasThere);
  });

  router.post(`${path}/:vhost/:name/preview`, async (ctx) => {
    const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
    const itemCountMax = queryInteger(ctx, 'items', ITEM_COUNT, { min: 0, max: ITEM_COUNT_MAX });
    const request = { vhost: vhost.name, name: param(ctx, 'name'), terms: readTerms(ctx) };
    const preview = broker.policies.preview(component, request);
    ctx.body = await previewPolicy({ component, preview, vhost, itemCountMax });
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

function readTerms(ctx: ApiContext): PolicyTerms {
  const body = jsonBody(ctx);
  requireFields(body, ['pattern', 'definition']);
  return {
    pattern: requiredValue(body, 'pattern'),
    definition: requiredValue(body, 'definition'),
    priority: jsonValue(body, 'priority') ?? 0,
    'apply-to': jsonValue(body, 'apply-to') ?? 'all',
  };
}
