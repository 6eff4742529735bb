/**
 * For how many queues and exchanges each policy is in force now. Counted by what they have, so that
 * no pattern is tried. Called by routes/policies.ts for lists that ask for it.
 */
import type { Policed, Policy } from '../core/policy/policy.js';
import type { PolicyComponent } from '../core/policy/terms.js';
import type { Vhost } from '../core/vhost.js';
import { forEachInTurns } from './turns.js';

export interface PolicyUses {
  readonly queues: ReadonlyMap<Policy, number>;
  readonly exchanges: ReadonlyMap<Policy, number>;
}

export async function policyUses(
  component: PolicyComponent,
  vhosts: readonly Vhost[],
): Promise<PolicyUses> {
  const queues = vhosts.flatMap((vhost) => [...vhost.queues()]);
  const exchanges = vhosts.flatMap((vhost) => [...vhost.exchanges()]);
  return {
    queues: await countUses(component, queues),
    exchanges: await countUses(component, exchanges),
  };
}

export function usesOf({ queues, exchanges }: PolicyUses, policy: Policy) {
  return {
    queues_in_force: queues.get(policy) ?? 0,
    exchanges_in_force: exchanges.get(policy) ?? 0,
  };
}

async function countUses(component: PolicyComponent, things: readonly Policed[]) {
  const counts = new Map<Policy, number>();
  const key = component === 'policy' ? 'policy' : 'operatorPolicy';
  await forEachInTurns(things, (thing) => {
    const policy = thing[key];
    if (policy !== undefined) counts.set(policy, (counts.get(policy) ?? 0) + 1);
  });
  return counts;
}
