/**
 * What a client's program said, as one outcome for each scenario it was asked to play. A scenario
 * passes by a line that says so, and by nothing else.
 */
import type { Ended } from './program.js';

export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly reason: string }
  /** The client has no way to do it. */
  | { readonly kind: 'lacking'; readonly reason: string }
  /** The broker is known to do it in another way. */
  | { readonly kind: 'different'; readonly reason: string };

export type Outcomes = ReadonlyMap<string, Outcome>;

/** Not a scenario: the program itself. */
export const PROGRAM = '(program)';

const LINE = /^(ok|not ok) ([a-z][a-z0-9-]*)(?: (.*))?$/;

export function readReport(asked: readonly string[], ended: Ended): Outcomes {
  const outcomes = new Map<string, Outcome>();
  for (const line of ended.lines) {
    const [, word, scenario, reason = 'no reason given'] = LINE.exec(line) ?? [];
    if (scenario === undefined) continue;
    if (!asked.includes(scenario)) outcomes.set(scenario, failed('nobody asked for it'));
    else if (outcomes.has(scenario)) outcomes.set(scenario, failed('told twice'));
    else outcomes.set(scenario, word === 'ok' ? { kind: 'passed' } : failed(reason));
  }
  const silent = asked.filter((scenario) => !outcomes.has(scenario));
  for (const scenario of silent) outcomes.set(scenario, failed(`no line; ${endOf(ended)}`));
  if (ended.fault !== undefined && silent.length === 0) {
    outcomes.set(PROGRAM, failed(endOf(ended)));
  }
  return outcomes;
}

function endOf({ fault, stderrTail }: Ended): string {
  const last = stderrTail.trim().split('\n').at(-1)?.trim() ?? '';
  return `${fault ?? 'the program ended well'}${last === '' ? '' : `: ${last}`}`;
}

function failed(reason: string): Outcome {
  return { kind: 'failed', reason };
}
