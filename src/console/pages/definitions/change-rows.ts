/** The preview of an import, as rows of one table and in words. Used by import-preview.tsx. */
import type { ImportPreviewJson } from '../../api/types.js';

export type Outcome = 'fault' | 'changed' | 'kept' | 'ignored' | 'added';

export interface ChangeRow {
  /** Tells it from all others. */
  readonly id: string;
  readonly outcome: Outcome;
  readonly kind: string;
  readonly vhost: string;
  readonly name: string;
  readonly differences: ImportPreviewJson['changes'][number]['differences'];
  /** Of a fault, and of what is left out. */
  readonly reason: string;
}

/** What each outcome means. */
export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  fault: 'wrong in the file: nothing is imported while there are any',
  changed: 'is there, and would be changed',
  kept: 'is there with other properties, which an import does not change',
  ignored: 'left out',
  added: 'would be added',
};

/** What needs to be looked at first. */
export function rowsOf({ faults, changes, ignored }: ImportPreviewJson): readonly ChangeRow[] {
  const rows = [
    ...faults.map((fault) => ({ ...fault, outcome: 'fault' as const })),
    ...changes
      .filter(({ change }) => change !== 'added')
      .map((change) => ({ ...change, outcome: change.change })),
    ...ignored.map((each) => ({ ...each, outcome: 'ignored' as const })),
    ...changes
      .filter(({ change }) => change === 'added')
      .map((change) => ({ ...change, outcome: change.change })),
  ];
  return rows.map(({ outcome, kind, vhost = '', name, ...more }, index) => ({
    id: `${index} ${kind} ${vhost} ${name}`,
    outcome,
    kind: kindText(kind),
    vhost,
    name,
    differences: 'differences' in more ? more.differences : [],
    reason: 'reason' in more ? more.reason : '',
  }));
}

/** On one line: "max-length: 5 → 10, priority: 0 → 1". */
export function detailText({ differences, reason, outcome }: ChangeRow): string {
  if (reason !== '') return reason;
  return differences
    .map(({ key, before, after }) => {
      if (outcome === 'added') return `${key}: ${valueText(after)}`;
      return `${key}: ${valueText(before)} → ${valueText(after)}`;
    })
    .join(', ');
}

export type CountKey = keyof ImportPreviewJson['counts'][string];

export function totalOf({ counts }: Pick<ImportPreviewJson, 'counts'>, key: CountKey): number {
  return Object.values(counts).reduce((sum, each) => sum + each[key], 0);
}

/** "12 added, 1 changed"; "nothing" where there is neither. */
export function workText(preview: Pick<ImportPreviewJson, 'counts'>): string {
  const words = (['added', 'changed'] as const)
    .map((key) => [totalOf(preview, key), key] as const)
    .filter(([count]) => count > 0)
    .map(([count, key]) => `${count.toLocaleString('en')} ${key}`);
  return words.length === 0 ? 'nothing' : words.join(', ');
}

/** RabbitMQ's names of lists, for people. */
export function kindText(kind: string): string {
  return kind.replaceAll('_', ' ');
}

function valueText(value: unknown): string {
  if (value === null) return '–';
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}
