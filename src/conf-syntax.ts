/**
 * The syntax of rabbitmq.conf: lines of `key = value`, as cuttlefish reads them, with includes,
 * values from files and from the environment. What the keys mean is conf-keys.ts's; config.ts calls
 * both.
 */
import { dirname, resolve } from 'node:path';
import { UsageError } from './option.js';

export interface ConfSetting {
  /** "loopback_users.guest" in two; a dot within a name is written "\.". */
  readonly key: readonly string[];
  readonly value: string;
  /** For messages: "rabbitmq.conf, line 3". */
  readonly place: string;
}

export interface ConfSources {
  readonly readFile: (path: string) => string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Files that include each other would never end. */
const INCLUDE_DEPTH_MAX = 8;

const WORD = String.raw`(?:\\\.|[\w-])+`;
const REST = String.raw`[ \t]*(?:#.*)?(?:\r?\n|$)`;
/** In triple quotes over several lines, in quotes with any character but these, or bare. */
const VALUE = String.raw`(?:'''([^]*?)'''|'([^']*)'|((?:[^\s#'][^#\r\n]*?)?))`;
const SETTING = new RegExp(
  String.raw`[ \t]*(${WORD}(?:\.${WORD})*)[ \t]*=[ \t]*${VALUE}${REST}`,
  'y',
);
const INCLUDE = new RegExp(String.raw`[ \t]*include[ \t]+([\w./*-]+)${REST}`, 'y');
const NOTHING = new RegExp(REST, 'y');

/** In the order of the file; the last setting of a key is the one that counts. */
export function readConf(path: string, sources: ConfSources, depth = 0): ConfSetting[] {
  const text = sources.readFile(path);
  const settings: ConfSetting[] = [];
  let line = 1;
  for (let position = 0; position < text.length;) {
    const place = `${path}, line ${line}`;
    const matchHere = (pattern: RegExp): RegExpExecArray | null => {
      pattern.lastIndex = position;
      return pattern.exec(text);
    };
    const setting = matchHere(SETTING);
    const include = setting === null ? matchHere(INCLUDE) : null;
    const match = setting ?? include ?? matchHere(NOTHING);
    if (match === null) {
      throw new UsageError(`${place}: a line is "key = value", a comment (#) or empty`);
    }
    if (setting !== null) settings.push(readSetting(setting, path, place, sources));
    if (include !== null) {
      settings.push(...readIncluded(include[1] ?? '', path, place, sources, depth));
    }
    line += match[0].split('\n').length - 1;
    position += match[0].length;
  }
  return settings;
}

function readSetting(
  [, key = '', multiline, quoted, bare = '']: RegExpExecArray,
  path: string,
  place: string,
  sources: ConfSources,
): ConfSetting {
  const words = key.match(new RegExp(WORD, 'g')) ?? [];
  const given = multiline?.replace(/^\r?\n|\r?\n$/g, '') ?? quoted ?? bare;
  return {
    key: words.map((word) => word.replaceAll('\\.', '.')),
    value: expand(given, path, place, sources),
    place,
  };
}

/** `$(<file)` is what a file holds, but for its last line break; `$(NAME)` is a variable. */
function expand(
  value: string,
  path: string,
  place: string,
  { readFile, environment }: ConfSources,
): string {
  const file = /^\$\(<(.+)\)$/.exec(value)?.[1]?.trim();
  if (file !== undefined) return readFile(resolve(dirname(path), file)).replace(/\r?\n$/, '');
  return value.replaceAll(/\$\((\w+)\)/g, (_, name: string) => {
    const found = environment[name];
    if (found === undefined) throw new UsageError(`${place}: the variable ${name} is not set`);
    return found;
  });
}

function readIncluded(
  file: string,
  path: string,
  place: string,
  sources: ConfSources,
  depth: number,
): ConfSetting[] {
  if (file.includes('*')) throw new UsageError(`${place}: include names one file, without "*"`);
  if (depth === INCLUDE_DEPTH_MAX) {
    throw new UsageError(`${place}: files include each other more than ${INCLUDE_DEPTH_MAX} deep`);
  }
  return readConf(resolve(dirname(path), file), sources, depth + 1);
}
