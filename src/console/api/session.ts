/**
 * Who is logged in. The credentials live in the tab's session storage: another tab, another page
 * and the next day know nothing of them. Filled by shell/login.tsx, used by client.ts.
 */

/** What the console needs of the browser's sessionStorage. */
export interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface Login {
  readonly name: string;
  readonly tags: readonly string[];
  /** The value of the header "authorization". */
  readonly authorization: string;
  /** ms since the epoch. */
  readonly since: number;
}

/** "expired": somebody was logged in, and is to go on where he was. */
export type SessionState = 'out' | 'in' | 'expired';

const KEY = 'leveret.login';
/** As long as RabbitMQ's: a working day. */
export const SESSION_MS = 8 * 60 * 60 * 1_000;

export class Session {
  readonly listeners = new Set<() => void>();
  readonly #storage: KeyValueStorage;
  readonly #now: () => number;
  #login: Login | undefined;
  #state: SessionState;

  constructor(storage: KeyValueStorage, now: () => number) {
    this.#storage = storage;
    this.#now = now;
    this.#login = readLogin(storage.getItem(KEY));
    this.#state = this.#login === undefined ? 'out' : 'in';
    this.checkAge();
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Also of a session that has expired. */
  get login(): Login | undefined {
    return this.#login;
  }

  enter(login: Omit<Login, 'since'>): void {
    this.#login = { ...login, since: this.#now() };
    this.#storage.setItem(KEY, JSON.stringify(this.#login));
    this.#become('in');
  }

  leave(): void {
    this.#login = undefined;
    this.#storage.removeItem(KEY);
    this.#become('out');
  }

  /** The broker does not take the credentials any more, or they are too old. */
  expire(): void {
    if (this.#state !== 'in') return;
    this.#storage.removeItem(KEY);
    this.#become('expired');
  }

  checkAge(): void {
    if (this.#login !== undefined && this.#now() - this.#login.since > SESSION_MS) this.expire();
  }

  #become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.listeners) listener();
  }
}

/** Basic, with the octets of UTF-8, which is what the broker takes. */
export function basicAuthorization(name: string, password: string): string {
  const octets = new TextEncoder().encode(`${name}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...octets))}`;
}

function readLogin(text: string | null): Login | undefined {
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isLogin(value) ? value : undefined;
  } catch {
    // Whatever somebody else has put there is no login.
    return undefined;
  }
}

function isLogin(value: unknown): value is Login {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'name' in value &&
    typeof value.name === 'string' &&
    'authorization' in value &&
    typeof value.authorization === 'string' &&
    'since' in value &&
    typeof value.since === 'number' &&
    'tags' in value &&
    Array.isArray(value.tags)
  );
}
