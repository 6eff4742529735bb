/** What the list of policies can show. */
import type { UsedPolicyJson } from '../../api/types.js';
import { formatRoute } from '../../routing/route.js';
import { Count } from '../../table/cells.js';
import type { ShownColumn } from '../../table/table.js';
import { APPLY_TO, type PolicyKind } from './policy-form.js';

export interface ListedPolicy extends UsedPolicyJson {
  readonly kind: PolicyKind;
}

export function nameOfPolicy({ kind, vhost, name }: ListedPolicy): string {
  return `${vhost} ${name}${kind === 'operator' ? ' (operator)' : ''}`;
}

/** The page of one policy. */
export function routeOfPolicy({
  kind,
  vhost,
  name,
}: Pick<ListedPolicy, 'kind' | 'vhost' | 'name'>) {
  const query = { kind: kind === 'operator' ? 'operator' : '' };
  return { page: 'policies', names: [vhost, name], query };
}

export const POLICY_COLUMNS: readonly ShownColumn<ListedPolicy>[] = [
  {
    id: 'name',
    title: 'Name',
    isUsual: true,
    width: 11,
    value: ({ name }) => name,
    cell: (policy) => (
      <a href={formatRoute(routeOfPolicy(policy))}>
        <bdi>{policy.name}</bdi>
      </a>
    ),
  },
  {
    id: 'kind',
    title: 'Kind',
    explanation: 'Operator policies apply beside the others, and set bounds to them',
    isUsual: true,
    width: 5.5,
    value: ({ kind }) => kind,
  },
  {
    id: 'pattern',
    title: 'Pattern',
    explanation: 'Found anywhere in the name of a queue or an exchange',
    isUsual: true,
    width: 9.5,
    value: ({ pattern }) => pattern,
    cell: ({ pattern }) => <code>{pattern}</code>,
  },
  {
    id: 'apply_to',
    title: 'Applies to',
    isUsual: true,
    width: 10.5,
    value: (policy) => policy['apply-to'],
    cell: (policy) => APPLY_TO[policy['apply-to']],
  },
  {
    id: 'priority',
    title: 'Priority',
    explanation: 'Of those that match, the highest is in force',
    isUsual: true,
    isNumber: true,
    width: 5,
    value: ({ priority }) => priority,
  },
  {
    id: 'definition',
    title: 'Definition',
    isUsual: true,
    width: 16,
    value: ({ definition }) => definitionText(definition),
  },
  {
    id: 'queues',
    title: 'Queues',
    explanation: 'For which it is in force now',
    isUsual: true,
    isNumber: true,
    width: 5,
    value: (policy) => policy.queues_in_force,
    cell: (policy) => <Count value={policy.queues_in_force} />,
  },
  {
    id: 'exchanges',
    title: 'Exchanges',
    explanation: 'For which it is in force now',
    isUsual: true,
    isNumber: true,
    width: 6.5,
    value: (policy) => policy.exchanges_in_force,
    cell: (policy) => <Count value={policy.exchanges_in_force} />,
  },
  { id: 'vhost', title: 'Vhost', isUsual: true, width: 6, value: ({ vhost }) => vhost },
];

function definitionText(definition: object): string {
  return Object.entries(definition)
    .map(([key, value]: [string, unknown]) => {
      return `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
    })
    .join(', ');
}
