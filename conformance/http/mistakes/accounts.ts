/** Users, permissions, virtual hosts and definitions that cannot be taken in. */
import type { Mistakes } from '../mistake.js';

export const accounts: readonly Mistakes[] = [
  {
    status: 400,
    error: 'bad_request',
    reason: 'tags_not_present',
    requests: [
      ['PUT /users/new', ''],
      ['PUT /users/new', { password: 'x' }],
    ],
  },
  { status: 400, error: 'bad_request', reason: 'not_json', requests: [['PUT /vhosts/x1', '1']] },
  {
    status: 400,
    error: 'bad_request',
    reason: ['not_base64', 'not base64!'],
    requests: [['PUT /users/new', { password_hash: 'not base64!', tags: '' }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'both_password_and_password_hash_are_provided',
    requests: [['PUT /users/new', { password: 'x', password_hash: 'AAAAAAAA', tags: '' }]],
  },
  {
    crashesRabbitMQ: true,
    requests: [
      ['PUT /users/new', { password: 'x', tags: 3 }],
      ['PUT /users/new', { password: 3, tags: '' }],
      ['PUT /permissions/shop/bob', { configure: 1, write: '', read: '' }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: '[{key_missing,read}]',
    requests: [['PUT /permissions/shop/bob', { configure: '', write: '' }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['invalid_regexp', [40], [[109, 105, 115, 115, 105, 110, 103, 32, 41], 1]],
    ourReason: 'error parsing regexp: missing closing ): `(`',
    requests: [['PUT /permissions/shop/bob', { configure: '(', write: '', read: '' }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'vhost_or_user_not_found',
    requests: [
      ['PUT /permissions/shop/none', { configure: '', write: '', read: '' }],
      ['PUT /permissions/none/bob', { configure: '', write: '', read: '' }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: '[{key_missing,exchange}]',
    requests: [['PUT /topic-permissions/shop/bob', { write: '', read: '' }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['invalid_regexp', '(', [[109, 105, 115, 115, 105, 110, 103, 32, 41], 1]],
    ourReason: 'error parsing regexp: missing closing ): `(`',
    requests: [['PUT /topic-permissions/shop/bob', { exchange: 'news', write: '(', read: '' }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'failed_to_parse_json',
    requests: [
      ['POST /definitions', '{nope'],
      ['POST /definitions', '[]'],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['no_such_vhost', 'undefined'],
    requests: [['POST /definitions', { queues: [{ name: 'x' }] }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['no_such_vhost', 'none'],
    requests: [
      [
        'POST /definitions',
        {
          queues: [{ name: 'x', vhost: 'none', durable: true, auto_delete: false, arguments: {} }],
        },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Validation failed\n\n[{<<"lemons">>,1}] are not recognised policy settings\n (shop/x)',
    requests: [
      [
        'POST /definitions',
        { policies: [{ name: 'x', vhost: 'shop', pattern: 'x', definition: { lemons: 1 } }] },
      ],
    ],
  },
  {
    status: 404,
    error: 'not_found',
    reason: 'vhost_not_found',
    requests: [['POST /definitions/none', {}]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: '[{key_missing,users}]',
    requests: [['POST /users/bulk-delete', {}]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['no_such_user', 'none'],
    requests: [['POST /users/bulk-delete', { users: ['none'] }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Request to node {node} failed with {no_such_vhost,<<"none">>}',
    requests: ['POST /vhosts/none/start/{node}'],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Request to node none@nowhere failed with nodedown',
    requests: ['POST /vhosts/shop/start/none@nowhere'],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'unsupported',
    requests: [['PUT /feature-flags/lemons/enable', {}]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['not_boolean', 'maybe'],
    requests: [['PUT /vhosts/x3', { tracing: 'maybe' }]],
  },
];
