/** What a preview of a policy says, in sentences. Used by preview-panel.tsx. */
import type { PolicyPreviewJson } from '../../api/types.js';

type Counted = keyof PolicyPreviewJson['queues'];
type Item = PolicyPreviewJson['items'][number];

/** "12 queues and 3 exchanges". */
export function countOfThings(queueCount: number, exchangeCount: number): string {
  const parts = [
    ...(queueCount > 0 ? [counted(queueCount, 'queue')] : []),
    ...(exchangeCount > 0 ? [counted(exchangeCount, 'exchange')] : []),
  ];
  return parts.length === 0 ? 'no queue and no exchange' : parts.join(' and ');
}

export interface PreviewSummary {
  /** One sentence each. */
  readonly matches: readonly string[];
  /** What would be different from now. */
  readonly changes: string;
}

export function summaryOf({ queues, exchanges }: PolicyPreviewJson): PreviewSummary {
  const total = (key: Counted): number => queues[key] + exchanges[key];
  const things = (key: Counted): string => countOfThings(queues[key], exchanges[key]);
  const matches = [`Matches ${things('matching')}.`];
  if (total('matching') > 0) {
    const isAll = total('in_force') === total('matching');
    matches.push(`In force for ${isAll ? 'all of them' : things('in_force')}.`);
  }
  if (total('outranked') > 0) {
    matches.push(`On ${things('outranked')} another policy goes before it.`);
  }
  if (total('unsupported') > 0) {
    matches.push(`On ${things('unsupported')} it does not apply: the type lacks a setting of it.`);
  }
  const changes =
    total('changing') === 0
      ? 'Nothing would be different from now.'
      : `Different from now: ${things('changing')}.`;
  return { matches, changes };
}

/** Why the policy is in force for one queue or exchange, or is not. */
export function outcomeOf(item: Item, policyName: string): string {
  const { outcome, policy_before: before, policy_after: after, priority_after: priority } = item;
  switch (outcome) {
    case 'in_force':
      return before === null || before === policyName
        ? 'in force'
        : `in force, in place of ${before}`;
    case 'outranked':
      return `outranked by ${after ?? ''}, priority ${priority ?? 0}`;
    case 'unsupported':
      return `does not apply: ${item.type} queues lack a setting of it`;
    case 'unmatched':
      return after === null ? 'no longer matches' : `no longer matches; then ${after}`;
  }
}

/** Why a setting that differs makes no difference; undefined where it does make one. */
export function effectNote({ kind }: Item, effect: Item['differences'][number]['effect']) {
  switch (effect) {
    case 'changes':
      return undefined;
    case 'argument':
      return `an argument of the ${kind} counts`;
    case 'none':
      return `no effect on ${kind === 'queue' ? 'queues' : 'exchanges'}`;
  }
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
