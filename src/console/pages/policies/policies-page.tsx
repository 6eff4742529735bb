/** All policies and operator policies, and for what they are in force. */
import { useMemo } from 'preact/hooks';
import { mayAdminister, maySetPolicies } from '../../api/may.js';
import type { UsedPolicyJson } from '../../api/types.js';
import { goTo } from '../../routing/use-route.js';
import { useConsole, useTags } from '../../shell/context.js';
import type { BulkAction } from '../../table/bulk-actions.js';
import { Table } from '../../table/table.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { type ListedPolicy, nameOfPolicy, POLICY_COLUMNS } from './policy-columns.js';
import { pathOfPolicy, type PolicyKind } from './policy-form.js';
import { countOfThings } from './preview-words.js';

const INTERVAL_MS = 5_000;
const QUERY = { in_force: 'true' };

interface PoliciesPageProps {
  readonly query: Readonly<Record<string, string>>;
}

export function PoliciesPage({ query }: PoliciesPageProps) {
  const { api } = useConsole();
  const tags = useTags();
  const mayAdd = maySetPolicies(tags);
  const { data, fault, reload } = usePoll(
    'policies',
    async () => {
      const [users, operators] = await Promise.all([
        api.get<readonly UsedPolicyJson[]>('/policies', QUERY),
        api.get<readonly UsedPolicyJson[]>('/operator-policies', QUERY),
      ]);
      return [...listed(users, 'user'), ...listed(operators, 'operator')];
    },
    INTERVAL_MS,
  );
  const actions = useMemo(() => (mayAdd ? [deletion(api)] : []), [api, mayAdd]);
  return (
    <>
      <div class="page-head">
        <h1>Policies</h1>
        <span class="spring" />
        {mayAdd && (
          <button
            type="button"
            class="primary"
            onClick={() => goTo({ page: 'policies', query: { add: 'user' } })}
          >
            Add a policy
          </button>
        )}
        {mayAdminister(tags) && (
          <button
            type="button"
            onClick={() => goTo({ page: 'policies', query: { add: 'operator' } })}
          >
            Add an operator policy
          </button>
        )}
      </div>
      <Fault fault={fault} what={data === undefined ? 'Policies:' : 'Not up to date:'} />
      {(data !== undefined || fault === undefined) && (
        <Table
          noun={['policy', 'policies']}
          rows={data}
          columns={POLICY_COLUMNS}
          nameOf={nameOfPolicy}
          query={query}
          actions={actions}
          onDone={reload}
          empty={
            'There are no policies. A policy sets limits, dead letters and more for all queues ' +
            'and exchanges whose names match, and can be changed at any time.'
          }
        />
      )}
    </>
  );
}

function listed(policies: readonly UsedPolicyJson[], kind: PolicyKind): ListedPolicy[] {
  return policies.map((policy) => ({ kind, ...policy }));
}

function deletion(api: ReturnType<typeof useConsole>['api']): BulkAction<ListedPolicy> {
  const total = (
    policies: readonly ListedPolicy[],
    key: 'queues_in_force' | 'exchanges_in_force',
  ): number => policies.reduce((sum, policy) => sum + policy[key], 0);
  return {
    verb: 'Delete',
    isDangerous: true,
    consequence: (policies) => {
      const queueCount = total(policies, 'queues_in_force');
      const exchangeCount = total(policies, 'exchanges_in_force');
      return (
        `In force for ${countOfThings(queueCount, exchangeCount)}. There the next policy that ` +
        'matches takes its place at once, or none.'
      );
    },
    perform: (policy) => api.send('DELETE', pathOfPolicy(policy.kind, policy)),
  };
}
