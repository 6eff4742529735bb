/**
 * The HTTP API of a broker, over TCP or over the socket in its data folder. What it refuses becomes
 * a Failure with the exit code that rabbitmqctl would give. Made by run.ts, used by the verbs.
 */
import { type IncomingMessage, request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Failure, type FailureKind } from './failure.js';

export interface Target {
  /** The API's address without "/api"; of a socket only its path counts. */
  readonly url: URL;
  readonly socketPath?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** Infinity for as long as it takes. */
  readonly timeoutMs: number;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** More than the definitions of any broker. */
const ANSWER_SIZE_MAX = 512 * 1024 * 1024;

const KINDS: Readonly<Record<number, FailureKind>> = {
  400: 'badData',
  401: 'notAllowed',
  403: 'notAllowed',
  404: 'badData',
  409: 'badData',
  429: 'unavailable',
  503: 'unavailable',
};

/** A path whose parts are names: path`queues/${vhost}/${name}`. */
export function path(texts: TemplateStringsArray, ...names: readonly string[]): string {
  return texts.map((text, index) => text + encodeURIComponent(names[index] ?? '')).join('');
}

export class Api {
  readonly #target: Target;

  constructor(target: Target) {
    this.#target = target;
  }

  /** The machine that the broker is on, seen from here. */
  get host(): string {
    const { url, socketPath } = this.#target;
    return socketPath === undefined ? hostOf(url) : 'localhost';
  }

  /** The same broker for another user. */
  as(user: string, password: string): Api {
    return new Api({ ...this.#target, user, password });
  }

  async get(resource: string): Promise<JsonObject> {
    return objectOf(await this.request('GET', resource));
  }

  async list(resource: string): Promise<readonly JsonObject[]> {
    const answer = await this.request('GET', resource);
    if (!Array.isArray(answer)) throw new Failure('software', `${resource} is no list`);
    return answer.map(objectOf);
  }

  /** Undefined where there is none. */
  async find(resource: string): Promise<JsonObject | undefined> {
    const { status, value } = await this.#exchange('GET', resource, undefined, {});
    if (status === 404) return undefined;
    return objectOf(judge(status, value, resource));
  }

  put(resource: string, body: unknown = {}): Promise<unknown> {
    return this.request('PUT', resource, body);
  }

  delete(resource: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
    return this.request('DELETE', resource, undefined, headers);
  }

  /** False where there is nothing to delete. */
  async deleteIfThere(
    resource: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<boolean> {
    const { status, value } = await this.#exchange('DELETE', resource, undefined, headers);
    if (status === 404) return false;
    judge(status, value, resource);
    return true;
  }

  async request(
    method: string,
    resource: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    const { status, value } = await this.#exchange(method, resource, body, headers);
    return judge(status, value, resource);
  }

  async #exchange(
    method: string,
    resource: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
  ): Promise<{ status: number; value: unknown }> {
    const { url, socketPath, user, password = '', timeoutMs } = this.#target;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const options: RequestOptions = {
      method,
      socketPath,
      path: `${url.pathname.replace(/\/$/, '')}/api/${resource}`,
      auth: user === undefined ? undefined : `${user}:${password}`,
      headers: { accept: 'application/json', ...contentHeaders(text), ...headers },
      signal: timeoutMs === Infinity ? undefined : AbortSignal.timeout(timeoutMs),
    };
    try {
      const answer = await send(url, options, text);
      return { status: answer.statusCode ?? 0, value: parse(await read(answer)) };
    } catch (error) {
      throw describe(error, this.#target);
    }
  }
}

function contentHeaders(text: string | undefined): Record<string, string> {
  if (text === undefined) return {};
  const length = String(Buffer.byteLength(text));
  return { 'content-type': 'application/json', 'content-length': length };
}

function send(
  url: URL,
  options: RequestOptions,
  text: string | undefined,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    request({ host: hostOf(url), port: url.port, ...options }, resolve)
      .on('error', reject)
      .end(text);
  });
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

async function read(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_SIZE_MAX) throw new Failure('software', 'the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure('software', `the answer is not JSON: ${text.slice(0, 100)}`);
  }
}

function judge(status: number, value: unknown, resource: string): unknown {
  if (status >= 200 && status < 300) return value;
  const { reason, error } = objectOf(value ?? {});
  const kind = KINDS[status] ?? 'software';
  if (status === 404) throw new Failure(kind, `not found: ${decodeURIComponent(resource)}`);
  const words = [reason, error].find((text) => typeof text === 'string');
  throw new Failure(kind, words ?? `the broker answered ${status} to ${resource}`);
}

function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function describe(error: unknown, { url, socketPath, timeoutMs }: Target): Failure {
  if (error instanceof Failure) return error;
  const where = socketPath ?? url.origin;
  const { name, message, code } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError' || name === 'AbortError') {
    return new Failure('timeout', `no answer from ${where} within ${timeoutMs / 1000} seconds`);
  }
  if (code === 'EACCES') {
    return new Failure('notAllowed', `${where} belongs to another user; use --url and --username`);
  }
  const detail = message === '' ? (code ?? '') : message;
  return new Failure('unavailable', `no broker at ${where}: ${detail}; is it running?`);
}
