/** The verbs of virtual hosts. */
import { path } from '../api.js';
import { Failure } from '../failure.js';
import { NOTHING, type Verb } from '../verb.js';
import { clearLimits, setLimits } from './limits.js';

export const VHOST_VERBS: readonly Verb[] = [
  {
    name: 'add_vhost',
    usage: '<vhost>',
    summary: 'Makes a virtual host.',
    options: {
      description: { placeholder: '<text>', meaning: 'what it is for' },
      tags: { placeholder: '<list>', meaning: 'with commas between them' },
      'default-queue-type': { placeholder: '<type>', meaning: 'of queues that do not say theirs' },
    },
    banner: ({ args: [vhost] }) => `Adding vhost "${vhost}" ...`,
    run: async (invocation) => {
      const description = invocation.option('description');
      const tags = invocation.option('tags');
      const type = invocation.option('default-queue-type');
      await invocation.api.put(path`vhosts/${invocation.arg(0)}`, {
        ...(description === undefined ? {} : { description }),
        ...(tags === undefined ? {} : { tags }),
        ...(type === undefined ? {} : { default_queue_type: type }),
      });
      return NOTHING;
    },
  },
  {
    name: 'delete_vhost',
    usage: '<vhost>',
    summary: 'Deletes a virtual host with everything in it.',
    banner: ({ args: [vhost] }) => `Deleting vhost "${vhost}" ...`,
    run: async ({ api, args: [vhost = ''] }) => {
      if ((await api.find(path`vhosts/${vhost}`)) === undefined) {
        throw new Failure('badData', `Virtual host '${vhost}' does not exist`);
      }
      await api.delete(path`vhosts/${vhost}`);
      return NOTHING;
    },
  },
  {
    name: 'trace_on',
    usage: '',
    summary: 'Has every message of the vhost copied to the exchange amq.rabbitmq.trace.',
    banner: ({ vhost }) => `Starting tracing for vhost "${vhost}" ...`,
    run: async ({ api, vhost }) => {
      await api.put(path`vhosts/${vhost}`, { tracing: true });
      return { kind: 'text', text: `Trace enabled for vhost ${vhost}` };
    },
  },
  {
    name: 'trace_off',
    usage: '',
    summary: 'Ends that.',
    banner: ({ vhost }) => `Stopping tracing for vhost "${vhost}" ...`,
    run: async ({ api, vhost }) => {
      await api.put(path`vhosts/${vhost}`, { tracing: false });
      return { kind: 'text', text: `Trace disabled for vhost ${vhost}` };
    },
  },
  {
    name: 'set_vhost_limits',
    usage: '<definition>',
    summary: 'Sets max-connections and max-queues of the vhost, as JSON.',
    banner: ({ args: [definition], vhost }) =>
      `Setting vhost limits to "${definition}" for vhost "${vhost}" ...`,
    run: (invocation) => setLimits(invocation, path`vhost-limits/${invocation.vhost}`, 0),
  },
  {
    name: 'clear_vhost_limits',
    usage: '',
    summary: 'Lifts the limits of the vhost.',
    banner: ({ vhost }) => `Clearing vhost "${vhost}" limits ...`,
    run: (invocation) => clearLimits(invocation, path`vhost-limits/${invocation.vhost}`, 'all'),
  },
  {
    name: 'list_vhost_limits',
    usage: '',
    summary: 'Lists the limits of vhosts.',
    banner: () => 'Listing limits for vhosts ...',
    run: async (invocation) => {
      const vhost = invocation.option('vhost');
      const resource = vhost === undefined ? 'vhost-limits' : path`vhost-limits/${vhost}`;
      const rows = (await invocation.api.list(resource)).map((row) => [row['vhost'], row['value']]);
      return { kind: 'table', columns: ['vhost', 'limits'], rows };
    },
  },
];
