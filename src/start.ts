/**
 * `leveret start`: arguments and config in, then a server until a signal comes. stdout gets one
 * line, when the broker is ready, and the log goes to stderr. Called by main.ts.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { accessOptions } from './access-config.js';
import { brokerOptions } from './broker-config.js';
import {
  type Config,
  CONFIG_FILE_KEY,
  type ConfigSources,
  type ResolvedConfig,
  resolveConfig,
} from './config.js';
import { listenersOptionsOf } from './listener-options.js';
import { Log } from './log.js';
import { LogOutput } from './log-output.js';
import { UsageError } from './option.js';
import { reload, setLogLevels } from './reload.js';
import { Server, type Started } from './server.js';
import { SqliteStore } from './store/sqlite/engine.js';
import { readStartArguments } from './start-arguments.js';
import { machineTime } from './ticker.js';
import { formatAddress } from './transport/address.js';
import { readVersion } from './version.js';

const startedAt = performance.now();

/**
 * How many bytes of its callees V8 may put into one optimised function. Its own 920 are used up
 * half way along a message's path.
 */
const INLINED_BYTECODE_MAX = 4_000;

/** Ends when the broker is ready; the process then stays for it. */
export async function start(args: readonly string[]): Promise<void> {
  const version = readVersion();
  const given = orExit(() => readStartArguments(args, version));
  if (given.kind === 'print') {
    process.stdout.write(given.text);
    return;
  }
  const { flags } = given;
  const { config, warnings } = readConfig(flags);
  const { dataDir, consumerTimeout } = config;
  const output = openLog();
  const log = new Log(config.logLevel, output.write, machineTime.now);
  output.onLost = (count) => {
    log.warn('lines of this log were lost: nobody reads them in time', { count });
  };
  setLogLevels(log, config);
  for (const warning of warnings) log.warn(warning);
  // Does not keep the process from ending as it would, with the error's stack.
  process.on('uncaughtExceptionMonitor', (error) => {
    log.fatal('a bug ends the broker', { error });
  });
  // Nothing of the message path has been optimised yet.
  setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${INLINED_BYTECODE_MAX}`);
  const folder = resolve(dataDir);
  const options = brokerOptions(config);
  const server = new Server({
    ...listenersOptionsOf(config),
    store: new SqliteStore({ folder }),
    folder,
    log,
    version,
    consumerTimeoutMs: consumerTimeout,
    onFailed: () => process.exit(1),
    onStopAsked: () => process.kill(process.pid, 'SIGTERM'),
    ...options,
    ...accessOptions(config),
    vhosts: [config.defaultVhost, ...(options.vhosts ?? [])],
  });
  stopOnSignals(server, output);
  reloadOnHangup(server, log, flags, config);
  try {
    process.stdout.write(describeReady(await server.start(), folder));
  } catch (error) {
    exitWith(1, error);
  }
}

type Flags = ConfigSources['flags'];

function readConfig(flags: Flags): ResolvedConfig {
  return orExit(() => resolveFrom(flags));
}

function resolveFrom(flags: Flags): ResolvedConfig {
  const readFile = (path: string): string => readFileSync(path, 'utf8');
  return resolveConfig({ flags, environment: process.env, readFile });
}

function orExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UsageError) return exitWith(2, error);
    throw error;
  }
}

function openLog(): LogOutput {
  const output = new LogOutput(process.stderr.fd);
  process.on('exit', () => {
    output.flush();
  });
  return output;
}

/** Without anything to read again a hangup ends the process, as it does for every program. */
function reloadOnHangup(server: Server, log: Log, flags: Flags, started: Config): void {
  const { LEVERET_CONFIG = '' } = process.env;
  const hasFile = flags[CONFIG_FILE_KEY] !== undefined || LEVERET_CONFIG !== '';
  if (!hasFile && started.tlsCertfile === '' && started.managementTlsCertfile === '') return;
  let config = started;
  process.on('SIGHUP', () => {
    config = reload(config, { server, log, read: () => resolveFrom(flags).config });
  });
}

/** The second signal is for those who cannot wait: what was confirmed is on disk anyway. */
function stopOnSignals(server: Server, output: LogOutput): void {
  let isStopping = false;
  const onSignal = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    server
      .stop()
      .then(() => output.end())
      .then(
        () => process.exit(0),
        (error: unknown) => exitWith(1, error),
      );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

function describeReady(started: Started, folder: string): string {
  const startupMs = Math.round(performance.now() - startedAt);
  const addresses = describeAddresses(started).join(' ');
  const recovered = `queues=${started.queues} messages=${started.messages}`;
  return `leveret ready ${addresses} data=${quote(folder)} ${recovered} startup=${startupMs}ms\n`;
}

function describeAddresses({ tls, unixPath, prometheus, ...started }: Started): string[] {
  const { management, managementTls, ...amqp } = started;
  const urls = [`amqp://${formatAddress(amqp.host, amqp.port)}`];
  if (tls !== undefined) urls.push(`amqps://${formatAddress(tls.host, tls.port)}`);
  if (unixPath !== undefined) urls.push(quote(`unix:${unixPath}`));
  if (management !== undefined) {
    urls.push(`http://${formatAddress(management.host, management.port)}`);
  }
  if (managementTls !== undefined) {
    urls.push(`https://${formatAddress(managementTls.host, managementTls.port)}`);
  }
  if (prometheus !== undefined) {
    urls.push(`metrics=http://${formatAddress(prometheus.host, prometheus.port)}/metrics`);
  }
  return urls;
}

/** Where a blank would break the line into wrong words. */
function quote(text: string): string {
  return /[\s"]/.test(text) ? JSON.stringify(text) : text;
}

function exitWith(code: 1 | 2, error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`leveret: ${message.replaceAll('\n', ' ')}\n`);
  process.exit(code);
}
