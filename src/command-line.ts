/**
 * The command's arguments: which command, which flags, or a text to print and be done. Used by
 * main.ts; what the flags mean is config.ts's.
 */
import { Command, CommanderError, Option } from 'commander';
import { closest } from 'fastest-levenshtein';
import { CONFIG_FILE_KEY, flagOf, OPTIONS } from './config.js';
import { UsageError } from './option.js';

export type CommandLine =
  | { readonly kind: 'start'; readonly flags: Readonly<Record<string, string | undefined>> }
  | { readonly kind: 'print'; readonly text: string }
  /** Of a broker that runs, for cli/. */
  | { readonly kind: 'verb'; readonly words: readonly string[] };

const HELP = ['help', '--help', '-h'];
const VERSION = ['--version', '-V'];

export function parseCommandLine(args: readonly string[], version: string): CommandLine {
  const program = new Command('leveret').description('A message broker: AMQP 0-9-1 over SQLite.');
  program.version(version, '-V, --version', 'print the version');
  const start = program.command('start').description('Run the broker in the foreground.');
  const [command, ...rest] = args;
  if (command === 'start') return parseStart(start, rest);
  if (command === undefined) {
    throw new UsageError("which command? 'leveret start' runs the broker, 'leveret --help' tells");
  }
  if (HELP.includes(command) && rest[0] === 'start') return parseStart(start, ['--help']);
  if (HELP.includes(command)) return { kind: 'verb', words: ['help', ...rest] };
  if (VERSION.includes(command)) return { kind: 'print', text: `${version}\n` };
  return { kind: 'verb', words: args };
}

function parseStart(start: Command, args: readonly string[]): CommandLine {
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
