/**
 * Requests to the HTTP API in the name of whoever is logged in. What it refuses comes out as an
 * ApiFault, in the broker's own words. Used by all pages.
 */
import type { Session } from './session.js';

/** What the console needs of the browser's fetch. */
export type Fetch = (
  path: string,
  request: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly credentials: 'omit';
  },
) => Promise<{ readonly status: number; text(): Promise<string> }>;

export type Query = Readonly<Record<string, string | number | undefined>>;

/** Status 0: the broker could not be reached. */
export class ApiFault extends Error {
  readonly status: number;

  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

/** There is no such thing, not any more, or none for this user. */
export function isNotFound(fault: unknown): boolean {
  return fault instanceof ApiFault && fault.status === 404;
}

export class Api {
  readonly #fetch: Fetch;
  readonly #session: Session;

  constructor(fetch: Fetch, session: Session) {
    this.#fetch = fetch;
    this.#session = session;
  }

  /** `path` is below /api; the shape of the answer is the API's, by its documents. */
  async get<T>(path: string, query: Query = {}): Promise<T> {
    return (await this.send('GET', withQuery(path, query))) as T;
  }

  /** A question that is too long for an address: nothing is changed. */
  async ask<T>(path: string, query: Query, body: object): Promise<T> {
    return (await this.send('POST', withQuery(path, query), body)) as T;
  }

  /** The JSON of the answer; undefined for an empty one. A body that is a text goes as it is. */
  async send(
    method: string,
    path: string,
    body?: object | string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<unknown> {
    const text = await this.#request(method, `/api${path}`, body, headers);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }

  /** What is not below /api, as it comes. */
  text(path: string): Promise<string> {
    return this.#request('GET', path);
  }

  async #request(
    method: string,
    path: string,
    body?: object | string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<string> {
    this.#session.checkAge();
    const { login, state } = this.#session;
    if (login === undefined || state !== 'in') throw new ApiFault(401, 'Nobody is logged in.');
    const { authorization } = login;
    const { status, text } = await exchange(this.#fetch, {
      method,
      path,
      headers: { ...headers, authorization },
      body,
    });
    if (status < 400) return text;
    const reason = reasonOf(text) ?? `The broker answered with status ${status}.`;
    if (status === 401 && isLoginGone(reason)) this.#session.expire();
    throw new ApiFault(status, reason);
  }
}

/** Who the credentials belong to; throws an ApiFault that says why nobody was let in. */
export async function whoIs(fetch: Fetch, authorization: string): Promise<WhoAmI> {
  const request = { method: 'GET', path: '/api/whoami', headers: { authorization } };
  const { status, text } = await exchange(fetch, request);
  if (status === 200) return JSON.parse(text) as WhoAmI;
  throw new ApiFault(status, refusalOf(status, reasonOf(text)));
}

export interface WhoAmI {
  readonly name: string;
  readonly tags: readonly string[];
}

/** A path of names, each of which may hold anything: path('/queues', vhost, name). */
export function path(first: string, ...names: readonly string[]): string {
  return [first, ...names.map(encodeURIComponent)].join('/');
}

/** What a fault says to the person who looks. */
export function messageOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object | string | undefined;
}

async function exchange(
  fetch: Fetch,
  { method, path, headers, body }: Request,
): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const answer = await fetch(path, {
      method,
      headers: { ...headers, accept: path.startsWith('/api') ? 'application/json' : '*/*' },
      // Without it browsers show a login dialog of their own.
      credentials: 'omit',
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text() };
  } catch {
    throw new ApiFault(0, 'The broker does not answer.');
  }
}

function withQuery(path: string, query: Query): string {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return parts.length === 0 ? path : `${path}?${parts.join('&')}`;
}

function reasonOf(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('reason' in value)) return undefined;
    const { reason } = value;
    return typeof reason === 'string' ? reason : JSON.stringify(reason);
  } catch {
    return undefined;
  }
}

/** The API says 401 also to those whom it knows, but who may not. */
function isLoginGone(reason: string): boolean {
  return ['Login failed', 'Not management user'].includes(reason);
}

function refusalOf(status: number, reason: string | undefined): string {
  if (status !== 401) return reason ?? `The broker answered with status ${status}.`;
  switch (reason) {
    case 'Login failed':
    case undefined:
      return 'Wrong user name or password.';
    case 'Not management user':
      return 'This user has no tag for the console: management, monitoring or another.';
    case 'User can only log in via localhost':
      return 'This user may log in from the broker’s own machine only.';
    default:
      return reason;
  }
}
