/**
 * The arguments of `leveret start`: flags, or a text to print and be done. Used by start.ts; what
 * the flags mean is config.ts's.
 */
import { Command, CommanderError, Option } from 'commander';
import { closest } from 'fastest-levenshtein';
import { CONFIG_FILE_KEY, flagOf, OPTIONS } from './config.js';
import { UsageError } from './option.js';

export type StartArguments =
  | { readonly kind: 'start'; readonly flags: Readonly<Record<string, string | undefined>> }
  | { readonly kind: 'print'; readonly text: string };

/** The words after "leveret", as command-line.ts hands them on. */
export function readStartArguments(args: readonly string[], version: string): StartArguments {
  const [command, ...rest] = args;
  if (command === undefined) {
    throw new UsageError("which command? 'leveret start' runs the broker, 'leveret --help' tells");
  }
  if (command !== 'start') return { kind: 'print', text: `${version}\n` };
  const program = new Command('leveret').description('A message broker: AMQP 0-9-1 over SQLite.');
  return parseStart(
    program.command('start').description('Run the broker in the foreground.'),
    rest,
  );
}

function parseStart(start: Command, args: readonly string[]): StartArguments {
  const options = describeOptions(start);
  let printed = '';
  // Unknown flags come back in `args`, so that we name the nearest one ourselves, and in one line.
  start.allowUnknownOption().allowExcessArguments().exitOverride();
  start.configureOutput({ writeOut: (text) => (printed += text), writeErr: () => {} });
  try {
    start.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'print', text: printed };
    throw new UsageError(error.message.replace(/^error: /, '').replaceAll('\n', ' '));
  }
  refuseUnknown(start.args, [...options.keys()].map(flagOf));
  const values = start.opts<Record<string, string | undefined>>();
  const flags = [...options].map(([key, option]) => [key, values[option.attributeName()]] as const);
  return { kind: 'start', flags: Object.fromEntries(flags) };
}

/** Adds the options of the table to the command, and gives them back by key. */
function describeOptions(start: Command): ReadonlyMap<string, Option> {
  const options = new Map<string, Option>();
  for (const { key, placeholder, meaning, defaultValue } of Object.values(OPTIONS)) {
    const text = `${meaning} (default: ${defaultValue})`;
    options.set(key, new Option(`${flagOf(key)} ${placeholder}`, text));
  }
  const file = new Option(
    `${flagOf(CONFIG_FILE_KEY)} <file>`,
    'File of these options: rabbitmq.conf style (*.conf), or JSON.',
  );
  options.set(CONFIG_FILE_KEY, file);
  for (const option of options.values()) start.addOption(option);
  return options;
}

function refuseUnknown(left: readonly string[], flags: readonly string[]): void {
  const flag = left.find((arg) => arg.startsWith('-'))?.replace(/=.*/s, '');
  if (flag !== undefined) {
    throw new UsageError(`unknown option '${flag}'; the nearest is '${closest(flag, flags)}'`);
  }
  if (left[0] !== undefined) {
    throw new UsageError(`'leveret start' takes options only, not '${left[0]}'`);
  }
}
