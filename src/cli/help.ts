/** What `leveret help` prints: all verbs, or one with its options. Used by run.ts. */
import { COMMON_OPTIONS } from './arguments.js';
import type { Verb, VerbOption } from './verb.js';
import { VERBS } from './verbs.js';

export function listVerbs(): string {
  const width = Math.max(...VERBS.map(({ name }) => name.length));
  const verbs = VERBS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`);
  return [
    'Usage: leveret start [options], or leveret <verb> [arguments] [options]\n\nVerbs:\n',
    ...verbs,
    `\nOptions of every verb:\n${describeOptions(COMMON_OPTIONS)}`,
    "\n'leveret help <verb>' tells more, 'leveret start --help' how the broker is started.\n",
  ].join('');
}

export function describeVerb({ name, usage, summary, options }: Verb): string {
  const own = options === undefined ? '' : `\nOptions:\n${describeOptions(options)}`;
  const call = ['leveret', name, usage].filter((word) => word !== '').join(' ');
  const common = `Options of every verb:\n${describeOptions(COMMON_OPTIONS)}`;
  return `Usage: ${call} [options]\n\n${summary}\n${own}\n${common}`;
}

function describeOptions(options: Readonly<Record<string, VerbOption>>): string {
  const flags = Object.entries(options).map(([name, { short, placeholder }]) => {
    const flag = short === undefined ? `    --${name}` : `-${short}, --${name}`;
    return placeholder === undefined ? flag : `${flag} ${placeholder}`;
  });
  const width = Math.max(...flags.map((flag) => flag.length));
  return Object.values(options)
    .map(({ meaning }, index) => `  ${flags[index]?.padEnd(width)}  ${meaning}\n`)
    .join('');
}
