/** Class exchange: declare, delete, bind and unbind, and what the types ask of their bindings. */
import {
  exchangeBind,
  exchangeDeclare,
  exchangeDelete,
  exchangeUnbind,
  queueBind,
  queueDeclare,
  type ExchangeDeclare,
} from '../methods.js';
import type { Names, Provocations } from '../step.js';
import { typed, type Table } from '../values.js';

const NOT_UTF8 = Buffer.from('x\xff\xfe', 'latin1');

const declares: Provocations = {
  'exchange.declare of an unknown type': ({ exchange }) => [exchangeDeclare(exchange, 'sometimes')],
  'exchange.declare of an empty type': ({ exchange }) => [exchangeDeclare(exchange, '')],
  'exchange.declare of a type with line breaks': ({ exchange }) => [
    exchangeDeclare(exchange, 'direct\n'),
  ],
  'exchange.declare of a type in capitals': ({ exchange }) => [exchangeDeclare(exchange, 'DIRECT')],
  'exchange.declare of an unknown type that needs quoting': ({ exchange }) => [
    exchangeDeclare(exchange, "it's~p%\\"),
  ],
  'exchange.declare of a type that is not UTF-8': ({ exchange }) => [
    exchangeDeclare(exchange, NOT_UTF8),
  ],
  'exchange.declare of a name that is not UTF-8': () => [exchangeDeclare(NOT_UTF8, 'direct')],
  'exchange.declare of an existing one as an unknown type': () => [
    exchangeDeclare('amq.direct', 'sometimes', { durable: true }),
  ],
  'exchange.declare of the default exchange': () => [exchangeDeclare('', 'direct')],
  'exchange.declare of the default exchange as an unknown type': () => [
    exchangeDeclare('', 'sometimes'),
  ],
  'exchange.declare of the default exchange, passive': () => [
    exchangeDeclare('', 'direct', { passive: true }),
  ],
  'exchange.declare of a reserved name': () => [exchangeDeclare('amq.mine', 'direct')],
  'exchange.declare of a reserved name of an unknown type': () => [
    exchangeDeclare('amq.mine', 'sometimes'),
  ],
  'exchange.declare of a reserved name, passive': () => [
    exchangeDeclare('amq.mine', 'direct', { passive: true }),
  ],
  'exchange.declare of a missing exchange, passive': ({ exchange }) => [
    exchangeDeclare(exchange, 'direct', { passive: true }),
  ],
  'exchange.declare of a missing exchange of an unknown type, passive': ({ exchange }) => [
    exchangeDeclare(exchange, 'sometimes', { passive: true }),
  ],
  'exchange.declare of an existing exchange as another type, passive': () => [
    exchangeDeclare('amq.direct', 'fanout', { passive: true }),
  ],
  'exchange.declare of a missing name with line breaks, passive': ({ exchange }) => [
    exchangeDeclare(`\r${exchange}\n`, 'direct', { passive: true }),
  ],
  'exchange.declare with an alternate exchange that is a number': ({ exchange }) => [
    exchangeDeclare(exchange, 'direct', { arguments: { 'alternate-exchange': 5 } }),
  ],
  'exchange.declare with an alternate exchange that is a table': ({ exchange }) => [
    exchangeDeclare(exchange, 'direct', { arguments: { 'alternate-exchange': { a: 1 } } }),
  ],
  'exchange.declare with an alternate exchange that is missing': ({ exchange }) => [
    exchangeDeclare(exchange, 'direct', { arguments: { 'alternate-exchange': 'missing' } }),
  ],
  'exchange.declare with an alternate exchange that has no name': ({ exchange }) => [
    exchangeDeclare(exchange, 'direct', { arguments: { 'alternate-exchange': '' } }),
  ],
  'exchange.declare of a reserved name with a wrong alternate exchange': () => [
    exchangeDeclare('amq.mine', 'direct', { arguments: { 'alternate-exchange': 5 } }),
  ],
  'exchange.declare of amq.direct as it is': () => [
    exchangeDeclare('amq.direct', 'direct', { durable: true }),
  ],
  'exchange.declare of amq.direct, not durable': () => [exchangeDeclare('amq.direct', 'direct')],
  'exchange.declare of amq.direct as fanout': () => [
    exchangeDeclare('amq.direct', 'fanout', { durable: true }),
  ],
  'exchange.declare of amq.rabbitmq.trace, not internal': () => [
    exchangeDeclare('amq.rabbitmq.trace', 'topic', { durable: true }),
  ],
};

interface Redeclare {
  readonly type?: string;
  readonly first: ExchangeDeclare;
  readonly then: ExchangeDeclare;
}

function args(first: Table, then: Table): Redeclare {
  return { first: { arguments: first }, then: { arguments: then } };
}

const AE = 'alternate-exchange';

const redeclares: Readonly<Record<string, Redeclare>> = {
  durable: { first: {}, then: { durable: true } },
  'not durable': { first: { durable: true }, then: {} },
  'auto-delete': { first: {}, then: { autoDelete: true } },
  'not auto-delete': { first: { autoDelete: true }, then: {} },
  internal: { first: {}, then: { internal: true } },
  'not internal': { first: { internal: true }, then: {} },
  'another type': { type: 'fanout', first: {}, then: {} },
  'another type and durable': { type: 'fanout', first: {}, then: { durable: true } },
  'durable and internal': { first: {}, then: { durable: true, internal: true } },
  'an alternate exchange more': args({}, { [AE]: 'a' }),
  'an alternate exchange less': args({ [AE]: 'a' }, {}),
  'another alternate exchange': args({ [AE]: 'a' }, { [AE]: 'b' }),
  'an alternate exchange that is a number': args({ [AE]: 'a' }, { [AE]: 5 }),
  'an argument that nobody knows': args({}, { 'x-unheard-of': 1 }),
};

const redeclaring: Provocations = Object.fromEntries(
  Object.entries(redeclares).map(([what, { type = 'direct', first, then }]) => [
    `exchange.declare again with ${what}`,
    ({ exchange }: Names) => [
      exchangeDeclare(exchange, 'direct', first),
      exchangeDeclare(exchange, type, then),
    ],
  ]),
);

const deletions: Provocations = {
  'exchange.delete of a missing exchange': ({ exchange }) => [exchangeDelete(exchange)],
  'exchange.delete of a missing exchange if unused': ({ exchange }) => [
    exchangeDelete(exchange, { ifUnused: true }),
  ],
  'exchange.delete of the default exchange': () => [exchangeDelete('')],
  'exchange.delete of amq.direct': () => [exchangeDelete('amq.direct')],
  'exchange.delete of amq.direct if unused': () => [
    exchangeDelete('amq.direct', { ifUnused: true }),
  ],
  'exchange.delete of a missing reserved name': () => [exchangeDelete('amq.missing')],
  'exchange.delete of a missing reserved name with line breaks': () => [
    exchangeDelete('amq.\nmissing'),
  ],
  'exchange.delete if unused, with a queue bound': ({ exchange, queue }) => [
    exchangeDeclare(exchange, 'direct'),
    queueDeclare(queue),
    queueBind({ source: exchange, destination: queue }),
    exchangeDelete(exchange, { ifUnused: true }),
  ],
  'exchange.delete if unused, with an exchange bound to it': ({ exchange, otherExchange }) => [
    exchangeDeclare(exchange, 'direct'),
    exchangeDeclare(otherExchange, 'direct'),
    exchangeBind({ source: exchange, destination: otherExchange }),
    exchangeDelete(exchange, { ifUnused: true }),
  ],
  'exchange.delete if unused, bound to another': ({ exchange, otherExchange }) => [
    exchangeDeclare(exchange, 'direct'),
    exchangeDeclare(otherExchange, 'direct'),
    exchangeBind({ source: otherExchange, destination: exchange }),
    exchangeDelete(exchange, { ifUnused: true }),
  ],
};

const bindings: Provocations = {
  'exchange.bind to a missing source': ({ exchange }) => [
    exchangeBind({ source: exchange, destination: 'amq.direct' }),
  ],
  'exchange.bind of a missing destination': ({ exchange }) => [
    exchangeBind({ source: 'amq.direct', destination: exchange }),
  ],
  'exchange.bind with both missing': ({ exchange, otherExchange }) => [
    exchangeBind({ source: exchange, destination: otherExchange }),
  ],
  'exchange.bind with the default exchange as source': () => [
    exchangeBind({ source: '', destination: 'amq.direct' }),
  ],
  'exchange.bind with the default exchange as destination': () => [
    exchangeBind({ source: 'amq.direct', destination: '' }),
  ],
  'exchange.bind of the default exchange to itself': () => [
    exchangeBind({ source: '', destination: '' }),
  ],
  'exchange.bind of a missing destination to the default exchange': ({ exchange }) => [
    exchangeBind({ source: '', destination: exchange }),
  ],
  'exchange.bind of the default exchange to a missing source': ({ exchange }) => [
    exchangeBind({ source: exchange, destination: '' }),
  ],
  'exchange.bind of an exchange to itself': ({ exchange }) => [
    exchangeDeclare(exchange, 'direct'),
    exchangeBind({ source: exchange, destination: exchange }),
  ],
  'exchange.bind to an internal exchange': ({ exchange, otherExchange }) => [
    exchangeDeclare(exchange, 'direct', { internal: true }),
    exchangeDeclare(otherExchange, 'direct'),
    exchangeBind({ source: exchange, destination: otherExchange }),
  ],
  'exchange.unbind of what is not bound': ({ exchange }) => [
    exchangeDeclare(exchange, 'direct'),
    exchangeUnbind({ source: exchange, destination: 'amq.direct' }),
  ],
  'exchange.unbind from a missing source': ({ exchange }) => [
    exchangeUnbind({ source: exchange, destination: 'amq.direct' }),
  ],
  'exchange.unbind of a missing destination': ({ exchange }) => [
    exchangeUnbind({ source: 'amq.direct', destination: exchange }),
  ],
  'exchange.unbind with both missing': ({ exchange, otherExchange }) => [
    exchangeUnbind({ source: exchange, destination: otherExchange }),
  ],
  'exchange.unbind from the default exchange': () => [
    exchangeUnbind({ source: '', destination: 'amq.direct' }),
  ],
  'exchange.unbind of the default exchange': () => [
    exchangeUnbind({ source: 'amq.direct', destination: '' }),
  ],
};

const MATCHES: Table = {
  'an unknown word': 'sometimes',
  'a number': 5,
  true: true,
  'an empty word': '',
  void: null,
  'a binary all': typed.binary('all'),
  'a list': ['all'],
  'all-with-x': 'all-with-x',
  'any-with-x': 'any-with-x',
};

const matches: Provocations = Object.fromEntries(
  Object.entries(MATCHES).flatMap(([what, match]) => [
    [
      `queue.bind to amq.headers with x-match ${what}`,
      ({ queue }: Names) => [
        queueDeclare(queue),
        queueBind({ source: 'amq.headers', destination: queue, arguments: { 'x-match': match } }),
      ],
    ],
    [
      `exchange.bind to amq.headers with x-match ${what}`,
      ({ exchange }: Names) => [
        exchangeDeclare(exchange, 'fanout'),
        exchangeBind({
          source: 'amq.headers',
          destination: exchange,
          arguments: { 'x-match': match },
        }),
      ],
    ],
  ]),
);

const matchesOfMissing: Provocations = {
  'queue.bind of a missing queue to amq.headers with a wrong x-match': ({ queue }) => [
    queueBind({
      source: 'amq.headers',
      destination: queue,
      arguments: { 'x-match': 'sometimes' },
    }),
  ],
  'queue.bind to amq.direct with a wrong x-match': ({ queue }) => [
    queueDeclare(queue),
    queueBind({ source: 'amq.direct', destination: queue, arguments: { 'x-match': 'sometimes' } }),
  ],
};

export const exchanges: Provocations = {
  ...declares,
  ...redeclaring,
  ...deletions,
  ...bindings,
  ...matches,
  ...matchesOfMissing,
};
