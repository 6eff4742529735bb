/**
 * The options of the first user and of logins, under RabbitMQ's names where it has them. Part of
 * the table in config.ts; main.ts hands them to server.ts by `accessOptions`.
 */
import { GUEST } from './core/access/access.js';
import { LOGIN_FAILURE_COUNT_MAX, LOGIN_FAILURE_WINDOW_MS } from './core/access/login-throttle.js';
import { type Option, readInteger, readList, readText } from './option.js';
import type { ServerOptions } from './server.js';

export interface AccessConfig {
  readonly defaultUser: string;
  readonly defaultPass: string;
  readonly defaultVhost: string;
  readonly defaultUserTags: readonly string[];
  readonly loopbackUsers: readonly string[];
  readonly loginFailureMax: number;
  readonly loginFailureWindow: number;
}

const LOGIN_FAILURE_MAX = 1_000_000;
/** A day. */
const LOGIN_WINDOW_MAX_MS = 86_400_000;

export const ACCESS_OPTIONS: {
  readonly [Name in keyof AccessConfig]: Option<AccessConfig[Name]>;
} = {
  defaultUser: {
    key: 'default-user',
    placeholder: '<name>',
    defaultValue: GUEST.name,
    meaning: 'User to make at the first start, with all permissions in the first vhosts.',
    expected: 'the name of a user',
    read: readText,
  },
  defaultPass: {
    key: 'default-pass',
    placeholder: '<password>',
    defaultValue: GUEST.password,
    meaning: "That user's password; the environment is a safer place than a flag.",
    expected: 'a password',
    read: readText,
  },
  defaultVhost: {
    key: 'default-vhost',
    placeholder: '<name>',
    defaultValue: '/',
    meaning: 'Virtual host to make at the start where it is missing.',
    expected: 'the name of a virtual host',
    read: readText,
  },
  defaultUserTags: {
    key: 'default-user-tags',
    placeholder: '<tags>',
    defaultValue: GUEST.tags,
    meaning: "That user's tags, with commas between them.",
    expected: 'tags with commas between them',
    read: readList,
  },
  loopbackUsers: {
    key: 'loopback-users',
    placeholder: '<names>',
    defaultValue: [GUEST.name],
    meaning: 'Users who may only come from this machine; none for nobody.',
    expected: 'names with commas between them, or none',
    read: (value) => (value === 'none' ? [] : readList(value)),
  },
  loginFailureMax: {
    key: 'login-failure-max',
    placeholder: '<count>',
    defaultValue: LOGIN_FAILURE_COUNT_MAX,
    meaning: 'Failed logins after which an address is refused for a while; 0 for any number.',
    expected: `a number from 0 to ${LOGIN_FAILURE_MAX}`,
    read: readInteger(0, LOGIN_FAILURE_MAX),
  },
  loginFailureWindow: {
    key: 'login-failure-window',
    placeholder: '<ms>',
    defaultValue: LOGIN_FAILURE_WINDOW_MS,
    meaning: 'Ms in which so many failures count, and after which all is forgotten.',
    expected: `a number from 1 to ${LOGIN_WINDOW_MAX_MS}`,
    read: readInteger(1, LOGIN_WINDOW_MAX_MS),
  },
};

/** The same as the server wants them. */
export function accessOptions(
  config: AccessConfig,
): Pick<ServerOptions, 'defaultUser' | 'loopbackUsers' | 'loginThrottle'> {
  const { defaultUser: name, defaultPass: password, defaultUserTags: tags } = config;
  const { loopbackUsers, loginFailureMax, loginFailureWindow } = config;
  const loginThrottle = { failureCountMax: loginFailureMax, windowMs: loginFailureWindow };
  return { defaultUser: { name, password, tags }, loopbackUsers, loginThrottle };
}
