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
const READY_LINE = /^leveret ready amqp:\/\/(\S+)/;
const START_LIMIT_MS = 10_000;
const STOP_LIMIT_MS = 10_000;
const STDERR_TAIL_SIZE = 4096;

class Broker {
  #url = '';
  #child: ChildProcess | undefined;
  #dataDirectory = '';
  #stderrTail = '';

  get url(): string {
    return this.#url;
  }

  /** True when this process started the broker, and so may restart it. */
  get isOwned(): boolean {
    return process.env['AMQP_URL'] === undefined;
  }

  async start(): Promise<void> {
    if (!this.isOwned) {
      this.#url = process.env['AMQP_URL'] ?? '';
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
    const options = ['start', '--port', '0', '--data-dir', this.#dataDirectory];
    const child = spawn(process.execPath, [MAIN, ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.#stderrTail = (this.#stderrTail + chunk).slice(-STDERR_TAIL_SIZE);
    });
    const ready = new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).on('line', (line) => {
        const address = READY_LINE.exec(line)?.[1];
        if (address !== undefined) resolve(address);
      });
      child.once('error', reject);
      child.once('exit', () => {
        reject(this.#exitError(child));
      });
    });
    const address = await within(ready, 'the ready line of the broker', START_LIMIT_MS);
    this.#url = `amqp://guest:guest@${address.replace(/^.*@/, '')}`;
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

export const broker = new Broker();
