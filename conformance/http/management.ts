/**
 * A client of the management API that sends what it is told: paths as they are written, any method,
 * bodies that are no JSON. Whatever the answer is, it is a value.
 */
import { request as httpRequest } from 'node:http';
import { within } from '../support/within.js';

export interface Question {
  readonly method: string;
  /** Below /api, percent-encoded already. */
  readonly path: string;
  /** "name:password"; empty sends no credentials. guest, unless said otherwise. */
  readonly as?: string;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

const ANSWER_LIMIT_MS = 20_000;

export class Management {
  readonly #base: URL;

  /** The URL carries the name and password of an administrator. */
  constructor(url: string) {
    this.#base = new URL(url);
  }

  get url(): string {
    return this.#base.href;
  }

  get host(): string {
    return this.#base.hostname;
  }

  get port(): number {
    return Number(this.#base.port);
  }

  get username(): string {
    return decodeURIComponent(this.#base.username);
  }

  get password(): string {
    return decodeURIComponent(this.#base.password);
  }

  /** What one GET answers, which has to be 200 and JSON. */
  async get(path: string): Promise<unknown> {
    const { status, text } = await this.ask({ method: 'GET', path });
    if (status !== 200) throw new Error(`GET /api${path} answers ${status} ${text}`);
    return JSON.parse(text);
  }

  /** A change that has to succeed. */
  async change(method: 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<void> {
    const { status, text } = await this.ask({ method, path, body });
    if (status >= 300) throw new Error(`${method} /api${path} answers ${status} ${text}`);
  }

  ask(question: Question): Promise<Answer> {
    const { method, path } = question;
    return within(this.#send(question), `the answer to ${method} /api${path}`, ANSWER_LIMIT_MS);
  }

  #send({ method, path, as, body, headers }: Question): Promise<Answer> {
    const credentials = as ?? `${this.username}:${this.password}`;
    const encoded = typeof body === 'string' ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          host: this.host,
          port: this.port,
          method,
          path: `/api${path}`,
          agent: false,
          headers: {
            ...(encoded !== undefined && { 'content-type': 'application/json' }),
            // A DELETE with a body would otherwise be sent in chunks.
            ...(encoded !== undefined && { 'content-length': Buffer.byteLength(encoded) }),
            ...(credentials !== '' && { authorization: basic(credentials) }),
            ...headers,
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(parts).toString('utf8');
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
          });
        },
      );
      request.on('error', reject);
      request.end(encoded);
    });
  }
}

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}
