/** What a queue was told, by its arguments and by policies, and which of them counts. */

export interface Setting {
  readonly name: string;
  readonly value: string;
  /** "argument", "policy limits", "policy limits and argument". */
  readonly from: string;
}

/** What is true of exchanges, too. */
export interface Told {
  readonly arguments: object;
  readonly policy: string | null;
  readonly operator_policy: string | null;
  readonly effective_policy_definition: object;
}

/** Arguments first, then what policies say; in the order of their names. */
export function settingsOf(queue: Told): readonly Setting[] {
  const policies = [
    ...(queue.policy === null ? [] : [`policy ${queue.policy}`]),
    ...(queue.operator_policy === null ? [] : [`operator policy ${queue.operator_policy}`]),
  ].join(' and ');
  return [
    ...settings(queue.arguments, 'argument'),
    ...settings(queue.effective_policy_definition, policies),
  ];
}

function settings(values: object, from: string): Setting[] {
  return Object.entries(values)
    .map(([name, value]: [string, unknown]) => ({ name, value: textOf(value), from }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
