/** basic.publish: where it goes to, and what its properties and headers may not be. */
import { header, publish, publishMethod, type Properties } from '../content.js';
import {
  basicConsume,
  basicQos,
  confirmSelect,
  exchangeDeclare,
  queueDeclare,
  txCommit,
  txRollback,
  txSelect,
} from '../methods.js';
import type { Names, Provocations } from '../step.js';
import { typed, type Table } from '../values.js';

const REPLY_TO = 'amq.rabbitmq.reply-to';

const targets: Provocations = {
  'basic.publish to a missing exchange': ({ exchange }) => [publish({ exchange })],
  'basic.publish to a missing exchange in confirm mode': ({ exchange }) => [
    confirmSelect,
    publish({ exchange }),
  ],
  'basic.publish to a missing exchange in a transaction': ({ exchange }) => [
    txSelect,
    publish({ exchange }),
    txCommit,
  ],
  'basic.publish to a missing exchange, mandatory': ({ exchange }) => [
    publish({ exchange, mandatory: true }),
  ],
  'basic.publish to a missing exchange with line breaks in its name': ({ exchange }) => [
    publish({ exchange: `${exchange}\r\n` }),
  ],
  'basic.publish to amq.direct with a line break in its name': () => [
    publish({ exchange: 'amq.direct\n' }),
  ],
  'basic.publish to an exchange whose name is not UTF-8': () => [
    publish({ exchange: Buffer.from('x\xff', 'latin1') }),
  ],
  'basic.publish with a routing key that is not UTF-8': () => [
    publish({ exchange: 'amq.direct', routingKey: Buffer.from('x\xff', 'latin1') }),
  ],
  'basic.publish to an internal exchange': ({ exchange }) => [
    exchangeDeclare(exchange, 'fanout', { internal: true }),
    publish({ exchange }),
  ],
  'basic.publish to amq.rabbitmq.trace': () => [publish({ exchange: 'amq.rabbitmq.trace' })],
  'basic.publish to nobody, mandatory': ({ queue }) => [
    publish({ routingKey: queue, mandatory: true }),
  ],
  'basic.publish, immediate': ({ queue }) => [
    queueDeclare(queue),
    publish({ routingKey: queue, immediate: true }),
  ],
  'basic.publish to a missing exchange, immediate': ({ exchange }) => [
    publish({ exchange, immediate: true }),
  ],
};

const PROPERTIES: Readonly<Record<string, Properties>> = {
  'an expiration that is no number': { expiration: 'soon' },
  'an empty expiration': { expiration: '' },
  'a negative expiration': { expiration: '-1' },
  'an expiration with a unit': { expiration: '10s' },
  'an expiration with a fraction': { expiration: '10.5' },
  'an expiration after a space': { expiration: ' 10' },
  'an expiration before a space': { expiration: '10 ' },
  'an expiration with a plus': { expiration: '+10' },
  'an expiration of ten years': { expiration: '315360000000' },
  'an expiration beyond ten years': { expiration: '315360000001' },
  'an expiration of thirty digits': { expiration: '9'.repeat(30) },
  'an expiration with an umlaut': { expiration: '10ü' },
  'an expiration of umlauts': { expiration: '10Ö\u0080' },
  'an expiration of control characters': { expiration: '10\n\t\x01' },
  'an expiration of quotes': { expiration: '10"\\' },
  'an expiration of Greek': { expiration: '10α' },
  'an expiration of text, long': { expiration: `1${'x'.repeat(100)}` },
  'an expiration of text, long, with blanks': { expiration: `1${' x'.repeat(50)}` },
  'a negative expiration of thirty digits': { expiration: `-${'9'.repeat(30)}` },
  'a minus alone as expiration': { expiration: '-' },
  'the name of somebody else': { userId: 'somebody' },
  'an empty user name': { userId: '' },
  'its own user name': { userId: 'guest' },
  'a delivery mode of 0': { deliveryMode: 0 },
  'a delivery mode of 3': { deliveryMode: 3 },
  'a delivery mode of 255': { deliveryMode: 255 },
  'a priority of 255': { priority: 255 },
  'reply-to the direct reply queue, without a consumer of it': { replyTo: REPLY_TO },
  'reply-to a direct reply name': { replyTo: `${REPLY_TO}.nobody` },
  'a wrong expiration and the name of somebody else': { expiration: 'soon', userId: 'somebody' },
  'the name of somebody else and a wrong CC': { userId: 'somebody', headers: { CC: 'a' } },
  'a wrong delivery mode and a wrong CC': { deliveryMode: 7, headers: { CC: 'a' } },
  'a wrong delivery mode and a wrong expiration': { deliveryMode: 7, expiration: 'soon' },
  'a direct reply without consumer and a wrong expiration': {
    replyTo: REPLY_TO,
    expiration: 'soon',
  },
  'a direct reply without consumer in the name of somebody else': {
    replyTo: REPLY_TO,
    userId: 'somebody',
  },
  'a wrong expiration and a wrong CC': { expiration: 'soon', headers: { CC: 'a' } },
};

const HEADERS: Readonly<Record<string, Table>> = {
  'CC that is a text': { CC: 'a' },
  'CC that is a number': { CC: 5 },
  'CC that is a table': { CC: { a: 'b' } },
  'CC that is void': { CC: null },
  'CC that is true': { CC: true },
  'BCC that is a text': { BCC: 'a' },
  'BCC that is a binary': { BCC: typed.binary('a') },
  'CC and BCC that are texts': { BCC: 'a', CC: 'b' },
  'CC that is a list of numbers': { CC: [1, 2] },
  'CC that is a list of one table': { CC: ['a', { b: 1 }] },
  'x-death that is a text': { 'x-death': 'a' },
  'a table in a table': { a: { b: { c: [] } } },
};

/** RabbitMQ looks at properties once the exchange is known. */
const contents: Provocations = Object.fromEntries(
  [
    ...Object.entries(PROPERTIES),
    ...Object.entries(HEADERS).map(([what, headers]) => [what, { headers }] as const),
  ].map(([what, properties]) => [
    `basic.publish with ${what}`,
    ({ queue }: Names) => [queueDeclare(queue), publish({ routingKey: queue, properties })],
  ]),
);

const orders: Provocations = {
  'basic.publish to a missing exchange with a wrong expiration': ({ exchange }) => [
    publish({ exchange, properties: { expiration: 'soon' } }),
  ],
  'basic.publish to a missing exchange in the name of somebody else': ({ exchange }) => [
    publish({ exchange, properties: { userId: 'somebody' } }),
  ],
  'basic.publish to a missing exchange with a direct reply without consumer': ({ exchange }) => [
    publish({ exchange, properties: { replyTo: REPLY_TO } }),
  ],
  'basic.publish to a missing exchange with a wrong CC': ({ exchange }) => [
    publish({ exchange, properties: { headers: { CC: 'a' } } }),
  ],
  'basic.publish, immediate, with a wrong expiration': () => [
    publish({ immediate: true, properties: { expiration: 'soon' } }),
  ],
  'basic.publish of a wrong expiration, before its body': ({ queue }) => [
    queueDeclare(queue),
    publishMethod({ routingKey: queue }),
    header(5, { expiration: 'soon' }),
    basicQos(),
  ],
  'basic.publish to an internal exchange with a wrong expiration': () => [
    publish({ exchange: 'amq.rabbitmq.trace', properties: { expiration: 'soon' } }),
  ],
  'basic.publish of a wrong expiration in a transaction, before its commit': ({ queue }) => [
    queueDeclare(queue),
    txSelect,
    publish({ routingKey: queue, properties: { expiration: 'soon' } }),
  ],
  'basic.publish of a wrong CC to nobody': ({ queue }) => [
    publish({ routingKey: queue, properties: { headers: { CC: 'a' } } }),
  ],
};

const modes: Provocations = {
  'confirm.select twice': () => [confirmSelect, confirmSelect],
  'confirm.select after tx.select': () => [txSelect, confirmSelect],
  'tx.select after confirm.select': () => [confirmSelect, txSelect],
  'tx.select twice': () => [txSelect, txSelect],
  'tx.commit without tx.select': () => [txCommit],
  'tx.rollback without tx.select': () => [txRollback],
  'tx.commit in confirm mode': () => [confirmSelect, txCommit],
  'tx.rollback in confirm mode': () => [confirmSelect, txRollback],
  'tx.commit of a message that its queue rejects': ({ queue }) => [
    queueDeclare(queue, { arguments: { 'x-max-length': 0, 'x-overflow': 'reject-publish' } }),
    txSelect,
    publish({ routingKey: queue }),
    txCommit,
  ],
};

const replies: Provocations = {
  'basic.consume from the direct reply queue with acknowledgement': () => [basicConsume(REPLY_TO)],
  'basic.consume from the direct reply queue twice': () => [
    basicConsume(REPLY_TO, { noAck: true }),
    basicConsume(REPLY_TO, { noAck: true }),
  ],
  'basic.consume from the direct reply queue twice, then with acknowledgement': () => [
    basicConsume(REPLY_TO, { noAck: true }),
    basicConsume(REPLY_TO),
  ],
  'basic.consume from the direct reply queue, exclusive': () => [
    basicConsume(REPLY_TO, { noAck: true, exclusive: true }),
  ],
  'basic.consume from the direct reply queue with a tag in use': ({ queue }) => [
    queueDeclare(queue),
    basicConsume(queue, { tag: 'tag' }),
    basicConsume(REPLY_TO, { noAck: true, tag: 'tag' }),
  ],
  'basic.consume from a direct reply name': () => [
    basicConsume(`${REPLY_TO}.nobody`, { noAck: true }),
  ],
  'basic.publish to a direct reply name that nobody has, mandatory': () => [
    publish({ routingKey: `${REPLY_TO}.nobody`, mandatory: true }),
  ],
  'basic.publish with reply-to the direct reply queue, cancelled before': () => [
    basicConsume(REPLY_TO, { noAck: true, tag: 'tag' }),
    publish({ routingKey: 'nobody', properties: { replyTo: REPLY_TO } }),
  ],
};

export const publishing: Provocations = {
  ...targets,
  ...contents,
  ...orders,
  ...modes,
  ...replies,
};
