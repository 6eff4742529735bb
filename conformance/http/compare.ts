/**
 * `npm run compare-http -- <management URL of RabbitMQ> [--leveret <management URL>] [--only <part
 * of a name>]`: puts the same topology and traffic on a RabbitMQ 3.10 and on the build (or the
 * Leveret that is named), asks both every question and makes every mistake on both. Fails where an
 * answer of ours lacks a key or has another type under it for which erlang-only.ts has no reason,
 * and where a mistake is not answered as mistakes/ says, by either of them.
 */
import { parseArgs } from 'node:util';
import { broker } from '../support/broker.js';
import { mistakes } from './mistakes/all.js';
import { erlangOnly, reasonFor } from './erlang-only.js';
import { Management } from './management.js';
import { eachMistake, judge, questionOf } from './mistake.js';
import { fillIn, readNames, type Names } from './names.js';
import { questions } from './questions.js';
import { missingIn, shapeOf, type Shape } from './shape.js';
import { Stage } from './stage.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { leveret: { type: 'string' }, only: { type: 'string', default: '' } },
});

interface Side {
  readonly name: 'RabbitMQ' | 'Leveret';
  readonly management: Management;
  readonly names: Names;
}

const [rabbitmq] = positionals;
if (rabbitmq === undefined) {
  process.stderr.write(
    'usage: compare-http <management URL of RabbitMQ> [--leveret <management URL>] ' +
      '[--only <part of a name>]\n',
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
  let count = 0;
  for (const question of chosen) {
    const [expected, given] = await Promise.all([theirs, ours].map((side) => ask(side, question)));
    if (typeof expected === 'string') {
      tell(`${question}: RabbitMQ answers ${expected}`);
      count++;
    }
    if (typeof expected !== 'object' || given === undefined) continue;
    const gaps = typeof given === 'string' ? new Map([['', given]]) : missingIn(expected, given);
    for (const [path, gap] of gaps) {
      const reason = reasonFor(question, path);
      if (reason !== undefined) usedReasons.add(reason);
      else {
        tell(`${question}: ${path} ${gap}`);
        count++;
      }
    }
  }
  // A reason that nothing needs any more would stand there for ever.
  const unused = values.only === '' ? erlangOnly.filter(({ why }) => !usedReasons.has(why)) : [];
  for (const { why } of unused) tell(`no longer different: ${why}`);
  return count + unused.length;
}

/** The shape of the answer, or what came in place of one. */
async function ask(
  { management, names }: Side,
  question: string,
): Promise<Shape | string | undefined> {
  const path = fillIn(question, names);
  const { status, text } = await management.ask({ method: 'GET', path });
  if (status !== 200) return `${status} ${text}`;
  return shapeOf(JSON.parse(text), (key) => (key === names['node'] ? '{node}' : key));
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
