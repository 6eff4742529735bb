/**
 * Which broker a verb speaks to: the one of --url or LEVERET_URL, or the one whose data folder has
 * a socket, which asks no password; otherwise that of the usual port. Used by run.ts.
 */
import { join } from 'node:path';
import type { Target } from './api.js';
import { Failure } from './failure.js';

const DEFAULT_URL = 'http://127.0.0.1:15672';
const DEFAULT_FOLDER = './leveret-data';
const DEFAULT_TIMEOUT_S = 60;

/** server.ts makes it. */
const SOCKET_NAME = 'management.sock';

interface TargetSources {
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
}

export function findTarget({ options, environment, exists }: TargetSources): Target {
  const given = (option: string, variable: string): string | undefined => {
    const value = options[option];
    return typeof value === 'string' ? value : environment[variable] || undefined;
  };
  const url = given('url', 'LEVERET_URL');
  const folder = given('data-dir', 'LEVERET_DATA_DIR');
  const user = given('username', 'LEVERET_USERNAME');
  const password = given('password', 'LEVERET_PASSWORD');
  const timeoutMs = readTimeout(options['timeout']);
  const socketPath = join(folder ?? DEFAULT_FOLDER, SOCKET_NAME);
  // A folder that was named is meant, also when its broker does not run.
  if (url === undefined && (exists(socketPath) || typeof options['data-dir'] === 'string')) {
    return { url: new URL(DEFAULT_URL), socketPath, user, password, timeoutMs };
  }
  const parsed = readUrl(url ?? DEFAULT_URL);
  return {
    url: parsed,
    user: user ?? (decodeURIComponent(parsed.username) || 'guest'),
    password: password ?? (decodeURIComponent(parsed.password) || 'guest'),
    timeoutMs,
  };
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new Failure('usage', `--url takes http://HOST:PORT or https://HOST:PORT, not '${text}'`);
}

function readTimeout(value: string | boolean | undefined): number {
  if (value === 'infinity') return Infinity;
  const seconds = value === undefined ? DEFAULT_TIMEOUT_S : Number(value);
  if (seconds > 0 && seconds <= 86_400) return seconds * 1000;
  throw new Failure('usage', `--timeout takes seconds or infinity, not '${String(value)}'`);
}
