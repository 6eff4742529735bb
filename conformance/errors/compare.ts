/**
 * Errors compared: provokes every error of the catalogue on RabbitMQ and on Leveret in one run, and
 * fails if an outcome differs for which differences.ts has no reason. `npm run errors -- <url of
 * RabbitMQ> [--leveret <url>] [--only <part of a name>]`; the build is started if no other Leveret
 * is named.
 */
import { parseArgs } from 'node:util';
import { broker } from '../support/broker.js';
import { catalogue } from './catalogue.js';
import { expectedDifferences } from './differences.js';
import { clearAway, namesFor, withoutNames } from './names.js';
import { describeOutcome, isSame, type Outcome } from './outcome.js';
import { play } from './play.js';

/** Some take seconds, and none is in the way of another. */
const CONCURRENT_COUNT = 8;

interface Comparison {
  readonly name: string;
  readonly theirs: Outcome;
  readonly ours: Outcome;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { leveret: { type: 'string' }, only: { type: 'string', default: '' } },
});
const [rabbitmq] = positionals;
if (rabbitmq === undefined) {
  process.stderr.write(
    'usage: errors <url of RabbitMQ> [--leveret <url>] [--only <part of name>]\n',
  );
  process.exitCode = 2;
} else {
  await main(rabbitmq);
}

async function main(theirUrl: string): Promise<void> {
  refuseUnknownNames();
  if (values.leveret === undefined) await broker.start();
  try {
    const comparisons = await compareAll(theirUrl, values.leveret ?? broker.url);
    const { lines, isAsExpected } = report(comparisons);
    process.stdout.write(withoutNames(`${lines.join('\n')}\n`));
    if (!isAsExpected) process.exitCode = 1;
  } finally {
    if (values.leveret === undefined) await broker.stop();
  }
}

async function compareAll(theirUrl: string, ourUrl: string): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  const waiting = [...catalogue].filter(([name]) => name.includes(values.only)).entries();
  const work = async (): Promise<void> => {
    for (const [index, [name, provocation]] of waiting) {
      const steps = provocation(namesFor(index));
      const [theirs, ours] = await Promise.all([play(theirUrl, steps), play(ourUrl, steps)]);
      comparisons[index] = { name, theirs, ours };
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_COUNT }, work));
  await Promise.all([theirUrl, ourUrl].map((url) => clearAway(url, comparisons.length)));
  return comparisons;
}

function report(comparisons: readonly Comparison[]): { lines: string[]; isAsExpected: boolean } {
  const lines: string[] = [];
  const counts = { equal: 0, explained: 0, unexplained: 0, 'no longer different': 0 };
  for (const comparison of comparisons) {
    const reason = expectedDifferences.get(comparison.name);
    const verdict = verdictOf(comparison, reason);
    counts[verdict]++;
    if (verdict === 'equal') continue;
    lines.push(`${comparison.name}: ${verdict}${reason === undefined ? '' : ` (${reason})`}`);
    if (verdict !== 'no longer different') lines.push(...differing(comparison));
  }
  const summary = Object.entries(counts).map(([verdict, count]) => `${count} ${verdict}`);
  lines.push(`${comparisons.length} errors: ${summary.join(', ')}`);
  const isAsExpected = counts.unexplained + counts['no longer different'] === 0;
  return { lines, isAsExpected };
}

function verdictOf({ theirs, ours }: Comparison, reason: string | undefined) {
  if (isSame(theirs, ours)) return reason === undefined ? 'equal' : 'no longer different';
  return reason === undefined ? 'unexplained' : 'explained';
}

function differing({ theirs, ours }: Comparison): string[] {
  const ourLines = describeOutcome(ours);
  return describeOutcome(theirs).flatMap((line, index) =>
    line === ourLines[index]
      ? []
      : [`    RabbitMQ ${line}`, `    Leveret  ${ourLines[index] ?? ''}`],
  );
}

/** A difference listed under a name that nothing has would be forgotten silently. */
function refuseUnknownNames(): void {
  for (const name of expectedDifferences.keys()) {
    if (!catalogue.has(name)) throw new Error(`differences.ts: nothing is called '${name}'`);
  }
}
