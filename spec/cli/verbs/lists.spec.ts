import { expect } from 'chai';
import { LIST_VERBS } from '../../../src/cli/verbs/lists.js';
import { itRuns } from '../../support/verb-cases.js';

describe('The verbs that list', () => {
  itRuns([
    {
      does: 'list the queues of a vhost with the columns that are asked for',
      words: ['list_queues', '-p', 'a/b', 'name', 'consumers', 'arguments.x-max-length'],
      answers: {
        'GET queues/a%2Fb': [{ name: 'q', consumers: 2, arguments: { 'x-max-length': 7 } }],
      },
      output:
        'Listing queues for vhost a/b ...\nname\tconsumers\targuments.x-max-length\nq\t2\t7\n',
    },
    {
      does: 'take columns with commas between them, and leave empty what is not there',
      words: ['-q', 'list_queues', 'name,policy'],
      answers: { 'GET queues/%2F': [{ name: 'q' }] },
      output: 'name\tpolicy\nq\t\n',
    },
    {
      does: 'refuse a column that there is not, and name the nearest',
      words: ['-q', 'list_queues', 'mesages'],
      code: 64,
      error: "Error: unknown column 'mesages'; the nearest is 'messages'\n",
    },
    {
      does: 'name the two ends of bindings as rabbitmqctl does',
      words: ['-q', 'list_bindings'],
      answers: {
        'GET bindings/%2F': [
          {
            source: 'e',
            destination: 'q',
            destination_type: 'queue',
            routing_key: 'k',
            arguments: {},
          },
        ],
      },
      output:
        'source_name\tsource_kind\tdestination_name\tdestination_kind\trouting_key\targuments\n' +
        'e\texchange\tq\tqueue\tk\t[]\n',
    },
    {
      does: 'list users with their tags in brackets',
      words: ['list_users'],
      answers: { 'GET users': [{ name: 'guest', tags: ['administrator'] }] },
      output: 'Listing users ...\nuser\ttags\nguest\t[administrator]\n',
    },
    {
      does: 'list the permissions of one user',
      words: ['list_user_permissions', 'ann'],
      answers: {
        'GET users/ann': {},
        'GET users/ann/permissions': [{ vhost: '/', configure: '', write: '.*', read: '.*' }],
      },
      output:
        'Listing permissions for user "ann" ...\nvhost\tconfigure\twrite\tread\n/\t\t.*\t.*\n',
    },
    {
      does: 'give 67 for the permissions of a user that there is not',
      words: ['-q', 'list_user_topic_permissions', 'bob'],
      code: 67,
      error: 'Error: User "bob" does not exist\n',
    },
    {
      does: 'list the parameters of the vhost, not those of others',
      words: ['-q', 'list_parameters', '-p', 'a'],
      answers: {
        GET: [],
        'GET parameters': [
          { component: 'c', vhost: 'a', name: 'n', value: { x: 1 } },
          { component: 'c', vhost: 'b', name: 'm', value: 2 },
        ],
      },
      output: 'component\tname\tvalue\nc\tn\t{"x":1}\n',
    },
  ]);

  it('are about what rabbitmqctl lists', () => {
    const names = LIST_VERBS.map(({ name }) => name.replace('list_', ''));
    expect(names).to.include.members([
      'queues',
      'exchanges',
      'bindings',
      'vhosts',
      'users',
      'permissions',
      'user_permissions',
      'topic_permissions',
      'user_topic_permissions',
      'policies',
      'operator_policies',
      'parameters',
      'global_parameters',
    ]);
  });
});
