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
        const status = typeof answer === 'number' ? answer : 200;
        const json = typeof answer === 'number' ? { error: 'e', reason: 'why' } : answer;
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
    readFile: (path) => files.get(path) ?? '',
    writeFile: (path, text) => files.set(path, text),
    writeOutput: (text) => (output += text),
    writeError: (text) => (error += text),
  });
  return { code, output, error, files };
}
