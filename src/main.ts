#!/usr/bin/env node
/**
 * The `leveret` command: arguments and config in, then a server until a signal comes. Stdout gets
 * one line, when the broker is ready; the log goes to stderr. The only file that ends the process:
 * 0 after a signal, 1 when the broker cannot run, 2 when it was started wrongly.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseCommandLine } from './command-line.js';
import { type ResolvedConfig, resolveConfig, UsageError } from './config.js';
import { Log } from './log.js';
import { Server, type Started } from './server.js';
import { SqliteStore } from './store/sqlite/engine.js';
import { machineTime } from './ticker.js';
import { formatAddress } from './transport/address.js';
import { readVersion } from './version.js';

const startedAt = performance.now();

await main();

async function main(): Promise<void> {
  const version = readVersion();
  const resolved = readConfig(version);
  const { host, port, dataDir, logLevel, consumerTimeout } = resolved.config;
  const log = new Log(logLevel, (line) => process.stderr.write(line), machineTime.now);
  for (const warning of resolved.warnings) log.warn(warning);
  // Does not keep the process from ending as it would, with the error's stack.
  process.on('uncaughtExceptionMonitor', (error) => {
    log.fatal('a bug ends the broker', { error });
  });
  const folder = resolve(dataDir);
  const server = new Server({
    host,
    port,
    store: new SqliteStore({ folder }),
    log,
    version,
    consumerTimeoutMs: consumerTimeout,
    onFailed: () => process.exit(1),
  });
  stopOnSignals(server);
  try {
    process.stdout.write(describeReady(await server.start(), folder));
  } catch (error) {
    exitWith(1, error);
  }
}

function readConfig(version: string): ResolvedConfig {
  try {
    const commandLine = parseCommandLine(process.argv.slice(2), version);
    if (commandLine.kind === 'print') {
      process.stdout.write(commandLine.text);
      process.exit(0);
    }
    return resolveConfig({
      flags: commandLine.flags,
      environment: process.env,
      readFile: (path) => readFileSync(path, 'utf8'),
    });
  } catch (error) {
    if (error instanceof UsageError) return exitWith(2, error);
    throw error;
  }
}

/** The second signal is for those who cannot wait: what was confirmed is on disk anyway. */
function stopOnSignals(server: Server): void {
  let isStopping = false;
  const onSignal = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => exitWith(1, error),
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

function describeReady({ host, port, queues, messages }: Started, folder: string): string {
  const startupMs = Math.round(performance.now() - startedAt);
  // Quoted where a blank would break the line into wrong words.
  const data = /[\s"]/.test(folder) ? JSON.stringify(folder) : folder;
  const url = `amqp://${formatAddress(host, port)}`;
  const recovered = `queues=${queues} messages=${messages}`;
  return `leveret ready ${url} data=${data} ${recovered} startup=${startupMs}ms\n`;
}

function exitWith(code: 1 | 2, error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`leveret: ${message.replaceAll('\n', ' ')}\n`);
  process.exit(code);
}
