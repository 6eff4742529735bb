/** Class queue beside the arguments: names, properties, owners, conditions, bindings. */
import { publish } from '../content.js';
import {
  basicConsume,
  basicGet,
  confirmSelect,
  exchangeDeclare,
  queueBind,
  queueDeclare,
  queueDelete,
  queuePurge,
  queueUnbind,
  type QueueDeclare,
} from '../methods.js';
import { byAnother, method, type Names, type Provocations, type Step } from '../step.js';
import { typed, type Table } from '../values.js';

const NOT_UTF8 = Buffer.from('q\xff\xfe', 'latin1');

const declares: Provocations = {
  'queue.declare of a reserved name': () => [queueDeclare('amq.mine')],
  'queue.declare of a reserved name, passive': () => [queueDeclare('amq.mine', { passive: true })],
  'queue.declare of the prefix amq alone': () => [queueDeclare('amq.')],
  'queue.declare of a missing queue, passive': ({ queue }) => [
    queueDeclare(queue, { passive: true }),
  ],
  'queue.declare without a name, passive': () => [queueDeclare('', { passive: true })],
  'queue.declare without a name, passive, after another': ({ queue }) => [
    queueDeclare(queue),
    queueDeclare('', { passive: true }),
  ],
  'queue.declare of a quorum queue without a name': () => [
    queueDeclare('', { durable: true, arguments: { 'x-queue-type': 'quorum' } }),
  ],
  'queue.declare of a quorum queue without a name, not durable': () => [
    queueDeclare('', { arguments: { 'x-queue-type': 'quorum' } }),
  ],
  'queue.declare of a name with line breaks': ({ queue }) => [
    queueDeclare(`${queue}\r\n`),
    queueDeclare(queue, { passive: true }),
  ],
  'queue.declare of a missing name with line breaks, passive': ({ queue }) => [
    queueDeclare(`\n${queue}\r`, { passive: true }),
  ],
  'queue.declare of a name that is not UTF-8': () => [queueDeclare(NOT_UTF8, { passive: true })],
  'queue.declare of a name of 255 octets, passive': ({ queue }) => [
    queueDeclare(queue.padEnd(255, 'x'), { passive: true }),
  ],
  'queue.declare of a name of 254 octets ending in letters of two, passive': ({ queue }) => [
    queueDeclare(`${queue}.`.padEnd(200, 'x') + 'é'.repeat(27), { passive: true }),
  ],
  'queue.declare of a missing name of quotes and backslashes, passive': () => [
    queueDeclare('q"\'\\{}<<>>~p%', { passive: true }),
  ],
  'queue.declare of a direct reply name that nobody has': () => [
    queueDeclare('amq.rabbitmq.reply-to.nobody'),
  ],
  'queue.declare of a direct reply name that nobody has, passive': () => [
    queueDeclare('amq.rabbitmq.reply-to.nobody', { passive: true }),
  ],
  'queue.declare of the direct reply queue': () => [queueDeclare('amq.rabbitmq.reply-to')],
  'queue.declare with an argument table cut short': ({ queue }) => [
    method(
      '50.10',
      ['50.11'],
      Buffer.from(`\0\0${String.fromCharCode(queue.length)}${queue}\0`),
      Buffer.from([0, 0, 0, 9, 1]),
    ),
  ],
  'queue.declare with an argument of an unknown type letter': ({ queue }) => [
    method(
      '50.10',
      ['50.11'],
      Buffer.from(`\0\0${String.fromCharCode(queue.length)}${queue}\0`),
      Buffer.from([0, 0, 0, 3, 1, 0x61, 0x7a]),
    ),
  ],
  'queue.declare with octets left over': ({ queue }) => [
    method(
      '50.10',
      ['50.11'],
      Buffer.from(`\0\0${String.fromCharCode(queue.length)}${queue}\0`),
      Buffer.from([0, 0, 0, 0, 1]),
    ),
  ],
};

interface Redeclare {
  readonly first: QueueDeclare;
  readonly then: QueueDeclare;
}

function args(first: Table, then: Table): Redeclare {
  return { first: { arguments: first }, then: { arguments: then } };
}

const quorum = { 'x-queue-type': 'quorum' };
const DLX = 'x-dead-letter-exchange';

const redeclares: Readonly<Record<string, Redeclare>> = {
  durable: { first: {}, then: { durable: true } },
  'not durable': { first: { durable: true }, then: {} },
  'auto-delete': { first: {}, then: { autoDelete: true } },
  'not auto-delete': { first: { autoDelete: true }, then: {} },
  exclusive: { first: {}, then: { exclusive: true } },
  'not exclusive': { first: { exclusive: true }, then: {} },
  'durable and exclusive, first exclusive only': {
    first: { exclusive: true },
    then: { exclusive: true, durable: true },
  },
  'two properties changed': { first: {}, then: { durable: true, autoDelete: true } },
  'a TTL more': args({}, { 'x-message-ttl': 1000 }),
  'a TTL less': args({ 'x-message-ttl': 1000 }, {}),
  'another TTL': args({ 'x-message-ttl': 1000 }, { 'x-message-ttl': 2000 }),
  'the same TTL of another type': args(
    { 'x-message-ttl': 1000 },
    { 'x-message-ttl': typed.long(1000) },
  ),
  'another expiry': args({ 'x-expires': 60000 }, { 'x-expires': 70000 }),
  'another length': args({ 'x-max-length': 5 }, { 'x-max-length': 6 }),
  'another length in bytes': args({ 'x-max-length-bytes': 5 }, { 'x-max-length-bytes': 6 }),
  'another overflow': args({ 'x-overflow': 'drop-head' }, { 'x-overflow': 'reject-publish' }),
  'an overflow more, that is the default': args({}, { 'x-overflow': 'drop-head' }),
  'another number of priorities': args({ 'x-max-priority': 5 }, { 'x-max-priority': 6 }),
  'priorities more': args({}, { 'x-max-priority': 6 }),
  'another dead-letter exchange': args({ [DLX]: 'a' }, { [DLX]: 'b' }),
  'a dead-letter exchange more': args({}, { [DLX]: 'b' }),
  'another dead-letter routing key': args(
    { [DLX]: 'a', 'x-dead-letter-routing-key': 'a' },
    { [DLX]: 'a', 'x-dead-letter-routing-key': 'b' },
  ),
  'a single active consumer': args({}, { 'x-single-active-consumer': true }),
  'no single active consumer': args(
    { 'x-single-active-consumer': true },
    { 'x-single-active-consumer': false },
  ),
  'another mode': args({ 'x-queue-mode': 'lazy' }, { 'x-queue-mode': 'default' }),
  'a mode more': args({}, { 'x-queue-mode': 'lazy' }),
  'another version': args({ 'x-queue-version': 1 }, { 'x-queue-version': 2 }),
  'the type named, that it has': args({}, { 'x-queue-type': 'classic' }),
  'the type no longer named': args({ 'x-queue-type': 'classic' }, {}),
  'another type': {
    first: {},
    then: { durable: true, arguments: quorum },
  },
  'another type, both durable': {
    first: { durable: true },
    then: { durable: true, arguments: quorum },
  },
  'no type, when it is quorum': {
    first: { durable: true, arguments: quorum },
    then: { durable: true },
  },
  'another delivery limit': {
    first: { durable: true, arguments: { ...quorum, 'x-delivery-limit': 5 } },
    then: { durable: true, arguments: { ...quorum, 'x-delivery-limit': 6 } },
  },
  'another dead-letter strategy': {
    first: { durable: true, arguments: { ...quorum, 'x-dead-letter-strategy': 'at-most-once' } },
    then: { durable: true, arguments: { ...quorum, 'x-dead-letter-strategy': 'at-least-once' } },
  },
  'another group size': {
    first: { durable: true, arguments: { ...quorum, 'x-quorum-initial-group-size': 1 } },
    then: { durable: true, arguments: { ...quorum, 'x-quorum-initial-group-size': 3 } },
  },
  'another leader locator': {
    first: { durable: true, arguments: { ...quorum, 'x-queue-leader-locator': 'balanced' } },
    then: { durable: true, arguments: { ...quorum, 'x-queue-leader-locator': 'client-local' } },
  },
  'an argument that nobody knows': args({ 'x-unheard-of': 1 }, { 'x-unheard-of': 2 }),
  'a wrong value': args({ 'x-max-length': 5 }, { 'x-max-length': -5 }),
  'two arguments changed': args(
    { 'x-max-length': 5, 'x-message-ttl': 5 },
    { 'x-max-length': 6, 'x-message-ttl': 6 },
  ),
};

const redeclaring: Provocations = Object.fromEntries(
  Object.entries(redeclares).map(([what, { first, then }]) => [
    `queue.declare again with ${what}`,
    ({ queue }: Names) => [queueDeclare(queue, first), queueDeclare(queue, then)],
  ]),
);

const ofAnother = ({ queue }: Names): Step => byAnother(queueDeclare(queue, { exclusive: true }));

const locked: Readonly<Record<string, (names: Names) => Step>> = {
  'queue.declare': ({ queue }) => queueDeclare(queue),
  'queue.declare, exclusive too,': ({ queue }) => queueDeclare(queue, { exclusive: true }),
  'queue.declare, passive,': ({ queue }) => queueDeclare(queue, { passive: true }),
  'queue.declare with other arguments': ({ queue }) =>
    queueDeclare(queue, { exclusive: true, arguments: { 'x-max-length': 1 } }),
  'queue.bind': ({ queue }) => queueBind({ source: 'amq.direct', destination: queue }),
  'queue.unbind of a binding it lacks': ({ queue }) =>
    queueUnbind({ source: 'amq.direct', destination: queue }),
  'queue.purge': ({ queue }) => queuePurge(queue),
  'queue.delete': ({ queue }) => queueDelete(queue),
  'queue.delete if unused': ({ queue }) => queueDelete(queue, { ifUnused: true }),
  'basic.consume': ({ queue }) => basicConsume(queue),
  'basic.get': ({ queue }) => basicGet(queue),
  'basic.publish': ({ queue }) => publish({ routingKey: queue }),
};

const lockedOut: Provocations = Object.fromEntries(
  Object.entries(locked).map(([what, step]) => [
    `${what} on the exclusive queue of another`,
    (names: Names) => [ofAnother(names), step(names)],
  ]),
);

const bindings: Provocations = {
  'queue.bind of a missing queue': ({ queue }) => [
    queueBind({ source: 'amq.direct', destination: queue }),
  ],
  'queue.bind to a missing exchange': ({ queue, exchange }) => [
    queueDeclare(queue),
    queueBind({ source: exchange, destination: queue }),
  ],
  'queue.bind of a missing queue to a missing exchange': ({ queue, exchange }) => [
    queueBind({ source: exchange, destination: queue }),
  ],
  'queue.bind to the default exchange': ({ queue }) => [
    queueDeclare(queue),
    queueBind({ source: '', destination: queue, routingKey: 'a' }),
  ],
  'queue.bind of a missing queue to the default exchange': ({ queue }) => [
    queueBind({ source: '', destination: queue, routingKey: 'a' }),
  ],
  'queue.bind without a queue, none declared': () => [
    queueBind({ source: 'amq.direct', destination: '', routingKey: 'a' }),
  ],
  'queue.bind without queue and key, none declared': () => [
    queueBind({ source: 'amq.direct', destination: '' }),
  ],
  'queue.bind without a queue, the last one deleted': ({ queue }) => [
    queueDeclare(queue),
    queueDelete(queue),
    queueBind({ source: 'amq.direct', destination: '' }),
  ],
  'queue.bind to an internal exchange': ({ queue, exchange }) => [
    queueDeclare(queue),
    exchangeDeclare(exchange, 'fanout', { internal: true }),
    queueBind({ source: exchange, destination: queue }),
  ],
  'queue.bind with names that have line breaks': ({ queue }) => [
    queueDeclare(queue),
    queueBind({ source: 'amq\n.direct\r', destination: `${queue}\n`, routingKey: 'a\nb' }),
    queueUnbind({ source: 'amq.direct', destination: queue, routingKey: 'ab' }),
  ],
  'queue.bind of the direct reply queue': () => [
    queueBind({ source: 'amq.direct', destination: 'amq.rabbitmq.reply-to', routingKey: 'a' }),
  ],
  'queue.unbind of what is not bound': ({ queue }) => [
    queueDeclare(queue),
    queueUnbind({ source: 'amq.direct', destination: queue, routingKey: 'a' }),
  ],
  'queue.unbind with other arguments than bound': ({ queue }) => [
    queueDeclare(queue),
    queueBind({ source: 'amq.direct', destination: queue, arguments: { a: 1 } }),
    queueUnbind({ source: 'amq.direct', destination: queue, arguments: { a: 2 } }),
  ],
  'queue.unbind of a missing queue': ({ queue }) => [
    queueUnbind({ source: 'amq.direct', destination: queue, routingKey: 'a' }),
  ],
  'queue.unbind from a missing exchange': ({ queue, exchange }) => [
    queueDeclare(queue),
    queueUnbind({ source: exchange, destination: queue, routingKey: 'a' }),
  ],
  'queue.unbind of a missing queue from a missing exchange': ({ queue, exchange }) => [
    queueUnbind({ source: exchange, destination: queue, routingKey: 'a' }),
  ],
  'queue.unbind from the default exchange': ({ queue }) => [
    queueDeclare(queue),
    queueUnbind({ source: '', destination: queue, routingKey: queue }),
  ],
  'queue.unbind without a queue, none declared': () => [
    queueUnbind({ source: 'amq.direct', destination: '', routingKey: 'a' }),
  ],
};

const deletions: Provocations = {
  'queue.purge of a missing queue': ({ queue }) => [queuePurge(queue)],
  'queue.purge of a name with line breaks': ({ queue }) => [
    queueDeclare(queue),
    queuePurge(`${queue}\n`),
  ],
  'queue.purge of a missing name with line breaks': ({ queue }) => [queuePurge(`${queue}\n`)],
  'queue.delete of a name with line breaks': ({ queue }) => [
    queueDeclare(queue),
    queueDelete(`${queue}\n`),
    queueDeclare(queue, { passive: true }),
  ],
  'queue.purge without a name, none declared': () => [queuePurge('')],
  'queue.purge of the direct reply queue': () => [queuePurge('amq.rabbitmq.reply-to')],
  'queue.delete of a missing queue': ({ queue }) => [queueDelete(queue)],
  'queue.delete of a missing reserved queue': () => [queueDelete('amq.missing')],
  'queue.delete without a name, none declared': () => [queueDelete('')],
  'queue.delete of the direct reply queue': () => [queueDelete('amq.rabbitmq.reply-to')],
  'queue.delete if unused, with a consumer': ({ queue }) => [
    queueDeclare(queue),
    basicConsume(queue),
    queueDelete(queue, { ifUnused: true }),
  ],
  'queue.delete if empty, with a message': ({ queue }) => [
    queueDeclare(queue),
    confirmSelect,
    { ...publish({ routingKey: queue }), replies: ['60.80'] },
    queueDelete(queue, { ifEmpty: true }),
  ],
  'queue.delete if empty, of a quorum queue with a message': ({ queue }) => [
    queueDeclare(queue, { durable: true, arguments: quorum }),
    confirmSelect,
    { ...publish({ routingKey: queue }), replies: ['60.80'] },
    queueDelete(queue, { ifEmpty: true }),
  ],
  'queue.delete if unused, of a quorum queue with a consumer': ({ queue }) => [
    queueDeclare(queue, { durable: true, arguments: quorum }),
    basicConsume(queue),
    queueDelete(queue, { ifUnused: true }),
  ],
};

export const queues: Provocations = {
  ...declares,
  ...redeclaring,
  ...lockedOut,
  ...bindings,
  ...deletions,
};
