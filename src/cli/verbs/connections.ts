/** The verbs that close connections and end consumers. A connection goes by its name. */
import { setTimeout } from 'node:timers/promises';
import { path } from '../api.js';
import { Failure } from '../failure.js';
import { type Invocation, NOTHING, type Verb } from '../verb.js';

export const CONNECTION_VERBS: readonly Verb[] = [
  {
    name: 'close_connection',
    usage: '<connection> <explanation>',
    summary: 'Closes the connection of this name, and tells its client why.',
    banner: ({ args: [name, explanation] }) =>
      `Closing connection ${name}, reason: ${explanation}...`,
    run: async ({ api, args: [name = '', explanation = ''] }) => {
      await api.delete(path`connections/${name}`, reasonHeader(explanation));
      return NOTHING;
    },
  },
  {
    name: 'close_all_connections',
    usage: '<explanation>',
    summary: 'Closes the connections of a vhost, or all of them.',
    options: {
      global: { meaning: 'those of all vhosts' },
      limit: { placeholder: '<number>', meaning: 'no more than these, of a vhost; 0 is all' },
      'per-connection-delay': { placeholder: '<ms>', meaning: 'how long to wait after each' },
    },
    banner: (invocation) => `Closing ${scopeOf(invocation)}, reason: ${invocation.arg(0)}...`,
    run: closeAll,
  },
  {
    name: 'close_all_user_connections',
    usage: '<username> <explanation>',
    summary: 'Closes the connections of a user.',
    banner: ({ args: [user, explanation] }) =>
      `Closing connections of user ${user}, reason: ${explanation}...`,
    run: async ({ api, args: [user = '', explanation = ''] }) => {
      await api.delete(path`connections/username/${user}`, reasonHeader(explanation));
      return NOTHING;
    },
  },
  {
    name: 'cancel_consumer',
    usage: '<channel> <tag>',
    summary: 'Ends a consumer, whose client hears of it; of a connection, those of the tag.',
    banner: ({ vhost, args: [channel, tag] }) =>
      `Cancelling consumer "${tag}" of ${channel} in vhost ${vhost} ...`,
    run: async ({ api, vhost, args: [channel = '', tag = ''] }) => {
      await api.delete(path`consumers/${vhost}/${channel}/${tag}`);
      return NOTHING;
    },
  },
];

async function closeAll(invocation: Invocation) {
  const { api, vhost } = invocation;
  const limit = numberOf(invocation, 'limit');
  const delayMs = numberOf(invocation, 'per-connection-delay');
  const headers = reasonHeader(invocation.arg(0));
  const isGlobal = invocation.isSet('global');
  const all = await api.list(isGlobal ? 'connections' : path`vhosts/${vhost}/connections`);
  const chosen = limit === 0 || isGlobal ? all : all.slice(0, limit);
  for (const { name } of chosen) {
    // It may have gone by itself since it was listed.
    await api.deleteIfThere(path`connections/${String(name)}`, headers);
    if (delayMs > 0) await setTimeout(delayMs);
  }
  return { kind: 'text', text: `Closed ${chosen.length} connections` } as const;
}

function scopeOf(invocation: Invocation): string {
  if (invocation.isSet('global')) return 'all connections (across all vhosts)';
  const limit = numberOf(invocation, 'limit');
  return `${limit === 0 ? 'all' : limit} connections in vhost ${invocation.vhost}`;
}

function numberOf(invocation: Invocation, option: string): number {
  const text = invocation.option(option) ?? '0';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Failure('usage', `--${option} takes a number, and ${text} is none`);
}

/** A header is one line of octets. */
function reasonHeader(explanation: string): Readonly<Record<string, string>> {
  const line = explanation.replaceAll(/\p{Cc}+/gu, ' ');
  return { 'x-reason': Buffer.from(line, 'utf8').toString('latin1') };
}
