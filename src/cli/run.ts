/**
 * Runs one verb of the command line: finds it, asks the broker, prints what comes back. main.ts
 * calls it for every word that is not its own, and ends the process with the code it gives.
 */
import { closest } from 'fastest-levenshtein';
import { Api } from './api.js';
import { findVerb, parseWords } from './arguments.js';
import { completionOf } from './completion.js';
import { ExitCode, Failure } from './failure.js';
import { format, type Formatter, FORMATTERS } from './format.js';
import { describeVerb, listVerbs } from './help.js';
import { printable } from './printable.js';
import { findTarget } from './target.js';
import { Invocation, type Result, type Surroundings, type Verb } from './verb.js';
import { VERBS } from './verbs.js';

export interface RunContext extends Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
  readonly writeError: (text: string) => void;
}

/** The exit code. */
export async function run(words: readonly string[], context: RunContext): Promise<number> {
  try {
    await runVerb(words, context);
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    context.writeError(`Error: ${printable(error.message.replaceAll('\n', ' '))}\n`);
    return ExitCode[error.kind];
  }
}

async function runVerb(words: readonly string[], context: RunContext): Promise<void> {
  const { verb: name = '', rest } = findVerb(words);
  if (name === 'help') {
    context.writeOutput(rest[0] === undefined ? listVerbs() : describeVerb(verbOf(rest[0])));
    return;
  }
  if (name === 'completion') {
    context.writeOutput(completionOf(rest[0]));
    return;
  }
  const verb = verbOf(name);
  const { args, options } = parseWords(rest, verb);
  if (options['help'] === true) {
    context.writeOutput(describeVerb(verb));
    return;
  }
  const formatter = readFormatter(options['formatter']);
  const api = new Api(findTarget({ ...context, options }));
  const invocation = new Invocation(api, context, args, options);
  const isSilent = options['silent'] === true;
  const isQuiet = isSilent || options['quiet'] === true || ['json', 'csv'].includes(formatter);
  const banner = isQuiet ? '' : (verb.banner?.(invocation) ?? '');
  if (banner !== '') context.writeOutput(`${banner}\n`);
  const result: Result = await verb.run(invocation);
  const withHeaders = !isSilent && options['no-table-headers'] !== true;
  // What a verb did is told by its exit code where only data is wanted.
  if (result.kind === 'text' && isQuiet && verb.banner !== undefined) return;
  context.writeOutput(format(result, formatter, withHeaders));
}

function verbOf(name: string): Verb {
  const verb = VERBS.find((known) => known.name === name);
  if (verb !== undefined) return verb;
  if (name === '') throw new Failure('usage', "which verb? 'leveret help' lists them");
  const names = ['start', ...VERBS.map((known) => known.name)];
  throw new Failure('usage', `unknown verb '${name}'; the nearest is '${closest(name, names)}'`);
}

function readFormatter(value: string | boolean | undefined): Formatter {
  const formatter = FORMATTERS.find((known) => known === (value ?? 'table'));
  if (formatter !== undefined) return formatter;
  throw new Failure('usage', `--formatter is one of ${FORMATTERS.join(', ')}`);
}
