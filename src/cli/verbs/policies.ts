/** The verbs of policies, operator policies, parameters and global parameters. */
import { path } from '../api.js';
import { Failure } from '../failure.js';
import { NOTHING, type Verb } from '../verb.js';

export const POLICY_VERBS: readonly Verb[] = [
  ...policyVerbs('policy', 'policies', 'policy'),
  ...policyVerbs('operator_policy', 'operator-policies', 'operator policy override'),
  {
    name: 'set_parameter',
    usage: '<component> <name> <value>',
    summary: 'Sets a runtime parameter of the vhost; the value is JSON.',
    banner: ({ args: [component, name, value], vhost }) =>
      `Setting runtime parameter "${name}" for component "${component}" to "${value}" ` +
      `in vhost "${vhost}" ...`,
    run: async (invocation) => {
      const { api, vhost } = invocation;
      const [component = '', name = ''] = invocation.args;
      const value = invocation.json(2);
      await api.put(path`parameters/${component}/${vhost}/${name}`, {
        component,
        vhost,
        name,
        value,
      });
      return NOTHING;
    },
  },
  {
    name: 'clear_parameter',
    usage: '<component> <name>',
    summary: 'Removes a runtime parameter of the vhost.',
    banner: ({ args: [component, name], vhost }) =>
      `Clearing runtime parameter "${name}" for component "${component}" on vhost "${vhost}" ...`,
    run: async ({ api, vhost, args: [component = '', name = ''] }) => {
      await api.delete(path`parameters/${component}/${vhost}/${name}`);
      return NOTHING;
    },
  },
  {
    name: 'set_global_parameter',
    usage: '<name> <value>',
    summary: 'Sets a runtime parameter of the whole broker; the value is JSON.',
    banner: ({ args: [name, value] }) =>
      `Setting global runtime parameter "${name}" to "${value}" ...`,
    run: async (invocation) => {
      const name = invocation.arg(0);
      await invocation.api.put(path`global-parameters/${name}`, {
        name,
        value: invocation.json(1),
      });
      return NOTHING;
    },
  },
  {
    name: 'clear_global_parameter',
    usage: '<name>',
    summary: 'Removes a runtime parameter of the whole broker.',
    banner: ({ args: [name] }) => `Clearing global runtime parameter "${name}" ...`,
    run: async ({ api, args: [name = ''] }) => {
      await api.delete(path`global-parameters/${name}`);
      return NOTHING;
    },
  },
];

function policyVerbs(word: string, resource: string, what: string): readonly Verb[] {
  return [
    {
      name: `set_${word}`,
      usage: '<name> <pattern> <definition>',
      summary: `Sets a ${what} of the vhost; the definition is JSON.`,
      options: {
        priority: { placeholder: '<number>', meaning: 'the highest of those that match counts' },
        'apply-to': { placeholder: '<kind>', meaning: 'queues, exchanges or all (default)' },
      },
      banner: (invocation) => {
        const [name, pattern, definition] = invocation.args;
        const priority = invocation.option('priority') ?? '0';
        return (
          `Setting ${what} "${name}" for pattern "${pattern}" to "${definition}" ` +
          `with priority "${priority}" for vhost "${invocation.vhost}" ...`
        );
      },
      run: async (invocation) => {
        const [name = '', pattern] = invocation.args;
        const priority = Number(invocation.option('priority') ?? 0);
        if (!Number.isInteger(priority)) {
          throw new Failure('badData', '--priority takes a whole number');
        }
        await invocation.api.put(`${resource}/${path`${invocation.vhost}/${name}`}`, {
          pattern,
          definition: invocation.json(2),
          priority,
          'apply-to': invocation.option('apply-to') ?? 'all',
        });
        return NOTHING;
      },
    },
    {
      name: `clear_${word}`,
      usage: '<name>',
      summary: `Removes a ${what} of the vhost.`,
      banner: ({ args: [name], vhost }) => `Clearing ${what} "${name}" on vhost "${vhost}" ...`,
      run: async ({ api, vhost, args: [name = ''] }) => {
        await api.delete(`${resource}/${path`${vhost}/${name}`}`);
        return NOTHING;
      },
    },
  ];
}
