/**
 * The options of the first user, under RabbitMQ's names. Part of the table in config.ts; main.ts
 * hands them to server.ts by `accessOptions`.
 */
import { GUEST } from './core/access/access.js';
import { type Option, readList, readText } from './option.js';
import type { ServerOptions } from './server.js';

export interface AccessConfig {
  readonly defaultUser: string;
  readonly defaultPass: string;
  readonly defaultVhost: string;
  readonly defaultUserTags: readonly string[];
  readonly loopbackUsers: readonly string[];
}

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
};

/** The same as the server wants them. */
export function accessOptions(
  config: AccessConfig,
): Pick<ServerOptions, 'defaultUser' | 'loopbackUsers'> {
  const { defaultUser: name, defaultPass: password, defaultUserTags: tags } = config;
  return { defaultUser: { name, password, tags }, loopbackUsers: config.loopbackUsers };
}
