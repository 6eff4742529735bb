/**
 * A child process of a spec: waits for what it prints, never for time to pass, and ends it by its
 * own id. Used where a spec runs what a user runs: the built broker, the examples, the programs in
 * the documents.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** Root of the repository, seen from dist/spec/support/. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const WAIT_MAX_MS = 10_000;

export interface ProgramOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Given on standard input, which is then closed; null leaves that to `give`. */
  readonly input?: string | null;
}

export class Program {
  readonly #name: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: string[] = [];
  readonly #changes = new EventEmitter();
  #errorOutput = '';
  #exitCode: number | null | undefined;

  /** Runs node in the root of the repository. */
  constructor(args: readonly string[], options: ProgramOptions = {}) {
    this.#name = `node ${args.join(' ')}`;
    this.#child = spawn(process.execPath, [...args], {
      cwd: ROOT,
      env: { ...process.env, ...options.environment },
      stdio: 'pipe',
    });
    if (options.input !== null) this.give(options.input ?? '');
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errorOutput += text;
      this.#changes.emit('change');
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.#lines.push(line);
      this.#changes.emit('change');
    });
    this.#child.on('close', (code) => {
      this.#exitCode = code;
      this.#changes.emit('change');
    });
  }

  /** On standard input, which is then closed. */
  give(input: string): void {
    this.#child.stdin.end(input);
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  get errorOutput(): string {
    return this.#errorOutput;
  }

  /** The first line that matches, as soon as it has been printed. */
  async line(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      for (const line of this.#lines) {
        const match = line.match(pattern);
        if (match !== null) return match;
      }
      if (this.#exitCode !== undefined) throw this.#failure(`ended without printing ${pattern}`);
      await this.#change(`did not print ${pattern}`);
    }
  }

  /** Waits until its error output has a match. */
  async errorLine(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.#errorOutput)) {
      if (this.#exitCode !== undefined) throw this.#failure(`ended without logging ${pattern}`);
      await this.#change(`did not log ${pattern}`);
    }
  }

  /** Its exit code once it has ended by itself; null if a signal ended it. */
  async exit(): Promise<number | null> {
    while (this.#exitCode === undefined) await this.#change('did not end');
    return this.#exitCode;
  }

  kill(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL' | 'SIGHUP'): void {
    this.#child.kill(signal);
  }

  /** Ends it, if it has not ended: politely, and after a while by force. */
  async stop(): Promise<void> {
    if (this.#exitCode !== undefined) return;
    this.#child.kill('SIGINT');
    try {
      await this.exit();
    } catch (error) {
      this.#child.kill('SIGKILL');
      throw error;
    }
  }

  async #change(complaint: string): Promise<void> {
    try {
      await once(this.#changes, 'change', { signal: AbortSignal.timeout(WAIT_MAX_MS) });
    } catch {
      throw this.#failure(`${complaint} within ${WAIT_MAX_MS} ms`);
    }
  }

  #failure(complaint: string): Error {
    const output = [...this.#lines, this.#errorOutput].join('\n');
    return new Error(`${this.#name} ${complaint}; its output: ${output}`);
  }
}
