/** queue.declare with arguments that a queue cannot have, alone and together. */
import { queueDeclare, type QueueDeclare } from '../methods.js';
import type { Names, Provocation, Provocations } from '../step.js';
import { typed, type Table, type Value } from '../values.js';

type Values = Readonly<Record<string, Value>>;

const CLASSIC: QueueDeclare = {};
const QUORUM: QueueDeclare = { durable: true, arguments: { 'x-queue-type': 'quorum' } };

/** RabbitMQ's limit of any time: ten years. */
const TEN_YEARS_MS = 315_360_000_000;

const WRONG_COUNTS: Values = {
  text: '5',
  negative: -1,
  'too large': 2 ** 53 - 1,
  'a double': 5.5,
  true: true,
  void: null,
  'a list': [1],
};

const WRONG_TIMES: Values = { ...WRONG_COUNTS, zero: 0, 'ten years and more': TEN_YEARS_MS + 1 };
const WRONG_WORDS: Values = {
  'an unknown word': 'sometimes',
  'a number': 5,
  'a binary': typed.binary('x'),
};
const WRONG_NAMES: Values = { 'a number': 5, true: true, 'a table': { a: 1 } };

const WRONG_VALUES: Readonly<Record<string, Values>> = {
  'x-message-ttl': WRONG_TIMES,
  'x-expires': WRONG_TIMES,
  'x-max-length': WRONG_COUNTS,
  'x-max-length-bytes': WRONG_COUNTS,
  'x-max-priority': { ...WRONG_COUNTS, '256': 256, zero: 0 },
  'x-overflow': { ...WRONG_WORDS, 'reject-publish-dlx': 'reject-publish-dlx' },
  'x-queue-mode': WRONG_WORDS,
  'x-queue-type': WRONG_WORDS,
  'x-queue-version': { ...WRONG_COUNTS, zero: 0, three: 3 },
  'x-queue-master-locator': { ...WRONG_WORDS, 'min-masters': 'min-masters' },
  'x-dead-letter-exchange': WRONG_NAMES,
  'x-dead-letter-routing-key': { ...WRONG_NAMES, 'no exchange': 'key' },
  'x-dead-letter-strategy': { ...WRONG_WORDS, 'at-least-once': 'at-least-once' },
  'x-single-active-consumer': { text: 'true', 'a number': 1 },
  'x-delivery-limit': { ...WRONG_COUNTS, zero: 0 },
  'x-max-in-memory-length': WRONG_COUNTS,
  'x-max-in-memory-bytes': WRONG_COUNTS,
  'x-quorum-initial-group-size': { ...WRONG_COUNTS, zero: 0 },
  'x-queue-leader-locator': WRONG_WORDS,
  'x-max-age': { ...WRONG_WORDS, '1h': '1h' },
  'x-stream-max-segment-size-bytes': { '1000': 1000 },
  'x-initial-cluster-size': { '1': 1 },
};

const WRONG_TOGETHER: Readonly<Record<string, QueueDeclare>> = {
  'a dead-letter routing key that is a number, without exchange': {
    arguments: { 'x-dead-letter-routing-key': 5 },
  },
  'two wrong arguments, the later first in the table': {
    arguments: { 'x-max-length': 'a', 'x-expires': 'b' },
  },
  'a wrong value beside one of another type': {
    arguments: { 'x-delivery-limit': 5, 'x-max-length': -1 },
  },
  'a quorum queue that is not durable': { arguments: { 'x-queue-type': 'quorum' } },
  'a quorum queue that is exclusive': { ...QUORUM, exclusive: true },
  'a quorum queue that deletes itself': { ...QUORUM, autoDelete: true },
  'a quorum queue that deletes itself and is not durable': {
    autoDelete: true,
    arguments: { 'x-queue-type': 'quorum' },
  },
  'a quorum queue with priorities': {
    durable: true,
    arguments: { 'x-queue-type': 'quorum', 'x-max-priority': 5 },
  },
  'a lazy queue of version 1 with priorities': {
    arguments: { 'x-queue-mode': 'lazy', 'x-queue-version': 1, 'x-max-priority': 5 },
  },
  'a type that does not exist, for a passive declare': {
    passive: true,
    arguments: { 'x-queue-type': 'sometimes' },
  },
  'integers of all the other types': {
    arguments: {
      'x-max-length': typed.byte(5),
      'x-max-length-bytes': typed.unsignedByte(5),
      'x-message-ttl': typed.short(5),
      'x-expires': typed.unsignedShort(60000),
      'x-max-priority': typed.unsignedInt(5),
    },
  },
  'a word of a hundred letters as overflow': { arguments: { 'x-overflow': 'x'.repeat(100) } },
  'a type of a hundred letters': { arguments: { 'x-queue-type': 'x'.repeat(100) } },
  'a type of two words': { arguments: { 'x-queue-type': 'x "y" \\' } },
  'a type that is not UTF-8': {
    arguments: { 'x-queue-type': typed.text(Buffer.from('x\xff', 'latin1')) },
  },
  'a type of umlauts': { arguments: { 'x-queue-type': 'ä' } },
  'a mode of umlauts': { arguments: { 'x-queue-mode': 'ä' } },
  'a limit that is a timestamp': { arguments: { 'x-max-length': typed.timestamp(5) } },
  'a limit that is a decimal': { arguments: { 'x-max-length': typed.decimal(0, 5) } },
  'a limit that is a float': { arguments: { 'x-max-length': typed.float(5) } },
  'an argument that nobody knows': { arguments: { 'x-unheard-of': { a: [null] } } },
};

const WITH_LONG_NAME: Readonly<Record<string, Table>> = {
  'a negative limit': { 'x-max-length': -1 },
  'a limit of text': { 'x-max-length': 'a' },
  'an unknown type': { 'x-queue-type': 'sometimes' },
  'a wrong overflow': { 'x-overflow': 'sometimes' },
  'a dead-letter exchange that is a number': { 'x-dead-letter-exchange': 5 },
};

/** RabbitMQ breaks lines of terms, but not of all texts. */
const withLongName: Provocations = Object.fromEntries(
  Object.entries(WITH_LONG_NAME).flatMap(([what, args]) =>
    [60, 100, 220].map((size) => [
      `queue of ${size} letters with ${what}`,
      ({ queue }: Names) => [queueDeclare(queue.padEnd(size, 'x'), { arguments: args })],
    ]),
  ),
);

function declaring(options: QueueDeclare): Provocation {
  return ({ queue }) => [queueDeclare(queue, options)];
}

function withArguments(
  kind: string,
  base: QueueDeclare,
  name: string,
  values: Values,
): Provocations {
  return Object.fromEntries(
    Object.entries(values).map(([what, value]) => {
      const args: Table = { ...base.arguments, [name]: value };
      return [`${kind} queue with ${name} ${what}`, declaring({ ...base, arguments: args })];
    }),
  );
}

export const queueArguments: Provocations = Object.assign(
  {},
  ...Object.entries(WRONG_VALUES).flatMap(([name, values]) => [
    withArguments('classic', CLASSIC, name, values),
    name === 'x-queue-type' ? {} : withArguments('quorum', QUORUM, name, values),
  ]),
  withLongName,
  Object.fromEntries(
    Object.entries(WRONG_TOGETHER).map(([what, options]) => [what, declaring(options)]),
  ),
) as Provocations;
