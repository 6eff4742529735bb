import { itRuns } from '../../support/verb-cases.js';

const DEFINITION = '{"max-length": 10}';

describe('The verbs of policies and parameters', () => {
  itRuns([
    {
      does: 'set a policy with its defaults',
      words: ['set_policy', 'short', '^a', DEFINITION],
      changes: [
        [
          'PUT policies/%2F/short',
          { pattern: '^a', definition: { 'max-length': 10 }, priority: 0, 'apply-to': 'all' },
        ],
      ],
      output:
        'Setting policy "short" for pattern "^a" to "{"max-length": 10}" with priority "0" ' +
        'for vhost "/" ...\n',
    },
    {
      does: 'set an operator policy with priority, for queues only',
      words: [
        '-q',
        'set_operator_policy',
        'short',
        '^a',
        DEFINITION,
        '--priority',
        '7',
        '--apply-to=queues',
        '-p',
        'v',
      ],
      changes: [
        [
          'PUT operator-policies/v/short',
          { pattern: '^a', definition: { 'max-length': 10 }, priority: 7, 'apply-to': 'queues' },
        ],
      ],
    },
    {
      does: 'refuse a definition that is no JSON',
      words: ['-q', 'set_policy', 'short', '^a', 'max-length=10'],
      code: 65,
      error: 'Error: max-length=10 is not JSON\n',
    },
    {
      does: 'refuse a priority that is no number',
      words: ['-q', 'set_policy', 'short', '^a', DEFINITION, '--priority', 'high'],
      code: 65,
      error: 'Error: --priority takes a whole number\n',
    },
    {
      does: 'clear policies',
      words: ['-q', 'clear_policy', 'short'],
      changes: [['DELETE policies/%2F/short', undefined]],
    },
    {
      does: 'clear operator policies',
      words: ['-q', 'clear_operator_policy', 'short'],
      changes: [['DELETE operator-policies/%2F/short', undefined]],
    },
    {
      does: 'set a parameter',
      words: ['-q', 'set_parameter', 'shovel', 'mine', '{"a": 1}'],
      changes: [
        [
          'PUT parameters/shovel/%2F/mine',
          { component: 'shovel', vhost: '/', name: 'mine', value: { a: 1 } },
        ],
      ],
    },
    {
      does: 'clear a parameter',
      words: ['-q', 'clear_parameter', 'shovel', 'mine'],
      changes: [['DELETE parameters/shovel/%2F/mine', undefined]],
    },
    {
      does: 'set a global parameter',
      words: ['-q', 'set_global_parameter', 'mqtt_default_vhosts', '"/"'],
      changes: [
        ['PUT global-parameters/mqtt_default_vhosts', { name: 'mqtt_default_vhosts', value: '/' }],
      ],
    },
    {
      does: 'clear a global parameter',
      words: ['-q', 'clear_global_parameter', 'x'],
      changes: [['DELETE global-parameters/x', undefined]],
    },
  ]);
});
