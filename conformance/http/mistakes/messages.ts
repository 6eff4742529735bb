/** Publishing, getting, purging and acting on queues with the wrong words. */
import type { Mistakes } from '../mistake.js';

/** Right in itself. */
const PUBLISH = { routing_key: 'x', payload: 'x', payload_encoding: 'string', properties: {} };
const GET = { count: 1, ackmode: 'ack_requeue_true', encoding: 'auto' };

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
  {
    status: 400,
    error: 'bad_request',
    reason: 'payload_not_string',
    requests: [
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, payload: 5 }],
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, payload: null }],
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, payload: { a: 1 } }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['not_base64', 'YQ'],
    requests: [
      [
        'POST /exchanges/shop/orders/publish',
        { ...PUBLISH, payload: 'YQ', payload_encoding: 'base64' },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['unsupported_encoding', 5],
    requests: [['POST /exchanges/shop/orders/publish', { ...PUBLISH, payload_encoding: 5 }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['not_int', 'priority'],
    requests: [
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, properties: { priority: '3' } }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['not_int', 'timestamp'],
    requests: [
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, properties: { timestamp: 'soon' } }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['not_string', 'content_type'],
    requests: [
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, properties: { content_type: 5 } }],
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, properties: { content_type: null } }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['not_string', 'expiration'],
    requests: [
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, properties: { expiration: 60_000 } }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'null_not_allowed',
    requests: [
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, properties: { headers: { n: null } } }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: '406 PRECONDITION_FAILED - invalid message: {delivery_mode_unknown,3}',
    requests: [
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, properties: { delivery_mode: 3 } }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: "406 PRECONDITION_FAILED - invalid expiration '-1': {value_negative,-1}",
    requests: [
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, properties: { expiration: '-1' } }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason:
      "406 PRECONDITION_FAILED - user_id property set to 'eve' but authenticated user was 'guest'",
    requests: [
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, properties: { user_id: 'eve' } }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: '406 PRECONDITION_FAILED - fast reply consumer does not exist',
    requests: [
      [
        'POST /exchanges/shop/orders/publish',
        { ...PUBLISH, properties: { reply_to: 'amq.rabbitmq.reply-to' } },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason:
      '406 PRECONDITION_FAILED - invalid message: ' + '{unacceptable_type_in_header,"CC",longstr}',
    requests: [
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, properties: { headers: { CC: 'x' } } }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason:
      '[{key_missing,routing_key},\n {key_missing,properties},\n {key_missing,payload},\n ' +
      '{key_missing,payload_encoding}]',
    requests: [['POST /exchanges/shop/orders/publish', {}]],
  },
  {
    status: 200,
    requests: [
      [
        'POST /exchanges/shop/orders/publish',
        { ...PUBLISH, routing_key: 'nowhere', properties: { headers: [] } },
      ],
      ['POST /queues/shop/idle/get', { ...GET, count: 0 }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['not_integer', 'x'],
    requests: [['POST /queues/shop/backlog/get', { ...GET, truncate: 'x' }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['not_integer', null],
    requests: [['POST /queues/shop/idle/get', { ...GET, count: null }]],
  },
  {
    crashesRabbitMQ: true,
    requests: [
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, properties: 'x' }],
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, properties: null }],
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, properties: { headers: 'x' } }],
      ['POST /exchanges/shop/orders/publish', { ...PUBLISH, properties: { headers: null } }],
      ['POST /queues/shop/backlog/get', { ...GET, truncate: -1 }],
      ['POST /queues/shop/backlog/get', { ...GET, ackmode: 5 }],
    ],
  },
];
