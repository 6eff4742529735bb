/** The verbs that close connections. */
import { path } from '../api.js';
import { Failure } from '../failure.js';
import { NOTHING, type Verb } from '../verb.js';

const reason = (text: string): Record<string, string> => ({ 'x-reason': text });

export const CONNECTION_VERBS: readonly Verb[] = [
  {
    name: 'close_connection',
    usage: '<name> <explanation>',
    summary: 'Closes one connection; its client is told the explanation.',
    banner: ({ args: [name, why] }) => `Closing connection ${name}, reason: ${why}...`,
    run: async ({ api, args: [name = '', why = ''] }) => {
      await api.delete(path`connections/${name}`, reason(why));
      return NOTHING;
    },
  },
  {
    name: 'close_all_connections',
    usage: '<explanation>',
    summary: 'Closes the connections of the vhost, or of all.',
    options: {
      global: { meaning: 'in all virtual hosts' },
      limit: { placeholder: '<number>', meaning: 'so many of them' },
    },
    banner: (invocation) => {
      const scope = invocation.isSet('global') ? 'all vhosts' : `vhost ${invocation.vhost}`;
      return `Closing all connections in ${scope}, reason: ${invocation.arg(0)}...`;
    },
    run: async (invocation) => {
      const { api, vhost } = invocation;
      const limit = Number(invocation.option('limit') ?? Infinity);
      if (!(limit >= 0)) throw new Failure('badData', '--limit takes a number');
      const resource = invocation.isSet('global')
        ? 'connections'
        : path`vhosts/${vhost}/connections`;
      const names = (await api.list(resource)).map(({ name }) => String(name)).slice(0, limit);
      const closed = await Promise.all(names.map((name) => close(name)));
      const count = closed.filter(Boolean).length;
      return { kind: 'text', text: `Closed ${count} connections` };

      /** False if it went by itself in the meantime. */
      async function close(name: string): Promise<boolean> {
        if ((await api.find(path`connections/${name}`)) === undefined) return false;
        await api.delete(path`connections/${name}`, reason(invocation.arg(0)));
        return true;
      }
    },
  },
  {
    name: 'close_all_user_connections',
    usage: '<username> <explanation>',
    summary: 'Closes the connections of a user.',
    banner: ({ args: [user, why] }) => `Closing connections of user ${user}, reason: ${why}...`,
    run: async ({ api, args: [user = '', why = ''] }) => {
      await api.delete(path`connections/username/${user}`, reason(why));
      return NOTHING;
    },
  },
];
