/** Queues, exchanges and bindings that cannot be declared or deleted. */
import type { Mistakes } from '../mistake.js';

export const topology: readonly Mistakes[] = [
  {
    status: 400,
    error: 'bad_request',
    reason: 'not_json',
    requests: [
      ['PUT /queues/shop/new', '{nope'],
      ['PUT /queues/shop/new', '[]'],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason:
      "inequivalent arg 'durable' for queue 'classic' in vhost 'shop': received 'false' " +
      "but current is 'true'",
    requests: [['PUT /queues/shop/classic', { durable: false }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason:
      "inequivalent arg 'x-max-length' for queue 'classic' in vhost 'shop': received the " +
      "value '5' of type 'long' but current is none",
    requests: [['PUT /queues/shop/classic', { durable: true, arguments: { 'x-max-length': 5 } }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: "invalid arg 'x-max-length' for queue 'new' in vhost 'shop': {value_negative,-1}",
    requests: [['PUT /queues/shop/new', { arguments: { 'x-max-length': -1 } }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason:
      "invalid arg 'x-message-ttl' for queue 'new' in vhost 'shop': " +
      '"expected integer, got longstr"',
    requests: [['PUT /queues/shop/new', { arguments: { 'x-message-ttl': 'soon' } }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason:
      "invalid arg 'x-queue-type' for queue 'new' in vhost 'shop': " +
      '"unsupported queue type \'circle\'"',
    requests: [
      ['PUT /queues/shop/new', { durable: true, arguments: { 'x-queue-type': 'circle' } }],
    ],
  },
  { crashesRabbitMQ: true, requests: [['PUT /queues/shop/new', { arguments: 'x' }]] },
  {
    status: 400,
    error: 'bad_request',
    reason: ['not_boolean', 'yes'],
    requests: [['PUT /queues/shop/new', { durable: 'yes' }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: ['not_boolean', 3],
    requests: [['PUT /queues/shop/new', { durable: 3 }]],
  },
  {
    status: 401,
    error: 'not_authorised',
    reason: 'Access refused.',
    requests: [
      ['PUT /queues/shop/amq.mine', { durable: true }],
      ['PUT /exchanges/shop/amq.mine', { type: 'topic' }],
      'DELETE /exchanges/shop/amq.direct',
      'DELETE /exchanges/shop/amq.default',
      ['POST /bindings/shop/e/amq.default/q/classic', { routing_key: 'x', arguments: {} }],
    ],
  },
  {
    status: 404,
    error: 'not_found',
    reason: 'vhost_not_found',
    requests: [
      ['PUT /queues/none/new', { durable: true }],
      ['PUT /exchanges/none/new', { type: 'topic' }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: "invalid property 'non-durable' for queue 'new' in vhost 'shop'",
    requests: [
      ['PUT /queues/shop/new', { durable: false, arguments: { 'x-queue-type': 'quorum' } }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'queue should be less than 255 bytes, actually was 256\n',
    requests: [
      [
        'PUT /queues/shop/qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq' +
          'qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq' +
          'qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq' +
          'qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq',
        { durable: true },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: "unknown exchange type 'x-circle'",
    requests: [['PUT /exchanges/shop/new', { type: 'x-circle' }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason:
      "inequivalent arg 'type' for exchange 'orders' in vhost 'shop': received 'topic' " +
      "but current is 'direct'",
    requests: [['PUT /exchanges/shop/orders', { type: 'topic', durable: true }]],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: "invalid type 'long' for arg 'alternate-exchange' in exchange 'new' in vhost 'shop'",
    requests: [
      ['PUT /exchanges/shop/new', { type: 'topic', arguments: { 'alternate-exchange': 3 } }],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason:
      "cannot obtain exclusive access to locked queue 'exclusive' in vhost '/'. It could " +
      'be originally declared on another connection or the exclusive property value does ' +
      'not match that of the original declaration.',
    requests: ['DELETE /queues/%2F/exclusive'],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: "queue 'history' in vhost 'shop' not empty",
    requests: ['DELETE /queues/shop/history?if-empty=true'],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: "queue 'classic' in vhost 'shop' in use",
    requests: ['DELETE /queues/shop/classic?if-unused=true'],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: "exchange 'orders' in vhost 'shop' in use",
    requests: ['DELETE /exchanges/shop/orders?if-unused=true'],
  },
  {
    status: 404,
    error: 'not_found',
    reason: "no exchange 'none' in vhost 'shop'",
    requests: [['POST /bindings/shop/e/none/q/classic', { routing_key: 'x', arguments: {} }]],
  },
  {
    status: 404,
    error: 'not_found',
    reason: "no queue 'none' in vhost 'shop'",
    requests: [
      ['POST /bindings/shop/e/orders/q/none', { routing_key: 'x', arguments: {} }],
      ['POST /bindings/shop/e/orders/q/none', ''],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Invalid x-match field value <<"some">>; expected all, any, all-with-x, or any-with-x',
    requests: [
      [
        'POST /bindings/shop/e/attributes/q/classic',
        { routing_key: 'x', arguments: { 'x-match': 'some' } },
      ],
    ],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'The binding key must be an integer: <<"heavy">>',
    requests: [['POST /bindings/shop/e/hashed/q/classic', { routing_key: 'heavy', arguments: {} }]],
  },
  {
    status: 404,
    error: 'Object Not Found',
    reason: 'Not Found',
    requests: ['DELETE /users/none2'],
  },
];
