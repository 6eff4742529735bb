/** Policies, parameters, limits and the name of the cluster with values that they cannot have. */
import type { Mistakes } from '../mistake.js';

export const rules: readonly Mistakes[] = [
  {
    status: 400,
    error: 'bad_request',
    reason: '[{key_missing,definition}]',
    requests: [['PUT /policies/shop/x', { pattern: 'x' }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: '[{key_missing,pattern}]',
    requests: [['PUT /policies/shop/x', { definition: { 'max-length': 1 } }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason:
      'Validation failed\n\npattern should be regular expression but is invalid: {"missing )",1}\n',
    ourReason:
      'Validation failed\n\npattern should be regular expression but is invalid: ' +
      'error parsing regexp: missing closing ): `(`\n',
    requests: [['PUT /policies/shop/x', { pattern: '(', definition: { 'max-length': 1 } }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Validation failed\n\nno policy provided\n',
    requests: [['PUT /policies/shop/x', { pattern: 'x', definition: {} }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Validation failed\n\n[{<<"lemons">>,1}] are not recognised policy settings\n',
    requests: [['PUT /policies/shop/x', { pattern: 'x', definition: { lemons: 1 } }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Validation failed\n\n<<"many">> is not a valid maximum length\n',
    requests: [['PUT /policies/shop/x', { pattern: 'x', definition: { 'max-length': 'many' } }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Validation failed\n\n-1 is not a valid message TTL\n',
    requests: [['PUT /policies/shop/x', { pattern: 'x', definition: { 'message-ttl': -1 } }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Validation failed\n\n<<"spill">> is not a valid overflow value\n',
    requests: [['PUT /policies/shop/x', { pattern: 'x', definition: { overflow: 'spill' } }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Validation failed\n\npriority should be a number, actually was <<"high">>\n',
    requests: [
      ['PUT /policies/shop/x', { pattern: 'x', definition: { 'max-length': 1 }, priority: 'high' }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason:
      "Validation failed\n\napply-to 'birds' unrecognised; should be 'queues', " +
      "'exchanges' or 'all'\n",
    // The kinds of queues are of 3.12.
    ourReason:
      "Validation failed\n\napply-to 'birds' unrecognised; should be one of: 'queues', " +
      "'classic_queues', 'quorum_queues', 'streams', 'exchanges', or 'all'\n",
    requests: [
      [
        'PUT /policies/shop/x',
        { pattern: 'x', definition: { 'max-length': 1 }, 'apply-to': 'birds' },
      ],
    ],
  },
  {
    crashesRabbitMQ: true,
    requests: [
      ['PUT /policies/shop/x', { pattern: 'x', definition: 'max' }],
      ['PUT /cluster-name', { name: 3 }],
    ],
  },
  {
    status: 404,
    error: 'not_found',
    reason: 'vhost_not_found',
    requests: [
      ['PUT /policies/none/x', { pattern: 'x', definition: { 'max-length': 1 } }],
      ['PUT /parameters/vhost-limits/none/limits', { value: {} }],
      ['PUT /vhost-limits/none/max-queues', { value: 1 }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason:
      'Validation failed\n\n[{<<"dead-letter-exchange">>,<<"x">>}] are not recognised ' +
      'policy settings\n',
    requests: [
      [
        'PUT /operator-policies/shop/x',
        { pattern: 'x', definition: { 'dead-letter-exchange': 'x' } },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason:
      'Validation failed\n\n[{<<"alternate-exchange">>,<<"x">>}] are not recognised ' +
      'policy settings\n',
    requests: [
      [
        'PUT /operator-policies/shop/x',
        { pattern: 'x', definition: { 'alternate-exchange': 'x' } },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Validation failed\n\ncomponent lemons not found\n',
    requests: [['PUT /parameters/lemons/shop/x', { value: 1 }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'policies may not be set using this method',
    requests: [['PUT /parameters/policy/shop/x', { value: 1 }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: '[{key_missing,value}]',
    requests: [
      ['PUT /parameters/vhost-limits/shop/limits', {}],
      ['PUT /global-parameters/x', {}],
      ['PUT /vhost-limits/shop/max-queues', {}],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Validation failed\n\nUnrecognised terms [{<<"max-lemons">>,1}] in limits\n',
    requests: [['PUT /vhost-limits/shop/max-lemons', { value: 1 }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Validation failed\n\nmax-queues should be a number, actually was <<"x">>\n',
    requests: [['PUT /vhost-limits/shop/max-queues', { value: 'x' }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Unrecognised terms [{<<"max-lemons">>,1}] in user-limits',
    requests: [['PUT /user-limits/erin/max-lemons', { value: 1 }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'max-channels should be a number, actually was <<"x">>',
    requests: [['PUT /user-limits/erin/max-channels', { value: 'x' }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['no_such_user', 'none'],
    requests: [['PUT /user-limits/none/max-channels', { value: 1 }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: '[{key_missing,name}]',
    requests: [['PUT /cluster-name', {}]],
  },
];
