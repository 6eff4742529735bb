/** Exchange types that RabbitMQ has as plugins: what their declares and bindings may not say. */
import { publish } from '../content.js';
import { exchangeBind, exchangeDeclare, queueBind, queueDeclare } from '../methods.js';
import type { Names, Provocations } from '../step.js';
import type { Table, Value } from '../values.js';

const HASH = 'x-consistent-hash';
const HISTORY = 'x-recent-history';

const WEIGHTS: Readonly<Record<string, string>> = {
  'no number': 'much',
  zero: '0',
  negative: '-1',
  empty: '',
  'a fraction': '1.5',
  'a number and more': '1x',
};

const weights: Provocations = Object.fromEntries(
  Object.entries(WEIGHTS).flatMap(([what, weight]) => [
    [
      `queue.bind to ${HASH} with a weight that is ${what}`,
      ({ queue, exchange }: Names) => [
        exchangeDeclare(exchange, HASH),
        queueDeclare(queue),
        queueBind({ source: exchange, destination: queue, routingKey: weight }),
      ],
    ],
    [
      `exchange.bind to ${HASH} with a weight that is ${what}`,
      ({ exchange, otherExchange }: Names) => [
        exchangeDeclare(exchange, HASH),
        exchangeDeclare(otherExchange, 'fanout'),
        exchangeBind({ source: exchange, destination: otherExchange, routingKey: weight }),
      ],
    ],
  ]),
);

const HASH_ARGUMENTS: Readonly<Record<string, Table>> = {
  'an unknown hash-property': { 'hash-property': 'sometimes' },
  'hash-property message_id': { 'hash-property': 'message_id' },
  'hash-header and hash-property': { 'hash-header': 'a', 'hash-property': 'message_id' },
  'a hash-property that is a number': { 'hash-property': 5 },
  'a hash-header that is a number': { 'hash-header': 5 },
};

const LENGTHS: Readonly<Record<string, Value>> = {
  'a text': 'a',
  negative: -1,
  zero: 0,
  'a double': 1.5,
  true: true,
};

const declares: Provocations = Object.fromEntries([
  ...Object.entries(HASH_ARGUMENTS).map(([what, args]) => [
    `exchange.declare of ${HASH} with ${what}`,
    ({ exchange }: Names) => [exchangeDeclare(exchange, HASH, { arguments: args })],
  ]),
  ...Object.entries(LENGTHS).map(([what, length]) => [
    `exchange.declare of ${HISTORY} with a length that is ${what}`,
    ({ exchange }: Names) => [
      exchangeDeclare(exchange, HISTORY, { arguments: { 'x-recent-history-length': length } }),
    ],
  ]),
  ...['x-random', 'x-modulus-hash', HASH, HISTORY].map((type) => [
    `exchange.declare again with type ${type}`,
    ({ exchange }: Names) => [exchangeDeclare(exchange, 'direct'), exchangeDeclare(exchange, type)],
  ]),
]) as Provocations;

const publishes: Provocations = Object.fromEntries(
  ['x-random', 'x-modulus-hash', HASH, HISTORY].map((type) => [
    `basic.publish to ${type} without a binding, mandatory`,
    ({ exchange }: Names) => [
      exchangeDeclare(exchange, type),
      publish({ exchange, mandatory: true }),
    ],
  ]),
);

export const pluginExchanges: Provocations = { ...weights, ...declares, ...publishes };
