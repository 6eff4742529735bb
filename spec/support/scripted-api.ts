/**
 * An HTTP API that answers what a spec says and remembers what it was asked, and a run of the
 * command line against it.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { run } from '../../src/cli/run.js';

export interface ApiRequest {
  /** "PUT users/ann" */
  readonly line: string;
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
}

/** An answer with a reason of its own. */
export class Refusal {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string) {
    this.status = status;
    this.reason = reason;
  }
}

/** By request line; a number is a status without a body. What is not there is not found. */
export type Answers = Readonly<Record<string, unknown>>;

export class ScriptedApi {
  readonly requests: ApiRequest[] = [];
  answers: Answers = {};
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      request.on('end', () => {
        const line = `${request.method} ${(request.url ?? '').replace('/api/', '')}`;
        const body: unknown = text === '' ? undefined : JSON.parse(text);
        this.requests.push({ line, body, headers: request.headers });
        const answer = line in this.answers ? this.answers[line] : 404;
        const refusal = typeof answer === 'number' ? new Refusal(answer, 'why') : answer;
        const isRefused = refusal instanceof Refusal;
        const status = isRefused ? refusal.status : 200;
        const json = isRefused ? { error: 'e', reason: refusal.reason } : answer;
        response.writeHead(status).end(answer === 204 ? '' : JSON.stringify(json));
      });
    });
  }

  /** Port 0 of this machine, or a socket. */
  async listen(path?: string): Promise<void> {
    await new Promise<void>((resolve) => {
      if (path === undefined) this.#server.listen(0, '127.0.0.1', resolve);
      else this.#server.listen(path, resolve);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Those that change something, with their bodies. */
  get changes(): [string, unknown][] {
    return this.requests
      .filter(({ line }) => !line.startsWith('GET'))
      .map(({ line, body }) => [line, body]);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** There is one folder. */
function missing(path: string): never {
  throw new Error(`ENOENT: no such file or directory, open '${path}'`);
}

export interface Ran {
  readonly code: number;
  readonly output: string;
  readonly error: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Runs words like those behind `leveret`. */
export async function runWords(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  { input = '', files: given = {} }: { input?: string; files?: Record<string, string> } = {},
): Promise<Ran> {
  const files = new Map(Object.entries(given));
  let output = '';
  let error = '';
  const code = await run(words, {
    environment,
    exists: (path) => files.has(path),
    readInput: () => input,
    readFile: (path) => files.get(path) ?? missing(path),
    writeFile: (path, text) => (path.includes('/') ? missing(path) : files.set(path, text)),
    writeOutput: (text) => (output += text),
    writeError: (text) => (error += text),
  });
  return { code, output, error, files };
}
