/** The verbs that do something to one queue. */
import { path } from '../api.js';
import { NOTHING, type Verb } from '../verb.js';

export const QUEUE_VERBS: readonly Verb[] = [
  {
    name: 'purge_queue',
    usage: '<queue>',
    summary: 'Removes the messages that wait in a queue.',
    banner: ({ args: [queue], vhost }) => `Purging queue '${queue}' in vhost '${vhost}' ...`,
    run: async ({ api, vhost, args: [queue = ''] }) => {
      await api.delete(path`queues/${vhost}/${queue}/contents`);
      return NOTHING;
    },
  },
  {
    name: 'delete_queue',
    usage: '<queue>',
    summary: 'Deletes a queue with its messages.',
    options: {
      'if-empty': { short: 'e', meaning: 'only if it holds no message' },
      'if-unused': { short: 'u', meaning: 'only if it has no consumer' },
    },
    banner: ({ args: [queue], vhost }) => `Deleting queue '${queue}' on vhost '${vhost}' ...`,
    run: async (invocation) => {
      const conditions = ['if-empty', 'if-unused'].filter((name) => invocation.isSet(name));
      const query = conditions.map((name) => `${name}=true`).join('&');
      const resource = path`queues/${invocation.vhost}/${invocation.arg(0)}`;
      await invocation.api.delete(query === '' ? resource : `${resource}?${query}`);
      return { kind: 'text', text: 'Queue was successfully deleted' };
    },
  },
  ...((['pause', 'resume'] as const).map((action) => ({
    name: `${action}_queue`,
    usage: '<queue>',
    summary:
      action === 'pause'
        ? 'Has a queue deliver nothing, while it goes on taking messages.'
        : 'Has a paused queue deliver again.',
    banner: ({ args: [queue], vhost }) =>
      `${action === 'pause' ? 'Pausing' : 'Resuming'} queue '${queue}' in vhost '${vhost}' ...`,
    run: async ({ api, vhost, args: [queue = ''] }) => {
      await api.request('POST', path`queues/${vhost}/${queue}/actions`, { action });
      return NOTHING;
    },
  })) satisfies Verb[]),
];
