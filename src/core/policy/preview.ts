/**
 * What would come of a policy if it were set, asked of one queue or exchange after the other and
 * answered by the ranking that would decide. Nothing changes. Made by policies.ts, for previews.
 */
import { mergedPolicies } from './merge.js';
import { type AppliedPolicies, NO_POLICIES, type Policed } from './policy.js';
import type { PolicedKind, PolicyChange, Ranking, Reach } from './ranking.js';
import type { AcceptedPolicy, PolicyComponent } from './terms.js';

export interface Forecast {
  readonly reach: Reach;
  /** It would be the policy of its kind that applies. */
  readonly isInForce: boolean;
  /** What would apply, of both kinds together. */
  readonly after: AppliedPolicies;
}

export class PolicyPreview {
  readonly #component: PolicyComponent;
  readonly #ranking: Ranking;
  readonly #name: string;
  readonly #change: PolicyChange;
  /** Most queues have the same as the one before. */
  #latest = NO_POLICIES;

  /** `ranking`: that of the policies that are there. */
  constructor(component: PolicyComponent, ranking: Ranking, accepted: AcceptedPolicy) {
    this.#component = component;
    this.#ranking = ranking.copy();
    this.#name = accepted.policy.name;
    this.#change = this.#ranking.set(accepted);
  }

  of(kind: PolicedKind, { name, policy, operatorPolicy }: Policed): Forecast {
    const isOperators = this.#component === 'operator_policy';
    const current = isOperators ? operatorPolicy : policy;
    const next = this.#ranking.next(this.#change, current, kind, name);
    return {
      reach: this.#ranking.reach(this.#name, kind, name),
      isInForce: next !== undefined && next === this.#change.after,
      after: isOperators ? this.#merged(policy, next) : this.#merged(next, operatorPolicy),
    };
  }

  #merged(...[policy, operatorPolicy]: Parameters<typeof mergedPolicies>): AppliedPolicies {
    const latest = this.#latest;
    if (latest.policy === policy && latest.operatorPolicy === operatorPolicy) return latest;
    return (this.#latest = mergedPolicies(policy, operatorPolicy));
  }
}
