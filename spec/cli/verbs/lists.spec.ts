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
      does: 'list connections, which go by their name where rabbitmqctl has an Erlang process',
      words: ['list_connections'],
      answers: {
        'GET connections': [
          { user: 'ann', peer_host: '::1', peer_port: 9, state: 'running', name: '9 -> 1' },
        ],
      },
      output: 'Listing connections ...\nuser\tpeer_host\tpeer_port\tstate\nann\t::1\t9\trunning\n',
    },
    {
      does: 'list columns of connections that lie deeper, or are not there',
      words: ['-q', 'list_connections', 'pid', 'ssl_cipher', 'client_properties.product'],
      answers: {
        'GET connections': [
          { name: '9 -> 1', ssl_cipher: null, client_properties: { product: 'x' } },
        ],
      },
      output: 'pid\tssl_cipher\tclient_properties.product\n9 -> 1\t\tx\n',
    },
    {
      does: 'list channels',
      words: ['list_channels', 'pid', 'connection', 'confirm', 'messages_unacknowledged'],
      answers: {
        'GET channels': [
          {
            name: '9 -> 1 (1)',
            connection_details: { name: '9 -> 1' },
            confirm: true,
            messages_unacknowledged: 3,
          },
        ],
      },
      output:
        'Listing channels ...\npid\tconnection\tconfirm\tmessages_unacknowledged\n' +
        '9 -> 1 (1)\t9 -> 1\ttrue\t3\n',
    },
    {
      does: 'list the consumers of a vhost',
      words: ['list_consumers', '-p', 'v'],
      answers: {
        'GET consumers/v': [
          {
            queue: { name: 'q', vhost: 'v' },
            channel_details: { name: '9 -> 1 (1)' },
            consumer_tag: 't',
            ack_required: true,
            prefetch_count: 5,
            active: true,
            arguments: {},
          },
        ],
      },
      output:
        'Listing consumers in vhost v ...\n' +
        'queue_name\tchannel_pid\tconsumer_tag\tack_required\tprefetch_count\tactive\targuments\n' +
        'q\t9 -> 1 (1)\tt\ttrue\t5\ttrue\t[]\n',
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
      'connections',
      'channels',
      'consumers',
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
