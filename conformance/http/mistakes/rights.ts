/** Users who ask for more than their tags and permissions give them. */
import type { Mistakes } from '../mistake.js';

export const rights: readonly Mistakes[] = [
  {
    status: 401,
    error: 'not_authorised',
    reason: 'Not administrator user',
    requests: [
      ['GET /users', undefined, { as: 'dave:dave-test' }],
      ['PUT /users/x', { password: 'x', tags: '' }, { as: 'dave:dave-test' }],
      ['GET /permissions', undefined, { as: 'dave:dave-test' }],
      ['PUT /vhosts/x', {}, { as: 'dave:dave-test' }],
      ['GET /definitions', undefined, { as: 'dave:dave-test' }],
      [
        'PUT /operator-policies/shop/x',
        { pattern: 'x', definition: { 'max-length': 1 } },
        { as: 'dave:dave-test' },
      ],
      ['PUT /vhost-limits/shop/max-queues', { value: 1 }, { as: 'dave:dave-test' }],
      ['PUT /cluster-name', { name: 'x' }, { as: 'dave:dave-test' }],
      ['POST /users/bulk-delete', { users: ['x'] }, { as: 'dave:dave-test' }],
      ['PUT /feature-flags/quorum_queue/enable', {}, { as: 'dave:dave-test' }],
      ['GET /vhosts/empty', undefined, { as: 'dave:dave-test' }],
      ['GET /definitions/shop', undefined, { as: 'dave:dave-test' }],
      ['GET /users', undefined, { as: 'bob:bob-test' }],
      [
        'PUT /operator-policies/shop/x',
        { pattern: 'x', definition: { 'max-length': 1 } },
        { as: 'carol:carol-test' },
      ],
      ['DELETE /users/alice', undefined, { as: 'bob:bob-test' }],
    ],
  },
  {
    status: 401,
    error: 'not_authorised',
    reason: 'Not monitor user',
    requests: [
      ['GET /nodes', undefined, { as: 'dave:dave-test' }],
      ['GET /auth/attempts/{node}', undefined, { as: 'dave:dave-test' }],
    ],
  },
  {
    status: 401,
    error: 'not_authorised',
    reason: 'User not authorised to access object',
    requests: [
      [
        'PUT /policies/shop/x',
        { pattern: 'x', definition: { 'max-length': 1 } },
        { as: 'dave:dave-test' },
      ],
      ['GET /parameters', undefined, { as: 'dave:dave-test' }],
      ['GET /global-parameters', undefined, { as: 'dave:dave-test' }],
      [
        'PUT /policies/shop/x',
        { pattern: 'x', definition: { 'max-length': 1 } },
        { as: 'bob:bob-test' },
      ],
      [
        'PUT /policies/empty/x',
        { pattern: 'x', definition: { 'max-length': 1 } },
        { as: 'carol:carol-test' },
      ],
    ],
  },
  {
    status: 401,
    error: 'not_authorised',
    reason: 'User not authorised to access virtual host',
    requests: [
      ['GET /queues/empty', undefined, { as: 'dave:dave-test' }],
      ['GET /exchanges/team%2Fa/amq.direct', undefined, { as: 'dave:dave-test' }],
      ['GET /aliveness-test/empty', undefined, { as: 'dave:dave-test' }],
      [
        'POST /queues/empty/x/get',
        { count: 1, ackmode: 'ack_requeue_true', encoding: 'auto' },
        { as: 'dave:dave-test' },
      ],
    ],
  },
  {
    crashesRabbitMQ: true,
    requests: [['DELETE /connections/none', undefined, { as: 'dave:dave-test' }]],
  },
  {
    status: 401,
    error: 'not_authorised',
    reason: 'Not management user',
    requests: [
      [
        'POST /exchanges/shop/dead/publish',
        { routing_key: 'x', payload: 'x', payload_encoding: 'string', properties: {} },
        { as: 'erin:erin-test' },
      ],
    ],
  },
  {
    status: 401,
    error: 'not_authorised',
    reason: 'Access refused.',
    requests: [['PUT /queues/team%2Fa/new', { durable: true }, { as: 'alice:alice-test' }]],
  },
];
