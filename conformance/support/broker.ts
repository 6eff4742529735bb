/**
 * The broker under test: the one AMQP_URL names, or one that this process starts from the build on
 * a free port with a data directory of its own, restarts where a scenario asks for it, and stops by
 * SIGTERM. hooks.ts starts and stops it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { within } from './within.js';

const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url));
const TLS_FOLDER = fileURLToPath(new URL('../../../spec/support/tls/', import.meta.url));
const READY_LINE = /^leveret ready (.*)$/;
/** Of this machine too, but nobody else's: who connects from here speaks the PROXY protocol. */
export const PROXY_ADDRESS = '127.0.0.77';
const START_LIMIT_MS = 10_000;
const STOP_LIMIT_MS = 10_000;
const STDERR_TAIL_SIZE = 4096;

/** A virtual host beside `/` that a broker of ours has. */
export const OTHER_VHOST = 'conformance';

class Broker {
  #url = '';
  #tlsUrl = '';
  #webSocketUrl = '';
  #managementUrl = '';
  #child: ChildProcess | undefined;
  #dataDirectory = '';
  #stderrTail = '';

  get url(): string {
    return this.#url;
  }

  // Further ways into a broker of our own; empty for another's.

  /** For clients that trust certificate('ca'); users are the common names of certificates. */
  get tlsUrl(): string {
    return this.#tlsUrl;
  }

  get webSocketUrl(): string {
    return this.#webSocketUrl;
  }

  /** Of another's broker what MANAGEMENT_URL says, or RabbitMQ's own port. */
  get managementUrl(): string {
    return this.#managementUrl;
  }

  get unixPath(): string {
    return this.isOwned ? join(this.#dataDirectory, 'broker.sock') : '';
  }

  /** True when this process started the broker, and so may restart it. */
  get isOwned(): boolean {
    return process.env['AMQP_URL'] === undefined;
  }

  async start(): Promise<void> {
    if (!this.isOwned) {
      this.#url = process.env['AMQP_URL'] ?? '';
      this.#managementUrl = process.env['MANAGEMENT_URL'] ?? managementOf(this.#url);
      return;
    }
    this.#dataDirectory = await mkdtemp(join(tmpdir(), 'leveret-conformance-'));
    await this.#spawn();
  }

  /** SIGTERM lets the broker finish its work; SIGKILL is the crash that confirms must survive. */
  async restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.#end(signal);
    await this.#spawn();
  }

  async stop(): Promise<void> {
    if (!this.isOwned) return;
    try {
      await this.#end('SIGTERM');
    } finally {
      await rm(this.#dataDirectory, { recursive: true, force: true });
    }
  }

  async #spawn(): Promise<void> {
    const child = spawn(process.execPath, [MAIN, 'start', ...this.#options()], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.#stderrTail = (this.#stderrTail + chunk).slice(-STDERR_TAIL_SIZE);
    });
    const ready = new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).on('line', (line) => {
        const addresses = READY_LINE.exec(line)?.[1];
        if (addresses !== undefined) resolve(addresses);
      });
      child.once('error', reject);
      child.once('exit', () => {
        reject(this.#exitError(child));
      });
    });
    const addresses = await within(ready, 'the ready line of the broker', START_LIMIT_MS);
    const addressOf = (scheme: string): string =>
      new RegExp(`(?:^| )${scheme}://(\\S+)`).exec(addresses)?.[1] ?? '';
    this.#url = `amqp://guest:guest@${addressOf('amqp')}`;
    this.#tlsUrl = `amqps://${addressOf('amqps')}`;
    this.#webSocketUrl = `ws://${addressOf('http')}/ws`;
    this.#managementUrl = `http://guest:guest@${addressOf('http')}`;
  }

  #options(): string[] {
    return [
      ['--port', '0', '--data-dir', this.#dataDirectory, '--vhosts', OTHER_VHOST],
      ['--management-port', '0', '--unix-path', this.unixPath],
      ['--proxy-protocol-from', PROXY_ADDRESS, '--anonymous-login-user', 'guest'],
      ['--tls-port', '0', '--tls-certfile', certificate('server')],
      ['--tls-keyfile', certificate('server.key'), '--tls-cacertfile', certificate('ca')],
      ['--tls-verify', 'verify_peer', '--tls-cert-login-from', 'common_name'],
    ].flat();
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    if (child.exitCode !== null || child.signalCode !== null) throw this.#exitError(child);
    const exit = once(child, 'exit');
    child.kill(signal);
    try {
      await within(exit, `the broker's exit after ${signal}`, STOP_LIMIT_MS);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
    if (signal === 'SIGTERM' && child.exitCode !== 0) throw this.#exitError(child);
  }

  #exitError(child: ChildProcess): Error {
    const outcome = child.signalCode ?? `code ${String(child.exitCode)}`;
    return new Error(`the broker ended by itself (${outcome}):\n${this.#stderrTail}`);
  }
}

function managementOf(amqpUrl: string): string {
  const { username, password, hostname } = new URL(amqpUrl);
  return `http://${username}:${password}@${hostname}:15672`;
}

/** The path of one of the specs' certificates (spec/support/test-certificates.ts). */
export function certificate(name: string): string {
  return join(TLS_FOLDER, `${name}.pem`);
}

export const broker = new Broker();
