/**
 * One client's row of the table: builds its program, runs it against the broker, reads its report.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from './client.js';
import { runProgram } from './program.js';
import { PROGRAM, readReport, type Outcome, type Outcomes } from './report.js';

export interface Play {
  readonly url: string;
  readonly managementUrl: string;
  /** Scenario to reason: expected to fail against this broker. */
  readonly differences: Readonly<Record<string, string>>;
}

const RUN_LIMIT_MS = 300_000;
const BUILD_LIMIT_MS = 120_000;

export async function play(
  client: Client,
  { url, managementUrl, differences }: Play,
): Promise<Outcomes> {
  const out = await mkdtemp(join(tmpdir(), 'leveret-client-'));
  try {
    const environment = {
      ...client.environment,
      AMQP_URL: url,
      MANAGEMENT_URL: managementUrl,
      CONFORMANCE_PREFIX: `conformance.${process.pid}.${client.name.replace(/\W+/g, '-')}.`,
    };
    const place = (command: readonly string[]): string[] =>
      command.map((word) => word.replaceAll('$OUT', out).replaceAll('$HERE', client.folder));
    const { folder } = client;
    if (client.build !== undefined) {
      const command = place(client.build);
      const built = await runProgram({ command, folder, environment, limitMs: BUILD_LIMIT_MS });
      if (built.fault !== undefined) {
        const reason = `the build failed, ${built.fault}: ${built.stderrTail.trim()}`;
        return new Map([[PROGRAM, { kind: 'failed', reason }]]);
      }
    }
    const outcomes = new Map<string, Outcome>();
    for (const [scenario, reason] of Object.entries(client.lacks)) {
      outcomes.set(scenario, { kind: 'lacking', reason });
    }
    const asked = client.scenarios.filter((scenario) => !outcomes.has(scenario));
    const command = [...place(client.run), ...asked];
    const ended = await runProgram({ command, folder, environment, limitMs: RUN_LIMIT_MS });
    for (const [scenario, outcome] of readReport(asked, ended)) {
      const reason = differences[scenario];
      outcomes.set(scenario, reason === undefined ? outcome : differing(outcome, reason));
    }
    return outcomes;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** A difference that has gone would be remembered for ever. */
function differing({ kind }: Outcome, reason: string): Outcome {
  return kind === 'passed'
    ? { kind: 'failed', reason: `passes: take it out of client-differences.ts (${reason})` }
    : { kind: 'different', reason };
}
