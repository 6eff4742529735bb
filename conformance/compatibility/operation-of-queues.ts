/** Rows of the compatibility page: retry, consumer timeout, pausing and limits. */
import type { Section } from './row.js';

export const RETRY: Section = {
  title: 'Dead lettering, retry, delay',
  rows: [
    {
      feature: 'Reasons',
      behaviour: 'rejected, expired, `maxlen` and `delivery_limit`.',
      verdict: 'both',
      proofs: [
        'Dead lettering of a message refused by nack has the reason rejected',
        'Dead lettering of a message that expired by its queue has the reason expired',
        'Dead lettering of a message that was dropped for room has the reason maxlen',
        'A quorum queue dead-letters what was delivered more often than its delivery limit',
      ],
    },
    {
      feature: 'At-least-once',
      behaviour:
        'Quorum queues lose no dead letter, if they are asked not to; it is never doubled.',
      verdict: 'better',
      why: 'RabbitMQ may double one: it publishes and confirms it by a worker of its own.',
      proofs: [
        'A dead letter that must not be lost goes at once where it is taken, in one run with ' +
          'the end of its original',
        'A dead letter that must not be lost waits while there is nobody to take it, counted ' +
          'apart, and is tried again',
        'Dead letters are enlisted in the store before the original is struck from it',
      ],
    },
    {
      feature: 'Delivery count of classic queues',
      behaviour: 'There is none: only quorum queues count.',
      verdict: 'both',
      proofs: ['The delivery count is not told by a classic queue'],
    },
    {
      feature: 'Backoff',
      behaviour: 'With delayed retry a message that comes back waits, twice as long each time.',
      verdict: 'better',
      why: '4.3 has it for quorum queues, growing by the same delay each time.',
      proofs: [
        'A message that comes back to a queue with delayed retries waits twice as long each ' +
          'time, up to the longest delay',
        'A message that comes back to a queue with delayed retries goes to a consumer that ' +
          'waits, as soon as its time has come',
      ],
    },
    {
      feature: 'Refusing with a reason',
      behaviour: 'AMQP 0-9-1 has no words for it.',
      verdict: 'both',
      proofs: ['METHODS holds nothing else'],
    },
    {
      feature: 'Delayed publish',
      behaviour:
        'An exchange of type `x-delayed-message` keeps messages for any time, over restarts too.',
      verdict: 'better',
      why: 'RabbitMQ has a community plugin for 3.x and nothing in 4.3.',
      proofs: [
        'A delayed exchange keeps a message for as long as x-delay says',
        'A delayed exchange, beyond the plugin, keeps a message for longer than 2^32 ms',
        'A delayed message, when the broker restarts goes on waiting, if it is persistent, and ' +
          'comes on time',
      ],
    },
    {
      feature: 'Listing and cancelling delayed messages',
      behaviour:
        '`messages_delayed` in `/api/exchanges` counts them; the HTTP API lists, searches and ' +
        'cancels them.',
      verdict: 'better',
      why: 'The plugin for 3.x can only count them; 4.3 has none.',
      proofs: [
        '/api/exchanges/{vhost}/{exchange}/delayed shows what waits, and when its time comes',
        '/api/exchanges/{vhost}/{exchange}/delayed cancels one of them',
        'An exchange in JSON tells how many messages wait, if it is a delayed one',
        'A delayed message is counted and listed while it waits, by due time',
      ],
    },
    {
      feature: 'Replay of dead letters',
      behaviour:
        'Over the HTTP API, back to the queue or exchange that they came from: filtered, at a ' +
        'pace, with a dry run, and cancelled at will.',
      verdict: 'better',
      why: 'With RabbitMQ a program has to consume them and publish them again, or a shovel.',
      proofs: [
        '/api/replays sends dead letters back to where they came from',
        '/api/replays does so for those that match alone, and only tells in a dry run',
        '/api/replays can be watched and stopped',
        'A replay of dead letters loses nothing in a crash, and doubles nothing if its changes ' +
          'are on the disk',
      ],
    },
  ],
};

export const CONSUMER_TIMEOUT: Section = {
  title: 'Consumer timeout',
  rows: [
    {
      feature: 'Limit on holding a message',
      behaviour:
        'After 30 minutes, or what consumer, queue or configuration say, the channel closes with ' +
        '406; queues of every type.',
      verdict: 'old',
      why:
        '4.3 limits it on quorum queues only, and cancels the consumer of a client that can take ' +
        'it.',
      proofs: [
        'A delivery that is not acknowledged in time closes the channel with 406 and ' +
          'RabbitMQ’s text, and all goes back',
        'A delivery that is not acknowledged in time has a limit too if it was got',
        'A delivery that is not acknowledged in time waits for ever where the limit is 0',
      ],
    },
    {
      feature: 'Renewing it',
      behaviour: 'A consumer has no words to ask for more time.',
      verdict: 'both',
      proofs: ['METHODS holds nothing else'],
    },
  ],
};

export const QUEUE_OPERATION: Section = {
  title: 'Pausing, draining, limits for each queue',
  rows: [
    {
      feature: 'Pausing a queue',
      behaviour:
        'A paused queue hands out nothing until it is resumed, over restarts too; messages come, ' +
        'expire and are dropped as ever.',
      verdict: 'better',
      why: 'RabbitMQ has no such thing.',
      proofs: [
        'A paused queue takes messages and hands out none until it is resumed',
        'A paused queue gives nothing on request either, and asks for nothing that is on the disk',
        'A paused queue is paused over a restart if it is durable, and tells the store once',
      ],
    },
    {
      feature: 'Restarting a crashed queue',
      behaviour: 'Queues do not crash one by one.',
      verdict: 'never',
      why: 'All run in one process, which ends on a bug and recovers at its next start.',
    },
    {
      feature: 'Limit on unsettled messages',
      behaviour: 'By prefetch: for a consumer or a channel.',
      verdict: 'both',
      proofs: [
        'Prefetch limits what a consumer has unsettled',
        'Prefetch for the channel is shared by its consumers, on all queues',
      ],
    },
    {
      feature: 'Limit on the rate',
      behaviour: 'There is none.',
      verdict: 'never',
      why: 'RabbitMQ has none either.',
    },
    {
      feature: 'Largest message of a queue',
      behaviour: 'One limit holds for all queues; `x-max-length-bytes` keeps out what is larger.',
      verdict: 'both',
      proofs: ['A queue with a length limit keeps nothing that is larger than the octets allow'],
    },
    {
      feature: 'Last messages of each key',
      behaviour: 'A queue keeps all of its messages.',
      verdict: 'never',
      why: 'RabbitMQ has a community plugin for it.',
    },
    {
      feature: 'Counters',
      behaviour: 'A queue counts its messages, and nothing else.',
      verdict: 'never',
      why: 'RabbitMQ has none either.',
    },
    {
      feature: 'Publishing on a condition',
      behaviour: 'A publish cannot name the message that must be the last.',
      verdict: 'never',
      why: 'RabbitMQ has no such thing either.',
    },
    {
      feature: 'Atomic batches',
      behaviour: 'tx commits messages for many queues at once, all or nothing.',
      verdict: 'better',
      why: 'A transaction of RabbitMQ is not atomic across queues.',
      proofs: [
        'A transaction goes to the store as one batch, whatever its queues',
        'the SQLite store commits all of a turn or nothing of it',
        'A transaction does nothing at all if an exchange has gone before its commit',
      ],
    },
  ],
};
