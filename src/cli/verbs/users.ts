/** The verbs of users, their permissions and their limits. */
import { createHash, randomBytes } from 'node:crypto';
import { type Api, path } from '../api.js';
import { Failure } from '../failure.js';
import { type Invocation, NOTHING, type Verb } from '../verb.js';
import { clearLimits, setLimits } from './limits.js';
import { requireUser } from './require-user.js';

/** Of RabbitMQ's hashes with SHA-256, in front of the hash. */
const SALT_SIZE = 4;
/** The API's reason to keep out somebody whose password is right. */
const NO_TAG = 'Not management user';

export const USER_VERBS: readonly Verb[] = [
  {
    name: 'hash_password',
    usage: '[password]',
    summary: "Tells a password's hash, for definitions and the HTTP API; asks no broker.",
    banner: () => 'Will hash password *****',
    run: (invocation) => {
      const salt = randomBytes(SALT_SIZE);
      const password = Buffer.from(invocation.secret(0));
      const hash = createHash('sha256').update(salt).update(password).digest();
      const text = Buffer.concat([salt, hash]).toString('base64');
      return Promise.resolve({ kind: 'value', value: text, text });
    },
  },
  {
    name: 'add_user',
    usage: '<username> [password]',
    summary: 'Makes a user; the password may come by standard input.',
    options: { 'pre-hashed-password': { meaning: 'the password is a hash, as exports have it' } },
    banner: ({ args: [user] }) => `Adding user "${user}" ...`,
    run: async (invocation) => {
      const { api } = invocation;
      const user = invocation.arg(0);
      if ((await api.find(path`users/${user}`)) !== undefined) {
        throw new Failure('software', `User "${user}" already exists`);
      }
      const secret = invocation.secret(1);
      const isHashed = invocation.isSet('pre-hashed-password');
      const password = isHashed ? { password_hash: secret } : { password: secret };
      await api.put(path`users/${user}`, { ...password, tags: '' });
      const text =
        "Done. Don't forget to grant the user permissions to some virtual hosts! " +
        "See 'leveret help set_permissions' to learn more.";
      return { kind: 'text', text };
    },
  },
  {
    name: 'delete_user',
    usage: '<username>',
    summary: 'Deletes a user, and the permissions with it.',
    banner: ({ args: [user] }) => `Deleting user "${user}" ...`,
    run: async ({ api, args: [user = ''] }) => {
      await requireUser(api, user);
      await api.delete(path`users/${user}`);
      return NOTHING;
    },
  },
  {
    name: 'change_password',
    usage: '<username> [password]',
    summary: 'Gives a user another password; it may come by standard input.',
    banner: ({ args: [user] }) => `Changing password for user "${user}" ...`,
    run: async (invocation) => {
      const user = invocation.arg(0);
      const { tags } = await requireUser(invocation.api, user);
      await invocation.api.put(path`users/${user}`, { password: invocation.secret(1), tags });
      return NOTHING;
    },
  },
  {
    name: 'clear_password',
    usage: '<username>',
    summary: 'Takes away the password: the user cannot log in with one.',
    banner: ({ args: [user] }) => `Clearing password for user "${user}" ...`,
    run: async ({ api, args: [user = ''] }) => {
      const { tags } = await requireUser(api, user);
      await api.put(path`users/${user}`, { password_hash: '', tags });
      return NOTHING;
    },
  },
  {
    name: 'set_user_tags',
    usage: '<username> [tag] ...',
    summary: 'Sets the tags: administrator, monitoring, policymaker, management; none without any.',
    banner: ({ args: [user, ...tags] }) =>
      `Setting tags for user "${user}" to [${tags.join(', ')}] ...`,
    run: async ({ api, args: [user = '', ...tags] }) => {
      const { password_hash, hashing_algorithm } = await requireUser(api, user);
      const kept = { password_hash, hashing_algorithm };
      await api.put(path`users/${user}`, { ...kept, tags: tags.join(',') });
      return NOTHING;
    },
  },
  {
    name: 'authenticate_user',
    usage: '<username> [password]',
    summary: 'Tells whether the password is right.',
    banner: ({ args: [user] }) => `Authenticating user "${user}" ...`,
    run: async (invocation) => {
      const user = invocation.arg(0);
      const password = invocation.secret(1);
      await invocation.api
        .as(user, password)
        .get('whoami')
        .catch((error: unknown) => {
          if (!(error instanceof Failure) || error.kind !== 'notAllowed') throw error;
          if (error.message === NO_TAG) return;
          throw new Failure('badData', `failed to authenticate user "${user}": ${error.message}`);
        });
      return { kind: 'text', text: 'Success' };
    },
  },
  {
    name: 'set_permissions',
    usage: '<username> <configure> <write> <read>',
    summary: 'Lets a user configure, write and read what the patterns match in the vhost.',
    banner: ({ args: [user], vhost }) =>
      `Setting permissions for user "${user}" in vhost "${vhost}" ...`,
    run: async ({ api, vhost, args: [user = '', configure, write, read] }) => {
      await requireUser(api, user);
      await api.put(path`permissions/${vhost}/${user}`, { configure, write, read });
      return NOTHING;
    },
  },
  {
    name: 'clear_permissions',
    usage: '<username>',
    summary: 'Keeps a user out of the vhost.',
    banner: ({ args: [user], vhost }) =>
      `Clearing permissions for user "${user}" in vhost "${vhost}" ...`,
    run: async ({ api, vhost, args: [user = ''] }) => {
      await requireUser(api, user);
      await requireVhost(api, vhost);
      const resource = path`permissions/${vhost}/${user}`;
      if ((await api.find(resource)) !== undefined) await api.delete(resource);
      return NOTHING;
    },
  },
  {
    name: 'set_topic_permissions',
    usage: '<username> <exchange> <write> <read>',
    summary: 'Limits the routing keys that a user may publish and bind with.',
    banner: ({ args: [user, exchange], vhost }) =>
      `Setting topic permissions on "${exchange}" for user "${user}" in vhost "${vhost}" ...`,
    run: async ({ api, vhost, args: [user = '', exchange, write, read] }) => {
      await requireUser(api, user);
      await api.put(path`topic-permissions/${vhost}/${user}`, { exchange, write, read });
      return NOTHING;
    },
  },
  {
    name: 'clear_topic_permissions',
    usage: '<username> [exchange]',
    summary: 'Lifts these limits, of one exchange or of all in the vhost.',
    banner: ({ args: [user], vhost }) =>
      `Clearing topic permissions for user "${user}" in vhost "${vhost}" ...`,
    run: clearTopicPermissions,
  },
  {
    name: 'set_user_limits',
    usage: '<username> <definition>',
    summary: 'Sets max-connections and max-channels, as JSON.',
    banner: ({ args: [user, definition] }) =>
      `Setting user limits to "${definition}" for user "${user}" ...`,
    run: async (invocation) => {
      const user = invocation.arg(0);
      await requireUser(invocation.api, user);
      return setLimits(invocation, path`user-limits/${user}`, 1);
    },
  },
  {
    name: 'clear_user_limits',
    usage: '<username> <limit>',
    summary: 'Lifts one limit of a user, or "all".',
    banner: ({ args: [user, limit] }) => `Clearing "${limit}" limit for user "${user}" ...`,
    run: async (invocation) => {
      const [user = '', limit = ''] = invocation.args;
      await requireUser(invocation.api, user);
      return clearLimits(invocation, path`user-limits/${user}`, limit);
    },
  },
  {
    name: 'list_user_limits',
    usage: '',
    summary: 'Lists the limits of users.',
    options: { user: { placeholder: '<name>', meaning: 'of this one only' } },
    banner: () => 'Listing user limits ...',
    run: async (invocation) => {
      const user = invocation.option('user');
      if (user !== undefined) await requireUser(invocation.api, user);
      const resource = user === undefined ? 'user-limits' : path`user-limits/${user}`;
      const rows = (await invocation.api.list(resource)).map((row) => [row['user'], row['value']]);
      return { kind: 'table', columns: ['user', 'limits'], rows };
    },
  },
];

async function clearTopicPermissions({ api, vhost, args }: Invocation) {
  const [user = '', exchange] = args;
  await requireUser(api, user);
  await requireVhost(api, vhost);
  for (const permission of await api.list(path`users/${user}/topic-permissions`)) {
    const name = String(permission['exchange']);
    if (permission['vhost'] !== vhost || name !== (exchange ?? name)) continue;
    await api.delete(path`topic-permissions/${vhost}/${user}/${name}`);
  }
  return NOTHING;
}

async function requireVhost(api: Api, vhost: string): Promise<void> {
  if ((await api.find(path`vhosts/${vhost}`)) !== undefined) return;
  throw new Failure('badData', `Virtual host '${vhost}' does not exist`);
}
