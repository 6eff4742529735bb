/**
 * `npm run compare-http -- <management URL of RabbitMQ> [--leveret <management URL>] [--only <part
 * of a name>] [--record]`: puts the same topology and traffic on a RabbitMQ 3.10 and on the build
 * (or the Leveret that is named), asks both every question and makes every mistake on both. Fails
 * where an answer of ours lacks a key or has another type under it for which erlang-only.ts has no
 * reason, and where a mistake is not answered as mistakes/ says, by either of them. With --record
 * what RabbitMQ answered is kept for scenarios/answers.ts (recorded-shapes.ts).
 */
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { broker } from '../support/broker.js';
import { mistakes } from './mistakes/all.js';
import { ask, gapsOf } from './answer.js';
import { reasons } from './erlang-only.js';
import { Management } from './management.js';
import { eachMistake, judge, questionOf } from './mistake.js';
import { readNames, type Names } from './names.js';
import { questions } from './questions.js';
import { recordShapes } from './recorded-shapes.js';
import type { Shape } from './shape.js';
import { Stage } from './stage.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    leveret: { type: 'string' },
    only: { type: 'string', default: '' },
    record: { type: 'boolean', default: false },
  },
});

/** Averages are told of two looks at the least; each broker looks every five seconds. */
const HISTORY_MS = 12_000;

interface Side {
  readonly name: 'RabbitMQ' | 'Leveret';
  readonly management: Management;
  readonly names: Names;
}

const [rabbitmq] = positionals;
if (rabbitmq === undefined) {
  process.stderr.write(
    'usage: compare-http <management URL of RabbitMQ> [--leveret <management URL>] ' +
      '[--only <part of a name>] [--record]\n',
  );
  process.exitCode = 2;
} else {
  await main(rabbitmq);
}

async function main(theirUrl: string): Promise<void> {
  if (values.leveret === undefined) await broker.start();
  const theirs = new Management(theirUrl);
  // RabbitMQ compared with itself has to be equal, which is how the tables are proved.
  const ours =
    values.leveret === theirUrl ? theirs : new Management(values.leveret ?? broker.managementUrl);
  const stages: Stage[] = [];
  try {
    for (const management of new Set([theirs, ours])) stages.push(await Stage.open(management));
    const [theirNames, ourNames] = await Promise.all([theirs, ours].map(readNames));
    if (theirNames === undefined || ourNames === undefined) throw new Error('there are two sides');
    await wait(HISTORY_MS);
    const faults = await compare(
      { name: 'RabbitMQ', management: theirs, names: theirNames },
      { name: ours === theirs ? 'RabbitMQ' : 'Leveret', management: ours, names: ourNames },
    );
    if (faults > 0) process.exitCode = 1;
  } finally {
    for (const stage of stages) await stage.close();
    if (values.leveret === undefined) await broker.stop();
  }
}

async function compare(theirs: Side, ours: Side): Promise<number> {
  const isChosen = (name: string): boolean => name.includes(values.only);
  const missing = await compareAnswers(theirs, ours, questions.filter(isChosen));
  const chosen = eachMistake(mistakes).filter(({ name }) => isChosen(name));
  const wrong = await makeMistakes(new Set([theirs, ours]), chosen);
  tell(`${questions.filter(isChosen).length} questions, ${missing} gaps`);
  tell(`${chosen.length} mistakes, ${wrong} answered otherwise`);
  return missing + wrong;
}

/** How many paths of RabbitMQ's answers have nothing, or something else, in ours. */
async function compareAnswers(
  theirs: Side,
  ours: Side,
  chosen: readonly string[],
): Promise<number> {
  const usedReasons = new Set<string>();
  const recorded = new Map<string, Shape>();
  let count = 0;
  for (const question of chosen) {
    const [expected, given] = await Promise.all(
      [theirs, ours].map(({ management, names }) => ask(management, names, question)),
    );
    if (typeof expected === 'string') {
      tell(`${question}: RabbitMQ answers ${expected}`);
      count++;
    }
    if (typeof expected !== 'object' || given === undefined) continue;
    const { unexplained, reasons: used } = gapsOf(question, expected, given);
    for (const reason of used) usedReasons.add(reason);
    for (const gap of unexplained) tell(gap);
    count += unexplained.length;
    recorded.set(question, expected);
  }
  if (values.record) await recordShapes(recorded);
  // A reason that nothing needs any more would stand there for ever.
  const unused = values.only === '' ? reasons.filter(({ why }) => !usedReasons.has(why)) : [];
  for (const { why } of unused) tell(`no longer different: ${why}`);
  return count + unused.length;
}

async function makeMistakes(
  sides: Iterable<Side>,
  chosen: readonly ReturnType<typeof eachMistake>[number][],
): Promise<number> {
  let count = 0;
  for (const mistake of chosen) {
    for (const { name, management, names } of sides) {
      const answer = await management.ask(questionOf(mistake.request, names));
      const fault = judge(mistake, answer, name, names);
      if (fault === undefined) continue;
      tell(`${mistake.name}: ${name} says ${fault}`);
      count++;
    }
  }
  return count;
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
