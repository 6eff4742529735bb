import { itRuns } from '../../support/verb-cases.js';

describe('The verbs of virtual hosts', () => {
  itRuns([
    {
      does: 'make one',
      words: ['add_vhost', 'orders/eu'],
      changes: [['PUT vhosts/orders%2Feu', {}]],
      output: 'Adding vhost "orders/eu" ...\n',
    },
    {
      does: 'make one with a description, tags and a queue type',
      words: [
        'add_vhost',
        'a',
        '--description',
        'd',
        '--tags=x,y',
        '--default-queue-type',
        'quorum',
      ],
      changes: [['PUT vhosts/a', { description: 'd', tags: 'x,y', default_queue_type: 'quorum' }]],
    },
    {
      does: 'delete one',
      words: ['-q', 'delete_vhost', 'a'],
      answers: { 'GET vhosts/a': {} },
      changes: [['DELETE vhosts/a', undefined]],
    },
    {
      does: 'give 65 for one that there is not',
      words: ['-q', 'delete_vhost', 'a'],
      code: 65,
      error: "Error: Virtual host 'a' does not exist\n",
    },
    {
      does: 'turn tracing on',
      words: ['trace_on', '-p', 'a'],
      changes: [['PUT vhosts/a', { tracing: true }]],
      output: 'Starting tracing for vhost "a" ...\nTrace enabled for vhost a\n',
    },
    {
      does: 'turn tracing off',
      words: ['-q', 'trace_off'],
      changes: [['PUT vhosts/%2F', { tracing: false }]],
    },
    {
      does: 'set limits',
      words: ['-q', 'set_vhost_limits', '-p', 'a', '{"max-queues": 5}'],
      changes: [['PUT vhost-limits/a/max-queues', { value: 5 }]],
    },
    {
      does: 'lift limits',
      words: ['-q', 'clear_vhost_limits', '-p', 'a'],
      answers: { 'GET vhost-limits/a': [{ vhost: 'a', value: { 'max-queues': 5 } }] },
      changes: [['DELETE vhost-limits/a/max-queues', undefined]],
    },
    {
      does: 'list the limits of all',
      words: ['-q', 'list_vhost_limits'],
      answers: { 'GET vhost-limits': [{ vhost: 'a', value: { 'max-queues': 5 } }] },
      output: 'vhost\tlimits\na\t{"max-queues":5}\n',
    },
  ]);
});
