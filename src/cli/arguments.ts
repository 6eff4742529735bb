/**
 * The words of a command line: which verb, its arguments, its options; mistakes are told with the
 * nearest right word. Used by run.ts.
 */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { closest } from 'fastest-levenshtein';
import { Failure } from './failure.js';
import type { Verb, VerbOption } from './verb.js';

type Options = Readonly<Record<string, VerbOption>>;

/** Of every verb. Some are rabbitmqctl's, and mean nothing to a single node. */
export const COMMON_OPTIONS: Options = {
  vhost: { short: 'p', placeholder: '<vhost>', meaning: 'virtual host; "/" without it' },
  formatter: { placeholder: '<name>', meaning: 'table, pretty_table, json or csv' },
  'no-table-headers': { meaning: 'no first line with the names of columns' },
  quiet: { short: 'q', meaning: 'only what was asked for' },
  silent: { short: 's', meaning: 'as --quiet, without names of columns' },
  timeout: { short: 't', placeholder: '<seconds>', meaning: 'how long to wait; 60 without it' },
  url: { placeholder: '<url>', meaning: 'address of the HTTP API (LEVERET_URL)' },
  username: { placeholder: '<name>', meaning: 'who asks (LEVERET_USERNAME)' },
  password: { placeholder: '<text>', meaning: 'and the password (LEVERET_PASSWORD)' },
  'data-dir': { placeholder: '<folder>', meaning: 'of a broker on this machine, without password' },
  node: { short: 'n', placeholder: '<name>', meaning: 'accepted for scripts; there is one node' },
  longnames: { short: 'l', meaning: 'accepted for scripts' },
  help: { short: 'h', meaning: 'tells how the verb is used' },
};

export interface Words {
  readonly verb: string | undefined;
  /** All but the verb. */
  readonly rest: readonly string[];
}

/** The verb is the first word that is no option; options may stand before it. */
export function findVerb(args: readonly string[]): Words {
  const { tokens } = parseArgs({
    args: [...args],
    options: parserOptions(COMMON_OPTIONS),
    strict: false,
    tokens: true,
  });
  const first = tokens.find((token) => token.kind === 'positional');
  if (first === undefined) return { verb: undefined, rest: args };
  return { verb: args[first.index], rest: args.filter((_, index) => index !== first.index) };
}

export interface Parsed {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

export function parseWords(rest: readonly string[], { name, usage, options = {} }: Verb): Parsed {
  const known = { ...COMMON_OPTIONS, ...options };
  let parsed: ReturnType<typeof parseStrictly>;
  try {
    parsed = parseStrictly(rest, known);
  } catch (error) {
    throw new Failure('usage', describe(error, rest, known));
  }
  const words = usage.split(' ').filter((word) => word !== '');
  const least = words.filter((word) => word.startsWith('<')).length;
  const most = words.includes('...') ? Infinity : words.length;
  const { positionals: args, values } = parsed;
  const isAsked = values['help'] === true;
  if (!isAsked && (args.length < least || args.length > most)) {
    const problem = args.length < least ? 'not enough arguments' : 'too many arguments';
    throw new Failure('usage', `${problem}; usage: leveret ${name} ${usage}`.trimEnd());
  }
  return { args, options: values };
}

function parseStrictly(rest: readonly string[], known: Options) {
  const options = parserOptions(known);
  const { positionals, values } = parseArgs({ args: [...rest], options, allowPositionals: true });
  return { positionals, values: values as Parsed['options'] };
}

function parserOptions(known: Options): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries(known).map(([name, { placeholder, short }]) => [
      name,
      {
        type: placeholder === undefined ? ('boolean' as const) : ('string' as const),
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
}

function describe(error: unknown, rest: readonly string[], known: Options): string {
  const flags = Object.keys(known).map((name) => `--${name}`);
  const unknown = rest
    .map((word) => word.replace(/=.*/s, ''))
    .find((word) => word.startsWith('--') && word !== '--' && !flags.includes(word));
  if (unknown !== undefined) {
    return `unknown option '${unknown}'; the nearest is '${closest(unknown, flags)}'`;
  }
  const message = error instanceof Error ? error.message : String(error);
  return message.split(/[.\n]/)[0] ?? message;
}
