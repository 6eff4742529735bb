/** The parent's side of broker-process.ts: starts it, asks it, and notices when it dies. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Question = 'sweep' | 'measure' | 'stop';

/** What is left in the broker; without connections, queues and exchanges of its own: nothing. */
export interface Remains {
  readonly memoryBytes: number;
  readonly connections: number;
  /** Not collected, connected or not. */
  readonly sessions: number;
  readonly queues: number;
  readonly consumers: number;
  readonly exchanges: number;
  readonly bindings: number;
  /** Connections that wait for the disk. */
  readonly waiting: number;
  readonly hasTimer: boolean;
}

export type Answer = Remains | { readonly port: number };

const SCRIPT = fileURLToPath(new URL('./broker-process.js', import.meta.url));

export class FuzzedBroker {
  /** Resolves with what it said when it ended. */
  readonly ended: Promise<string>;
  port = 0;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#child = fork(SCRIPT, [folder], {
      execArgv: ['--expose-gc', '--enable-source-maps'],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    let errorOutput = '';
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (errorOutput += text));
    this.ended = once(this.#child, 'close').then(
      ([code]: unknown[]) => `the broker ended with ${String(code)}: ${errorOutput}`,
    );
  }

  static async start(): Promise<FuzzedBroker> {
    const broker = new FuzzedBroker(await mkdtemp(join(tmpdir(), 'leveret-fuzz-')));
    const answer = await broker.#answer();
    if (!('port' in answer)) throw new Error('the broker tells its port first');
    broker.port = answer.port;
    return broker;
  }

  sweep(): void {
    this.#child.send('sweep');
  }

  async measure(): Promise<Remains> {
    this.#child.send('measure');
    const answer = await this.#answer();
    if ('port' in answer) throw new Error('the broker tells its port once');
    return answer;
  }

  async stop(): Promise<string> {
    if (this.#child.connected) this.#child.send('stop');
    const end = await this.ended;
    await rm(this.#folder, { recursive: true });
    return end;
  }

  async #answer(): Promise<Answer> {
    const answered = once(this.#child, 'message').then(([answer]: unknown[]) => answer as Answer);
    const died = this.ended.then((end) => Promise.reject(new Error(end)));
    return Promise.race([answered, died]);
  }
}
