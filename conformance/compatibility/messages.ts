/** Rows of the compatibility page: publishing, consuming, acknowledging. */
import type { Section } from './row.js';

const CONFIRMS = 'Publisher confirms';
const EXPIRATION = 'Publishing is refused with 406 for the expiration';

export const PUBLISHING: Section = {
  title: 'Publishing, confirms, transactions',
  rows: [
    {
      feature: 'Missing exchange',
      behaviour: 'Publishing to it closes the channel with 404.',
      verdict: 'both',
      proofs: ['Publishing is refused with 404 to an exchange that is not there'],
    },
    {
      feature: 'Largest message',
      behaviour: 'A body of more than 128 MiB closes the channel with 406.',
      verdict: 'either',
      why: '4.x allows 16 MiB.',
      proofs: [
        'The compatibility switch accepts at 3.x a client that publishes a message of more ' +
          'than 16 MiB',
        'The compatibility switch at 4.x closes the channel with 406: message-size',
        'Publishing closes the channel on a body of more than 128 MiB, and passes over the body',
      ],
    },
    {
      feature: 'mandatory',
      behaviour: 'What no queue takes comes back with 312, before its confirm.',
      verdict: 'both',
      proofs: [
        'A mandatory message without a queue is returned with 312, whole, before its confirm',
        'A mandatory message with a queue is not returned',
      ],
    },
    {
      feature: 'immediate',
      behaviour: 'It ends the connection with 540.',
      verdict: 'both',
      proofs: ['Publishing is refused with 540 when immediate'],
    },
    {
      feature: 'expiration',
      behaviour: 'Anything but a whole number of milliseconds as text closes the channel with 406.',
      verdict: 'both',
      proofs: [
        `${EXPIRATION} 'soon'`,
        `${EXPIRATION} ''`,
        `${EXPIRATION} '12.5'`,
        `${EXPIRATION} '-1'`,
      ],
    },
    {
      feature: 'user-id',
      behaviour:
        'It must be the user of the connection, else the channel closes with 406; whoever has ' +
        'the tag `impersonator` may name another.',
      verdict: 'both',
      proofs: [
        'A user-id is that of whoever publishes, or any for an impersonator',
        "Publishing is refused with 406 for another user's user-id",
        'Publishing closes the channel for another’s user id, and lets one’s own pass',
      ],
    },
    {
      feature: 'priority',
      behaviour: 'It is carried along, and orders the queues that ask for it.',
      verdict: 'both',
      proofs: [
        'A published message keeps all of its properties',
        'A priority queue takes a priority above its highest for the highest',
      ],
    },
    {
      feature: 'delivery-mode',
      behaviour: '1 is transient, 2 persistent; anything else closes the channel with 406.',
      verdict: 'both',
      proofs: [
        'Publishing is refused with 406 for the delivery mode 0',
        'Publishing is refused with 406 for the delivery mode 3',
      ],
    },
    {
      feature: 'CC and BCC',
      behaviour:
        'These lists of further routing keys count like the key; BCC is taken out; what is no ' +
        'list closes the channel with 406.',
      verdict: 'both',
      proofs: [
        'CC and BCC route to further keys, and only BCC is taken out of the headers',
        'CC and BCC give a queue one copy though several of the keys reach it',
        'CC and BCC that are no lists close the channel with 406',
      ],
    },
    {
      feature: 'Confirms',
      behaviour:
        'They count from one on each channel, single or cumulative; unroutable messages and ' +
        'those of deleted queues are confirmed, refused ones are nacked, persistent ones wait ' +
        'for the disk.',
      verdict: 'better',
      why: 'Persistent means fsynced for queues of every type; RabbitMQ does so for quorum queues.',
      proofs: [
        `${CONFIRMS} number the messages of a channel from one`,
        `${CONFIRMS} come for messages that no queue took`,
        `${CONFIRMS} come for messages whose queue is deleted`,
        `${CONFIRMS} are nacks for what a full queue rejects`,
        `${CONFIRMS} add up to all messages, single or cumulative, in whatever grouping`,
        `${CONFIRMS} wait for the disk, and for all copies of the message`,
        'A channel confirms a persistent message when it is on disk',
        'After a restart by SIGKILL the confirmed persistent messages are there, in order',
      ],
    },
    {
      feature: 'Transactions',
      behaviour:
        'tx holds publishes and acknowledgements back until the commit; a queue that refuses ' +
        'makes the commit fail with 406; confirm and tx exclude each other; a commit without a ' +
        'select ends in 406.',
      verdict: 'better',
      why: 'What a commit does to all its queues is one transaction on the disk.',
      proofs: [
        'A transaction holds its messages back until it is committed',
        'A transaction forgets its messages when it is rolled back',
        'A transaction holds its acknowledgements back until it is committed',
        'A transaction that a full queue rejects fails to commit',
        'A transaction cannot begin on a channel with confirms',
        'A transaction cannot become a channel with confirms',
        'A transaction cannot be committed before it is selected',
        'A transaction goes to the store as one batch, whatever its queues',
        'the SQLite store commits all of a turn or nothing of it',
      ],
    },
    {
      feature: 'Direct reply-to',
      behaviour: 'Replies come without a reply queue: see below.',
      verdict: 'both',
      proofs: ['Direct reply-to brings the reply back to the channel that asked'],
    },
    {
      feature: 'Message interceptors',
      behaviour: 'No header or timestamp is added to incoming messages.',
      verdict: 'never',
      why: 'RabbitMQ adds none either unless it is configured to.',
      proofs: ['A published message without properties has none'],
    },
    {
      feature: 'Topic permissions',
      behaviour:
        'Keys published to a topic exchange, those of CC and BCC with them, must match the ' +
        "user's write expression for the exchange, if there is one: 403.",
      verdict: 'new',
      why: '3.10 does not look at CC and BCC.',
      proofs: [
        'With topic permissions a user may publish with the keys that they name, and with no other',
        'With topic permissions the keys of copies count like the first one',
        'With topic permissions exchanges of other types are published to with any key',
        'With topic permissions those that come and go count at once',
      ],
    },
  ],
};

export const CONSUMING: Section = {
  title: 'Consuming and acknowledging',
  rows: [
    {
      feature: '`basic.consume`',
      behaviour:
        'A consumer tag that the channel has already, and more consumers than a channel may ' +
        'have, end the connection with 530.',
      verdict: 'both',
      proofs: [
        'A consumer with a tag that its channel has already closes the connection with 530',
        'The options of AMQP say how many consumers a channel may have',
      ],
    },
    {
      feature: 'Exclusive consumers',
      behaviour:
        'Another consumer is refused with 403, and so is an exclusive one beside others or on a ' +
        'queue with a single active consumer.',
      verdict: 'both',
      proofs: [
        'An exclusive consumer lets no other consumer in: 403',
        'An exclusive consumer is not let in where there is another: 403',
        'Several consumers of a queue with single-active-consumer may not be exclusive: 403',
      ],
    },
    {
      feature: 'no-local',
      behaviour: 'It is ignored.',
      verdict: 'both',
      proofs: [
        'A consumer that asks for no-local gets the messages of its own connection all the same',
      ],
    },
    {
      feature: 'no-ack',
      behaviour: 'A message is settled as it is delivered.',
      verdict: 'both',
      proofs: ['A consumer without acknowledgements settles messages as they are delivered'],
    },
    {
      feature: '`basic.qos`',
      behaviour:
        'A limit in octets ends in 540; `global=false` limits each consumer to come, ' +
        '`global=true` the channel.',
      verdict: 'either',
      why:
        '4.3 takes `global=true` for `global=false` unless configured otherwise; 3.x refuses it ' +
        'to quorum queues.',
      proofs: [
        'The compatibility switch accepts at 3.x a client that sets a prefetch for the whole ' +
          'channel (`global`)',
        'The compatibility switch at 4.x takes it for the prefetch of each consumer to come: ' +
          'global-qos',
        'Not implemented is a prefetch limit in octets: 540',
        'Prefetch limits what a consumer has unsettled',
        'Prefetch set later leaves the consumers that are there as they were',
        'Prefetch for the channel is shared by its consumers, on all queues',
        'A quorum queue takes part in the prefetch of a channel',
      ],
    },
    {
      feature: '`x-priority` of consumers',
      behaviour: 'The highest gets all while it has credit; what is no integer ends in 406.',
      verdict: 'both',
      proofs: [
        'Several consumers of a queue of different priority: the highest gets all while ' +
          'it has credit',
        'Consuming is refused with 406 for x-priority that is no integer',
      ],
    },
    {
      feature: '`x-stream-offset` of consumers',
      behaviour: 'Queues that are no streams refuse it: 406.',
      verdict: 'both',
      why: 'Streams are not there yet.',
      proofs: ['A queue that is no stream refuses x-stream-offset of a consumer: 406'],
    },
    {
      feature: '`x-consumer-timeout` of consumers',
      behaviour:
        'It limits in ms how long the consumer may hold a message, whatever its queue says; 0 ' +
        'for no limit.',
      verdict: 'better',
      why: '3.10 has one limit for all consumers; 4.3 has this for quorum queues only.',
      proofs: [
        'The limit on how long a delivery is held is the consumer’s, else that of the queue, ' +
          'else that of the broker',
        'The limit on how long a delivery is held is none where the first that is given is 0',
        'A delivery that is not acknowledged in time has the limit of the queue, and before ' +
          'that the consumer’s own',
      ],
    },
    {
      feature: 'ack, nack, reject',
      behaviour:
        'A tag that is unknown or settled closes the channel with 406; tag 0 with multiple means ' +
        'all.',
      verdict: 'both',
      proofs: [
        'Acknowledging an unknown tag closes the channel with 406',
        'Acknowledging a delivery twice closes the channel with 406',
        'Acknowledging tag zero multiple settles all deliveries',
        'Acknowledging nack of an unknown tag closes the channel with 406',
        'Acknowledging reject of an unknown tag closes the channel with 406',
      ],
    },
    {
      feature: 'Requeueing',
      behaviour: 'A message goes back to its place, whatever the type of the queue.',
      verdict: 'better',
      why: 'Quorum queues of RabbitMQ put it before all others (4.3) or behind them (3.10).',
      proofs: [
        'Refusing a delivery by reject with requeue puts it back to its place',
        'A quorum queue puts what comes back to its place',
        'Refusing a delivery by nack multiple with requeue puts all back to their places',
        'Queue taking back puts requeued messages back in their places, whatever the ' +
          'order of return',
      ],
    },
    {
      feature: '`basic.recover`',
      behaviour: 'All that is unsettled on the channel is requeued; without requeue: 540.',
      verdict: 'both',
      proofs: [
        'Recovering puts all unsettled deliveries of the channel back, redelivered',
        'Not implemented is recover without requeue: 540',
      ],
    },
    {
      feature: '`basic.get`',
      behaviour:
        'It brings a message and how many are left, or that there is none. It is allowed beside ' +
        'an exclusive consumer, and ends in 405 on a quorum queue with a single active consumer.',
      verdict: 'both',
      proofs: [
        'Getting a message answers how many ready messages are left',
        'Getting a message from an empty queue answers that it is empty',
        'Getting a message is allowed beside an exclusive consumer',
        'Getting a message is refused with 405 from a quorum queue with a single active consumer',
      ],
    },
    {
      feature: '`basic.cancel`',
      behaviour: 'An unknown tag is answered too; what the consumer holds stays with the channel.',
      verdict: 'both',
      proofs: [
        'Cancelling a consumer stops its deliveries',
        'Cancelling a consumer leaves what it has to be acknowledged on its channel',
        'Cancelling a consumer that is not there is fine',
      ],
    },
    {
      feature: 'Consumer cancel notification',
      behaviour:
        'Whoever announced that they want it gets `basic.cancel` when the queue is deleted.',
      verdict: 'both',
      proofs: [
        'Cancelling a consumer is done by the broker, with notice, when the queue is deleted',
      ],
    },
    {
      feature: 'Loss of channel or connection',
      behaviour: 'What was unsettled goes back to its place, marked as redelivered.',
      verdict: 'both',
      proofs: [
        'Unsettled deliveries go back to their places, redelivered, when their channel closes',
        'Unsettled deliveries go back to their places, redelivered, when their connection is lost',
        'Unsettled deliveries go back when their channel fails',
      ],
    },
  ],
};
