/** Publishing, getting, purging and acting on queues with the wrong words. */
import type { Mistakes } from '../mistake.js';

export const messages: readonly Mistakes[] = [
  {
    status: 400,
    error: 'bad_request',
    reason:
      "cannot obtain exclusive access to locked queue 'exclusive' in vhost '/'. It could " +
      'be originally declared on another connection or the exclusive property value does ' +
      'not match that of the original declaration.',
    requests: ['DELETE /queues/%2F/exclusive/contents'],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: "404 NOT_FOUND - no exchange 'none' in vhost 'shop'",
    requests: [
      [
        'POST /exchanges/shop/none/publish',
        { routing_key: 'x', payload: 'x', payload_encoding: 'string', properties: {} },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: '[{key_missing,payload}]',
    requests: [
      [
        'POST /exchanges/shop/orders/publish',
        { routing_key: 'x', payload_encoding: 'string', properties: {} },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: '[{key_missing,properties}]',
    requests: [
      [
        'POST /exchanges/shop/orders/publish',
        { routing_key: 'x', payload: 'x', payload_encoding: 'string' },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: '[{key_missing,routing_key}]',
    requests: [
      [
        'POST /exchanges/shop/orders/publish',
        { payload: 'x', payload_encoding: 'string', properties: {} },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['unsupported_encoding', 'morse'],
    requests: [
      [
        'POST /exchanges/shop/orders/publish',
        { routing_key: 'x', payload: 'x', payload_encoding: 'morse', properties: {} },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['not_base64', '!!!'],
    requests: [
      [
        'POST /exchanges/shop/orders/publish',
        { routing_key: 'x', payload: '!!!', payload_encoding: 'base64', properties: {} },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['not_int', 'delivery_mode'],
    requests: [
      [
        'POST /exchanges/shop/orders/publish',
        {
          routing_key: 'x',
          payload: 'x',
          payload_encoding: 'string',
          properties: { delivery_mode: 'two' },
        },
      ],
    ],
  },
  {
    status: 200,
    requests: [
      [
        'POST /exchanges/shop/orders/publish',
        {
          routing_key: 'nowhere',
          payload: 'x',
          payload_encoding: 'string',
          properties: { colour: 'red' },
        },
      ],
      ['POST /queues/shop/idle/get', { count: -1, ackmode: 'ack_requeue_true', encoding: 'auto' }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: "403 ACCESS_REFUSED - cannot publish to internal exchange 'hidden' in vhost 'shop'",
    requests: [
      [
        'POST /exchanges/shop/hidden/publish',
        { routing_key: 'x', payload: 'x', payload_encoding: 'string', properties: {} },
      ],
    ],
  },
  {
    crashesRabbitMQ: true,
    requests: [
      [
        'POST /exchanges/shop/orders/publish',
        { routing_key: 'nowhere', payload: 'x', payload_encoding: 'string', properties: [] },
      ],
      ['POST /queues/shop/idle/get', { count: 1, ackmode: 'maybe', encoding: 'auto' }],
      ['POST /queues/shop/none/actions', { action: 'sync' }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: "406 PRECONDITION_FAILED - invalid expiration 'soon': no_integer",
    requests: [
      [
        'POST /exchanges/shop/orders/publish',
        {
          routing_key: 'nowhere',
          payload: 'x',
          payload_encoding: 'string',
          properties: { expiration: 'soon' },
        },
      ],
    ],
  },
  {
    status: 401,
    error: 'not_authorised',
    reason: 'Access refused.',
    requests: [
      [
        'POST /exchanges/none/orders/publish',
        { routing_key: 'x', payload: 'x', payload_encoding: 'string', properties: {} },
      ],
    ],
  },
  {
    status: 404,
    error: 'not_found',
    reason: "NOT_FOUND - no queue 'none' in vhost 'shop'",
    requests: [
      ['POST /queues/shop/none/get', { count: 1, ackmode: 'ack_requeue_true', encoding: 'auto' }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: '[{key_missing,count}]',
    requests: [['POST /queues/shop/idle/get', { ackmode: 'ack_requeue_true', encoding: 'auto' }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: '[{key_missing,ackmode}]',
    requests: [
      ['POST /queues/shop/idle/get', { count: 1, encoding: 'auto' }],
      ['POST /queues/shop/idle/get', { count: 1, requeue: true, encoding: 'auto' }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: '[{key_missing,encoding}]',
    requests: [['POST /queues/shop/idle/get', { count: 1, ackmode: 'ack_requeue_true' }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Unsupported encoding. Please use auto or base64.',
    requests: [
      [
        'POST /queues/shop/backlog/get',
        { count: 1, ackmode: 'ack_requeue_true', encoding: 'morse' },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['not_integer', 'many'],
    requests: [
      [
        'POST /queues/shop/idle/get',
        { count: 'many', ackmode: 'ack_requeue_true', encoding: 'auto' },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason:
      "405 RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'exclusive' " +
      "in vhost '/'. It could be originally declared on another connection or the " +
      'exclusive property value does not match that of the original declaration.',
    requests: [
      [
        'POST /queues/%2F/exclusive/get',
        { count: 1, ackmode: 'ack_requeue_true', encoding: 'auto' },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['unknown', 'dance'],
    requests: [['POST /queues/shop/classic/actions', { action: 'dance' }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: '[{key_missing,action}]',
    requests: [['POST /queues/shop/classic/actions', {}]],
  },
];
