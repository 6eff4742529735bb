#!/usr/bin/env node
/**
 * The `leveret` command: arguments and config in, then a server until a signal comes. Stdout gets
 * one line, when the broker is ready; the log goes to stderr. The only file that ends the process:
 * 0 after a signal, 1 when the broker cannot run, 2 when it was started wrongly.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brokerOptions } from './broker-config.js';
import { parseCommandLine } from './command-line.js';
import { type ResolvedConfig, resolveConfig } from './config.js';
import { listenersOptionsOf } from './listener-options.js';
import { Log } from './log.js';
import { UsageError } from './option.js';
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
  const { dataDir, logLevel, consumerTimeout } = resolved.config;
  const log = new Log(logLevel, (line) => process.stderr.write(line), machineTime.now);
  for (const warning of resolved.warnings) log.warn(warning);
  // Does not keep the process from ending as it would, with the error's stack.
  process.on('uncaughtExceptionMonitor', (error) => {
    log.fatal('a bug ends the broker', { error });
  });
  const folder = resolve(dataDir);
  const server = new Server({
    ...listenersOptionsOf(resolved.config),
    store: new SqliteStore({ folder }),
    log,
    version,
    consumerTimeoutMs: consumerTimeout,
    onFailed: () => process.exit(1),
    ...brokerOptions(resolved.config),
  });
  stopOnSignals(server);
  // Without certificates a hangup ends the process, as it does for every program.
  if (resolved.config.tlsCertfile !== '') process.on('SIGHUP', () => server.reload());
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

function describeReady(started: Started, folder: string): string {
  const startupMs = Math.round(performance.now() - startedAt);
  const addresses = describeAddresses(started).join(' ');
  const recovered = `queues=${started.queues} messages=${started.messages}`;
  return `leveret ready ${addresses} data=${quote(folder)} ${recovered} startup=${startupMs}ms\n`;
}

function describeAddresses({ tls, unixPath, management, ...amqp }: Started): string[] {
  const urls = [`amqp://${formatAddress(amqp.host, amqp.port)}`];
  if (tls !== undefined) urls.push(`amqps://${formatAddress(tls.host, tls.port)}`);
  if (unixPath !== undefined) urls.push(quote(`unix:${unixPath}`));
  if (management !== undefined) {
    urls.push(`http://${formatAddress(management.host, management.port)}`);
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
