/**
 * The table as text: scenarios down, clients across, frameworks each with their own, and below it
 * the reasons for all that is not "ok". run.ts prints it.
 */
import type { Outcome } from './report.js';
import { scenarios } from './scenarios.js';
import type { Result, Verdict } from './verdict.js';

const WIDTH_MAX = 100;
const MARKS: Readonly<Record<Outcome['kind'], string>> = {
  passed: 'ok',
  failed: 'FAIL',
  lacking: '-',
  different: '~',
};

type Played = Extract<Result, { kind: 'played' }>;

export function render(results: readonly Result[], verdict: Verdict): string {
  const played = results.filter((result) => result.kind === 'played');
  const libraries = played.filter(({ client }) => !client.isFramework);
  const frameworks = played.filter(({ client }) => client.isFramework);
  const lines = [
    ...blocksOf(libraries).flatMap((block) => [...matrixOf(block), '']),
    ...frameworks.flatMap((framework) => [...listOf(framework), '']),
    ...reasonsOf(played, 'failed', 'FAIL'),
    ...reasonsOf(played, 'lacking', '-  the client has no way to do it'),
    ...reasonsOf(played, 'different', '~  the broker is known to differ'),
    ...skippedOf(results),
    ...verdict.problems.map((problem) => `PROBLEM: ${problem}`),
    `  ${verdict.passed} passing (${played.length} of ${results.length} clients)`,
    ...(verdict.failed > 0 ? [`  ${verdict.failed} failing`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const NAME_WIDTH = Math.max(...Object.keys(scenarios).map((name) => name.length));

/** As many clients beside one another as the width takes. */
function blocksOf(libraries: readonly Played[]): readonly (readonly Played[])[] {
  const blocks: Played[][] = [];
  let width = Infinity;
  for (const library of libraries) {
    const column = library.client.name.length + 2;
    if (width + column > WIDTH_MAX) {
      blocks.push([]);
      width = NAME_WIDTH;
    }
    blocks.at(-1)?.push(library);
    width += column;
  }
  return blocks;
}

function matrixOf(block: readonly Played[]): string[] {
  const row = (name: string, cell: (library: Played) => string): string => {
    const cells = block.map((library) => cell(library).padEnd(library.client.name.length));
    return [name.padEnd(NAME_WIDTH), ...cells].join('  ').trimEnd();
  };
  return [
    row('', ({ client }) => client.name),
    ...Object.keys(scenarios).map((name) =>
      row(name, ({ outcomes }) => {
        const outcome = outcomes.get(name);
        return outcome === undefined ? '' : MARKS[outcome.kind];
      }),
    ),
  ];
}

function listOf({ client, outcomes }: Played): string[] {
  const width = Math.max(...[...outcomes.keys()].map((name) => name.length));
  return [
    `${client.name} (${client.language})`,
    ...[...outcomes].map(([name, { kind }]) => `  ${name.padEnd(width)}  ${MARKS[kind]}`),
  ];
}

/** One reason may stand for several scenarios. */
function reasonsOf(
  played: readonly Played[],
  kind: 'failed' | 'lacking' | 'different',
  title: string,
): string[] {
  const lines: string[] = [];
  for (const { client, outcomes } of played) {
    const byReason = new Map<string, string[]>();
    for (const [name, outcome] of outcomes) {
      if (outcome.kind !== kind) continue;
      byReason.set(outcome.reason, [...(byReason.get(outcome.reason) ?? []), name]);
    }
    for (const [reason, names] of byReason) {
      lines.push(`   ${client.name}: ${names.join(', ')}: ${reason}`);
    }
  }
  return lines.length === 0 ? [] : [title, ...lines, ''];
}

function skippedOf(results: readonly Result[]): string[] {
  const skipped = results.filter((result) => result.kind === 'skipped');
  if (skipped.length === 0) return [];
  const packages = new Set(skipped.flatMap(({ client }) => client.packages));
  return [
    'SKIPPED',
    ...skipped.map(({ client, reason }) => `   ${client.name} (${client.language}): ${reason}`),
    ...(packages.size === 0 ? [] : [`   these packages would help: ${[...packages].join(' ')}`]),
    '',
  ];
}
