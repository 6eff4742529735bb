/**
 * What can be configured, in one table: the command line, the environment, the config file, the
 * help text and config/default.conf all follow it. A flag goes before the environment, that before
 * the file, that before the default. Called by main.ts, which hands the result to server.ts.
 */
import { closest } from 'fastest-levenshtein';
import { ACCESS_OPTIONS, type AccessConfig } from './access-config.js';
import { translateConf } from './conf-keys.js';
import { readConf } from './conf-syntax.js';
import { LISTENER_OPTIONS, type ListenerConfig } from './listener-options.js';
import { BROKER_OPTIONS, type BrokerConfig } from './broker-config.js';
import { LOG_LEVELS, type LogLevel } from './log.js';
import {
  type Option,
  type OptionTable,
  readInteger,
  readOneOf,
  readText,
  UsageError,
} from './option.js';

export interface Config extends ListenerConfig, BrokerConfig, AccessConfig {
  readonly dataDir: string;
  readonly logLevel: LogLevel;
  readonly logLevelConnection: LogLevel | 'default';
  readonly consumerTimeout: number;
}

export const OPTIONS: OptionTable<Config> = {
  ...LISTENER_OPTIONS,
  dataDir: {
    key: 'data-dir',
    placeholder: '<folder>',
    defaultValue: './leveret-data',
    meaning: 'Folder of the database; made if it is missing, and for one broker at a time.',
    expected: 'the path of a folder',
    read: readText,
  },
  logLevel: {
    key: 'log-level',
    placeholder: '<level>',
    defaultValue: 'info',
    meaning: `Least grave messages to log: ${LOG_LEVELS.join(', ')}.`,
    expected: `one of ${LOG_LEVELS.join(', ')}`,
    read: readOneOf(LOG_LEVELS),
  },
  logLevelConnection: {
    key: 'log-level-connection',
    placeholder: '<level>',
    defaultValue: 'default',
    meaning: 'The same for what connections do; default is that of log-level.',
    expected: `default or one of ${LOG_LEVELS.join(', ')}`,
    read: readOneOf(['default', ...LOG_LEVELS]),
  },
  consumerTimeout: {
    key: 'consumer-timeout',
    placeholder: '<ms>',
    defaultValue: 1_800_000,
    meaning: 'How long a consumer may hold a message, in ms; 0 for ever.',
    expected: 'a number of milliseconds from 0 to 315360000000',
    // Ten years at most.
    read: readInteger(0, 315_360_000_000),
  },
  ...BROKER_OPTIONS,
  ...ACCESS_OPTIONS,
};

/** Those of RabbitMQ's container image, which ours go before. */
const RABBITMQ_VARIABLES: Readonly<Record<string, string>> = {
  RABBITMQ_DEFAULT_USER: 'default-user',
  RABBITMQ_DEFAULT_PASS: 'default-pass',
  RABBITMQ_DEFAULT_VHOST: 'default-vhost',
};

/** Where the file is can only be told outside it. */
export const CONFIG_FILE_KEY = 'config';

export const flagOf = (key: string): string => `--${key}`;
export const variableOf = (key: string): string =>
  `LEVERET_${key.toUpperCase().replaceAll('-', '_')}`;

/** Of the command line's verbs (cli/target.ts), which may be set for a whole session. */
const VERB_VARIABLES = new Set(['LEVERET_URL', 'LEVERET_USERNAME', 'LEVERET_PASSWORD']);

export interface ConfigSources {
  /** By key. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => string;
}

export interface ResolvedConfig {
  readonly config: Config;
  /** For the log: what was ignored. */
  readonly warnings: readonly string[];
}

/** One place that values come from. */
interface Source {
  readonly values: Readonly<Record<string, unknown>>;
  readonly describe: (key: string) => string;
}

const KEYS = Object.values(OPTIONS).map((option) => option.key);

export function resolveConfig({ flags, environment, readFile }: ConfigSources): ResolvedConfig {
  const { values: variables, warnings } = readEnvironment(environment);
  const path = flags[CONFIG_FILE_KEY] ?? variables[CONFIG_FILE_KEY];
  const sources: Source[] = [
    { values: flags, describe: flagOf },
    { values: variables, describe: variableOf },
  ];
  if (path !== undefined) {
    const file = readConfigFile(path, { readFile, environment });
    sources.push(file);
    warnings.push(...file.warnings);
  }
  // Each value comes out of the option of its own name.
  const config = Object.fromEntries(
    Object.entries(OPTIONS).map(([name, option]) => [
      name,
      choose<unknown>(option as Option<unknown>, sources),
    ]),
  ) as unknown as Config;
  return { config, warnings };
}

function choose<T>(option: Option<T>, sources: readonly Source[]): T {
  for (const { values, describe } of sources) {
    const given = values[option.key];
    if (given === undefined) continue;
    const value = option.read(given);
    if (value !== undefined) return value;
    throw new UsageError(
      `${describe(option.key)} takes ${option.expected}, not ${JSON.stringify(given)}`,
    );
  }
  return option.defaultValue;
}

/**
 * Unknown names only earn a warning, since they need not be meant for us: Kubernetes gives each
 * program the addresses of the services around it, and those of a service named "leveret" are
 * LEVERET_SERVICE_HOST and the like. One of them is LEVERET_PORT=tcp://10.0.0.1:5672; a service
 * "leveret-management" makes another. A variable
 * that is set to nothing counts as not set.
 */
function readEnvironment(environment: ConfigSources['environment']): {
  values: Readonly<Record<string, string>>;
  warnings: string[];
} {
  const values: Record<string, string> = {};
  const warnings: string[] = [];
  for (const [name, key] of Object.entries(RABBITMQ_VARIABLES)) {
    const value = environment[name];
    if (value !== undefined && value !== '') values[key] = value;
  }
  const keys = new Map([...KEYS, CONFIG_FILE_KEY].map((key) => [variableOf(key), key]));
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('LEVERET_') || value === undefined || value === '') continue;
    if (VERB_VARIABLES.has(name)) continue;
    const key = keys.get(name);
    if (key === undefined) {
      const nearest = closest(name, [...keys.keys()]);
      warnings.push(`${name} is no option and was ignored; the nearest is ${nearest}`);
    } else if (key.endsWith('port') && /^(tcp|udp):\/\//.test(value)) {
      warnings.push(`${name}=${value} was ignored: it is Kubernetes' address of a service`);
    } else {
      values[key] = value;
    }
  }
  return { values, warnings };
}

type FileSources = Pick<ConfigSources, 'readFile' | 'environment'>;

interface FileSource extends Source {
  readonly warnings: readonly string[];
}

/** A file whose name ends in .conf is written as rabbitmq.conf is. */
function readConfigFile(path: string, sources: FileSources): FileSource {
  try {
    return path.endsWith('.conf') ? readConfFile(path, sources) : readJsonFile(path, sources);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read the config file ${path}: ${reason.replaceAll('\n', ' ')}`);
  }
}

function readConfFile(path: string, sources: FileSources): FileSource {
  const { values, places, ignored } = translateConf(readConf(path, sources), KEYS);
  const warnings = ignored.length === 0 ? [] : [`${path}: ${ignored.join(', ')} have no effect`];
  return { values, describe: (key) => places[key] ?? path, warnings };
}

/** A JSON object of options. Keys that begin with "//" are comments. */
function readJsonFile(path: string, { readFile }: FileSources): FileSource {
  const content: unknown = JSON.parse(readFile(path));
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UsageError(`the config file ${path} must hold one JSON object`);
  }
  const entries = Object.entries(content).filter(([key]) => !key.startsWith('//'));
  const unknown = entries.find(([key]) => !KEYS.includes(key))?.[0];
  if (unknown !== undefined) {
    throw new UsageError(
      `unknown key "${unknown}" in ${path}; the nearest is "${closest(unknown, KEYS)}"`,
    );
  }
  const values = Object.fromEntries(entries);
  return { values, describe: (key) => `"${key}" in ${path}`, warnings: [] };
}
