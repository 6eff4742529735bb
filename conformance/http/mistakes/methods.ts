/** Methods that a path does not know: an empty 405 that lists what it knows. */
import type { Mistakes } from '../mistake.js';

export const methods: readonly Mistakes[] = [
  {
    status: 405,
    allow: 'PUT, DELETE, OPTIONS',
    requests: ['GET /vhost-limits/shop/max-queues', 'GET /user-limits/erin/max-channels'],
  },
  {
    status: 405,
    allow: 'HEAD, GET, OPTIONS',
    requests: [
      ['POST /overview', {}],
      'DELETE /overview',
      'DELETE /queues/shop',
      ['POST /vhosts', {}],
      'DELETE /vhosts',
      ['PUT /users', {}],
      ['POST /whoami', {}],
    ],
  },
  {
    status: 405,
    allow: 'HEAD, GET, OPTIONS',
    // Queues by name.
    ourAllow: 'HEAD, GET, POST, OPTIONS',
    requests: [['PUT /queues', {}]],
  },
  { status: 405, allow: 'DELETE, OPTIONS', requests: ['GET /queues/shop/classic/contents'] },
  {
    status: 405,
    allow: 'POST, OPTIONS',
    requests: [
      'GET /queues/shop/classic/get',
      'GET /exchanges/shop/orders/publish',
      'GET /users/bulk-delete',
      'GET /rebalance/queues',
      'GET /login',
      'GET /queues/shop/classic/actions',
    ],
  },
  {
    status: 405,
    allow: 'HEAD, GET, DELETE, OPTIONS',
    requests: [
      ['PUT /connections/x', {}],
      ['PUT /bindings/shop/e/orders/q/quorum/q', {}],
    ],
  },
  {
    status: 405,
    allow: 'HEAD, GET, PUT, DELETE, OPTIONS',
    requests: [
      ['PATCH /queues/shop/classic', {}],
      ['POST /users/alice', {}],
      ['POST /policies/shop/x', {}],
      ['POST /queues/shop/classic', {}],
    ],
  },
  {
    status: 405,
    allow: 'HEAD, GET, POST, OPTIONS',
    requests: [['PUT /definitions', {}], 'DELETE /definitions'],
  },
  { status: 501, requests: ['TRACE /overview'] },
  { status: 406, requests: [['GET /overview', undefined, { headers: { accept: 'text/html' } }]] },
];
