/** Class basic for those that take messages: qos, consume, cancel, get, and all ways to settle. */
import { publish } from '../content.js';
import {
  basicAck,
  basicCancel,
  basicConsume,
  basicGet,
  basicNack,
  basicQos,
  basicRecover,
  basicRecoverAsync,
  basicReject,
  confirmSelect,
  queueDeclare,
  queueDelete,
  txCommit,
  txSelect,
} from '../methods.js';
import { byAnother, onChannel, type Names, type Provocations, type Step } from '../step.js';
import { channelOpen } from '../methods.js';
import { typed, type Table } from '../values.js';

const quorum = { durable: true, arguments: { 'x-queue-type': 'quorum' } };

const consumers: Provocations = {
  'basic.consume from a missing queue': ({ queue }) => [basicConsume(queue)],
  'basic.consume from a missing queue without waiting': ({ queue }) => [
    basicConsume(queue, { noWait: true, tag: 'tag' }),
  ],
  'basic.consume without a queue, none declared': () => [basicConsume('')],
  'basic.consume without a queue, the last one deleted': ({ queue }) => [
    queueDeclare(queue),
    queueDelete(queue),
    basicConsume(''),
  ],
  'basic.consume from a missing name with line breaks': ({ queue }) => [basicConsume(`${queue}\n`)],
  'basic.consume with a tag in use': ({ queue }) => [
    queueDeclare(queue),
    basicConsume(queue, { tag: 'tag' }),
    basicConsume(queue, { tag: 'tag' }),
  ],
  'basic.consume with a tag in use on another channel': ({ queue }) => [
    queueDeclare(queue),
    basicConsume(queue, { tag: 'tag' }),
    channelOpen(2),
    onChannel(2, basicConsume(queue, { tag: 'tag' })),
  ],
  'basic.consume from a missing queue with a tag in use': ({ queue, otherQueue }) => [
    queueDeclare(queue),
    basicConsume(queue, { tag: 'tag' }),
    basicConsume(otherQueue, { tag: 'tag' }),
  ],
  'basic.consume with a tag that is not UTF-8': ({ queue }) => [
    queueDeclare(queue),
    basicConsume(queue, { tag: Buffer.from('t\xff', 'latin1') }),
  ],
  'basic.consume, exclusive, beside another': ({ queue }) => [
    queueDeclare(queue),
    basicConsume(queue),
    basicConsume(queue, { exclusive: true }),
  ],
  'basic.consume beside an exclusive one': ({ queue }) => [
    queueDeclare(queue),
    basicConsume(queue, { exclusive: true }),
    basicConsume(queue),
  ],
  'basic.consume beside the exclusive one of another': ({ queue }) => [
    queueDeclare(queue),
    byAnother(basicConsume(queue, { exclusive: true })),
    basicConsume(queue),
  ],
  'basic.consume, exclusive, with a single active consumer': ({ queue }) => [
    queueDeclare(queue, { arguments: { 'x-single-active-consumer': true } }),
    basicConsume(queue, { exclusive: true }),
  ],
  'basic.consume, exclusive, of a quorum queue beside another': ({ queue }) => [
    queueDeclare(queue, quorum),
    basicConsume(queue),
    basicConsume(queue, { exclusive: true }),
  ],
  'basic.consume of a quorum queue beside an exclusive one': ({ queue }) => [
    queueDeclare(queue, quorum),
    basicConsume(queue, { exclusive: true }),
    basicConsume(queue),
  ],
  'basic.cancel of an unknown tag': () => [basicCancel('nobody')],
  'basic.cancel of an empty tag': () => [basicCancel('')],
  'basic.get of a missing queue': ({ queue }) => [basicGet(queue)],
  'basic.get of a name with line breaks': ({ queue }) => [
    queueDeclare(queue),
    basicGet(`${queue}\n`),
  ],
  'basic.consume from a name with line breaks': ({ queue }) => [
    queueDeclare(queue),
    basicConsume(`${queue}\r`),
  ],
  'basic.get without a queue, none declared': () => [basicGet('')],
  'basic.get of an empty queue': ({ queue }) => [queueDeclare(queue), basicGet(queue)],
  'basic.get beside an exclusive consumer': ({ queue }) => [
    queueDeclare(queue),
    basicConsume(queue, { exclusive: true }),
    basicGet(queue),
  ],
  'basic.get with a single active consumer': ({ queue }) => [
    queueDeclare(queue, { arguments: { 'x-single-active-consumer': true } }),
    basicConsume(queue),
    basicGet(queue),
  ],
  'basic.get of a quorum queue with a single active consumer': ({ queue }) => [
    queueDeclare(queue, {
      durable: true,
      arguments: { 'x-queue-type': 'quorum', 'x-single-active-consumer': true },
    }),
    basicConsume(queue),
    basicGet(queue),
  ],
  'basic.get of the direct reply queue': () => [basicGet('amq.rabbitmq.reply-to')],
};

const PRIORITIES: Table = {
  'a text': '5',
  'a double': 1.5,
  true: true,
  void: null,
  'a list': [5],
  'a timestamp': typed.timestamp(5),
  'a byte': typed.byte(-5),
  'a long': typed.long(2 ** 40),
};

const priorities: Provocations = Object.fromEntries(
  Object.entries(PRIORITIES).flatMap(([what, priority]) =>
    Object.entries({ classic: {}, quorum }).map(([kind, options]) => [
      `basic.consume from a ${kind} queue with x-priority ${what}`,
      ({ queue }: Names) => [
        queueDeclare(queue, options),
        basicConsume(queue, { arguments: { 'x-priority': priority } }),
      ],
    ]),
  ),
);

const limits: Provocations = {
  'basic.qos with a size': () => [basicQos({ prefetchSize: 1 })],
  'basic.qos with a size of 32 bits': () => [basicQos({ prefetchSize: 2 ** 32 - 1 })],
  'basic.qos with a size, global': () => [basicQos({ prefetchSize: 1, global: true })],
  'basic.recover without requeue': () => [basicRecover({ requeue: false })],
  'basic.recover-async without requeue': () => [basicRecoverAsync({ requeue: false })],
  'basic.recover of nothing': () => [basicRecover()],
  'basic.recover-async of nothing': () => [basicRecoverAsync()],
};

/** Two messages got, with the delivery tags 1 and 2. */
function twoGot({ queue }: Names): Step[] {
  const confirmed = { ...publish({ routingKey: queue }), replies: ['60.80'] };
  return [
    queueDeclare(queue),
    confirmSelect,
    confirmed,
    confirmed,
    basicGet(queue),
    basicGet(queue),
  ];
}

const SETTLEMENTS: Readonly<Record<string, readonly Step[]>> = {
  'basic.ack of an unknown tag': [basicAck(3)],
  'basic.ack of tag 0': [basicAck(0)],
  'basic.ack of the largest tag': [basicAck(2 ** 53 - 1)],
  'basic.ack of an unknown tag, multiple': [basicAck(3, { multiple: true })],
  'basic.ack twice': [basicAck(1), basicAck(1)],
  'basic.ack of the second, then both': [basicAck(2), basicAck(2, { multiple: true })],
  'basic.ack of the first after both': [basicAck(2, { multiple: true }), basicAck(1)],
  'basic.ack of both after both': [
    basicAck(2, { multiple: true }),
    basicAck(2, { multiple: true }),
  ],
  'basic.ack of all after all': [basicAck(0, { multiple: true }), basicAck(0, { multiple: true })],
  'basic.ack of tag 0 after all': [basicAck(0, { multiple: true }), basicAck(0)],
  'basic.ack of the first, multiple, after the second': [
    basicAck(2),
    basicAck(1, { multiple: true }),
  ],
  'basic.ack of the second, multiple, after the second': [
    basicAck(2),
    basicAck(2, { multiple: true }),
  ],
  'basic.nack of an unknown tag': [basicNack(3)],
  'basic.nack of an unknown tag, multiple': [basicNack(3, { multiple: true })],
  'basic.nack of tag 0': [basicNack(0)],
  'basic.nack after ack': [basicAck(1), basicNack(1)],
  'basic.nack of all after all': [
    basicNack(0, { multiple: true, requeue: false }),
    basicNack(0, { multiple: true }),
  ],
  'basic.reject of an unknown tag': [basicReject(3)],
  'basic.reject of an unknown tag without requeue': [basicReject(3, { requeue: false })],
  'basic.reject of tag 0': [basicReject(0)],
  'basic.reject twice': [basicReject(1), basicReject(1)],
  'basic.ack after recover': [basicRecover(), basicAck(1)],
};

const settlements: Provocations = {
  ...Object.fromEntries(
    Object.entries(SETTLEMENTS).map(([what, steps]) => [
      what,
      (names: Names) => [...twoGot(names), ...steps],
    ]),
  ),
  'basic.ack of an unknown tag on a new channel': () => [basicAck(1)],
  'basic.ack of all on a new channel': () => [basicAck(0, { multiple: true })],
  'basic.nack of all on a new channel': () => [basicNack(0, { multiple: true })],
  'basic.ack of what was got without acknowledgement': ({ queue }) => [
    queueDeclare(queue),
    confirmSelect,
    { ...publish({ routingKey: queue }), replies: ['60.80'] },
    basicGet(queue, { noAck: true }),
    basicAck(1),
  ],
  'basic.ack of the tag of another channel': (names) => [
    ...twoGot(names),
    channelOpen(2),
    onChannel(2, basicAck(1)),
    onChannel(2, basicQos()),
  ],
  'basic.ack of an unknown tag in a transaction': () => [txSelect, basicAck(1), txCommit],
  'basic.ack twice in a transaction': ({ queue }) => [
    queueDeclare(queue),
    txSelect,
    publish({ routingKey: queue }),
    txCommit,
    basicGet(queue),
    basicAck(1),
    basicAck(1),
  ],
};

export const consuming: Provocations = { ...consumers, ...priorities, ...limits, ...settlements };
