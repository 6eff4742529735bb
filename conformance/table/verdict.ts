/**
 * Whether a run of the table is good: nothing failed, something was played, and no client that is
 * installed was left out. run.ts makes it the exit code.
 */
import type { Client } from './client.js';
import type { Outcomes } from './report.js';

export type Result =
  | { readonly client: Client; readonly kind: 'played'; readonly outcomes: Outcomes }
  | {
      readonly client: Client;
      readonly kind: 'skipped';
      readonly reason: string;
      /** All its packages are there, and yet it cannot run. */
      readonly isInstalled: boolean;
    };

export interface Verdict {
  readonly passed: number;
  readonly failed: number;
  /** What is wrong with the run as a whole; each counts as a failure. */
  readonly problems: readonly string[];
}

/** `mustPlayAll`: nobody will read the list of the skipped. */
export function judge(results: readonly Result[], { mustPlayAll = false } = {}): Verdict {
  let passed = 0;
  let failed = 0;
  const problems: string[] = [];
  for (const result of results) {
    if (result.kind === 'skipped') {
      const { client, reason, isInstalled } = result;
      if (isInstalled) problems.push(`${client.name} is installed and did not run: ${reason}`);
      else if (mustPlayAll) problems.push(`${client.name} did not run: ${reason}`);
      continue;
    }
    const kinds = [...result.outcomes.values()].map(({ kind }) => kind);
    passed += kinds.filter((kind) => kind === 'passed').length;
    failed += kinds.filter((kind) => kind === 'failed').length;
    if (kinds.every((kind) => kind === 'lacking')) {
      problems.push(`${result.client.name} played nothing`);
    }
  }
  if (passed === 0) problems.push('no client passed any scenario');
  return { passed, failed: failed + problems.length, problems };
}
