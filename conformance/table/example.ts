/** Clients as the specs of the table need them. */
import { type Client, parseClient } from './client.js';
import type { Ended } from './program.js';
import type { Outcomes } from './report.js';
import type { Result } from './verdict.js';

export function clientOf(fields: Readonly<Record<string, unknown>> = {}): Client {
  const text = JSON.stringify({ name: 'pika', language: 'Python', run: ['./run'], ...fields });
  return parseClient(text, '/clients/pika');
}

export function endedWith(lines: readonly string[], fault?: string, stderrTail = ''): Ended {
  return { lines, fault, stderrTail };
}

export function played(client: Client, outcomes: Parameters<typeof mapOf>[0]): Result {
  return { client, kind: 'played', outcomes: mapOf(outcomes) };
}

export function skipped(client: Client, isInstalled = false): Result {
  return { client, kind: 'skipped', reason: 'not installed', isInstalled };
}

function mapOf(
  outcomes: Readonly<
    Record<string, 'passed' | readonly ['failed' | 'lacking' | 'different', string]>
  >,
): Outcomes {
  return new Map(
    Object.entries(outcomes).map(([scenario, outcome]) => [
      scenario,
      outcome === 'passed' ? { kind: outcome } : { kind: outcome[0], reason: outcome[1] },
    ]),
  );
}
