/**
 * Rows of the compatibility page: headers that the broker writes, direct reply-to,
 * permissions.
 */
import type { Section } from './row.js';

const DEAD = 'Dead lettering';
const HISTORY = 'The death history of a message';
const REPLY = 'Direct reply-to';

export const HEADERS: Section = {
  title: 'Headers that the broker writes',
  rows: [
    {
      feature: '`x-death`',
      behaviour:
        'An array, newest first, with an entry for each queue and reason: count, reason, queue, ' +
        'time, exchange, routing-keys (with CC, without BCC), original-expiration.',
      verdict: 'both',
      proofs: [
        `${DEAD} of a rejected message tells all about it in x-death`,
        `${DEAD} counts deaths in the same queue for the same reason, newest first`,
        `${DEAD} lists CC among the routing keys, and not BCC`,
        `${DEAD} of a message that expired by itself takes its expiration into x-death`,
        `${HISTORY} tells of a death in RabbitMQ’s types`,
      ],
    },
    {
      feature: '`x-death` from a client',
      behaviour: 'What a publisher puts there is taken for history and counted on.',
      verdict: 'either',
      why: '4.x ignores it; programs that republish with the headers they got rely on the count.',
      proofs: [
        'The compatibility switch accepts at 3.x a client that publishes a message that has ' +
          'an `x-death` header',
        'The compatibility switch at 4.x takes the header away: client-deaths',
        `${DEAD} goes on with a history that the publisher sent`,
        `${HISTORY} keeps what a client put into x-death`,
      ],
    },
    {
      feature: '`x-first-death-*`',
      behaviour: 'Reason, queue and exchange of the first death.',
      verdict: 'both',
      proofs: [
        `${DEAD} counts deaths in the same queue for the same reason, newest first`,
        `${HISTORY} names the first death and the last`,
      ],
    },
    {
      feature: '`x-last-death-*`',
      behaviour: 'Reason, queue and exchange of the latest death.',
      verdict: 'new',
      why: '3.10 does not write them.',
      proofs: [
        `${DEAD} names the latest death in headers of its own`,
        `${HISTORY} names the first death and the last`,
      ],
    },
    {
      feature: 'expiration',
      behaviour: 'The property is removed on dead-lettering, so that the copy stays.',
      verdict: 'both',
      proofs: [
        `${DEAD} of a message that expired by itself takes its expiration into x-death`,
        'Dead letters do not expire again, and remember the time that they had',
      ],
    },
    {
      feature: 'Cycles',
      behaviour:
        'A message that would come back to a queue of its history, without a rejection on the ' +
        'way, is dropped.',
      verdict: 'both',
      proofs: [
        `${DEAD} drops a message that would go round in a circle without ever being rejected`,
        `${DEAD} lets a message go round in a circle when it was rejected on the way`,
      ],
    },
    {
      feature: '`x-delivery-count`',
      behaviour:
        'Quorum queues count how often a message came back, over restarts too; it is absent at ' +
        'first.',
      verdict: 'old',
      why:
        'Every return counts; 4.3 leaves out `basic.nack`, so its delivery limit never ends such ' +
        'a loop.',
      proofs: [
        'A quorum queue counts failed deliveries in x-delivery-count',
        'A message that comes back to a quorum queue tells its count after a restart',
        'The delivery count is told by a quorum queue from the second delivery on',
      ],
    },
    {
      feature: '`x-acquired-count`',
      behaviour: 'The header is not written.',
      verdict: 'never',
      why:
        'Of 4.3 only. It tells how often a message was handed out; here `x-delivery-count` ' +
        'counts every return.',
    },
    {
      feature: '`x-routed-by`, `timestamp_in_ms`',
      behaviour: 'Messages pass as they were published.',
      verdict: 'never',
      why: 'RabbitMQ writes them only where an interceptor is configured.',
      proofs: ['A published message without properties has none'],
    },
    {
      feature: 'Malformed `x-death`',
      behaviour: 'A header of that name that is no array is replaced, and the history begins anew.',
      verdict: 'both',
      why: '`x-invalid-headers`, which keeps such a header aside elsewhere, is not written for it.',
      proofs: [
        `${DEAD} begins the history anew where a client made something else of x-death`,
        `${HISTORY} begins anew where a client turned x-death into something else`,
      ],
    },
    {
      feature: '`x-received-from`, `x-shovelled`',
      behaviour:
        'Nothing writes or reads them, for there is neither federation nor shovel; in a message ' +
        'that comes with them they pass unchanged.',
      verdict: 'never',
      why: 'Federation and shovel are plugins of RabbitMQ that move messages between brokers.',
      proofs: ['A published message keeps the headers of federation and shovel'],
    },
    {
      feature: '`x-dead-letter-*` of a message',
      behaviour: 'As headers of a message, the names of queue arguments mean nothing.',
      verdict: 'both',
      proofs: [`${DEAD} takes no orders from headers of the message`],
    },
    {
      feature: '`basic.nack` with requeue',
      behaviour: 'It counts in `x-delivery-count`.',
      verdict: 'old',
      why: '4.3 does not count it, so a client that loops on nack is never stopped.',
      proofs: [`A quorum queue counts a return by nack`],
    },
    {
      feature: '`basic.reject` with requeue',
      behaviour: 'It counts in `x-delivery-count`.',
      verdict: 'both',
      proofs: ['A quorum queue counts a return by reject'],
    },
    {
      feature: 'Channel or connection gone',
      behaviour: 'What comes back counts in `x-delivery-count`.',
      verdict: 'both',
      proofs: [
        'A quorum queue counts a return by the end of a channel',
        'A message that comes back with a lost channel is counted by a quorum queue',
      ],
    },
    {
      feature: 'Consumer timeout',
      behaviour: 'The channel closes, and what comes back counts in `x-delivery-count`.',
      verdict: 'old',
      why: 'In 4.3 a timeout does not count.',
      proofs: [
        'A delivery that is not acknowledged in time closes the channel with 406 and ' +
          'RabbitMQ’s text, and all goes back',
        'A quorum queue counts a return by the end of a channel',
      ],
    },
    {
      feature: 'More returns than `x-delivery-limit`',
      behaviour: 'The message is dead-lettered with the reason `delivery_limit`, or dropped.',
      verdict: 'both',
      proofs: [
        'A quorum queue dead-letters what was delivered more often than its delivery limit',
        'A message that comes back to a quorum queue is dropped after its last return where ' +
          'there is no dead-letter exchange',
      ],
    },
  ],
};

export const DIRECT_REPLY_TO: Section = {
  title: 'Direct reply-to',
  rows: [
    {
      feature: 'Consuming `amq.rabbitmq.reply-to`',
      behaviour: 'It wants no-ack, and is there once for a channel; else 406.',
      verdict: 'both',
      proofs: [
        `${REPLY} with acknowledgements is refused with 406`,
        `${REPLY} a second time on a channel is refused with 406`,
        `${REPLY} may be consumed under a tag of the client`,
      ],
    },
    {
      feature: 'The request',
      behaviour:
        'reply-to becomes an opaque name for the channel; without such a consumer the channel ' +
        'closes with 406.',
      verdict: 'both',
      proofs: [
        `${REPLY} names the asking channel in reply-to, the same for all its requests`,
        `${REPLY} asked for without a consumer closes the channel with 406`,
      ],
    },
    {
      feature: 'The reply',
      behaviour:
        'It goes to the default exchange under that name; a mandatory one for a client that has ' +
        'gone is returned with 312.',
      verdict: 'old',
      why: 'Since 4.2 it counts as routed, and the callee never learns that nobody got it.',
      proofs: [
        `${REPLY} brings the reply back to the channel that asked`,
        `${REPLY} to a client that is there brings a mandatory reply too`,
        `${REPLY} to a client that has gone returns a mandatory reply with 312`,
      ],
    },
    {
      feature: 'Probing',
      behaviour:
        'Declaring the opaque name succeeds while the client is there, and ends in 404 after.',
      verdict: 'both',
      proofs: [
        `${REPLY} may be probed by declaring the name, while the client is there`,
        'queue.declare of a reply address says whether its caller is still there',
      ],
    },
    {
      feature: 'Binding it',
      behaviour: 'There is no queue of that name to bind: 404.',
      verdict: 'old',
      why: '4.3 answers 403; both refuse.',
      proofs: [`${REPLY} names no queue that could be bound: 404`],
    },
    {
      feature: 'Other protocols',
      behaviour: 'Direct reply-to is there for AMQP 0-9-1.',
      verdict: 'old',
      why: '4.2 has it for AMQP 1.0 too, which Leveret does not speak.',
      proofs: [`${REPLY} replies to requests published to another exchange too`],
    },
  ],
};

const PERMITTED = 'With permissions a user may';
const FORBIDDEN = 'With permissions a user may not';

export const PERMISSIONS: Section = {
  title: 'Permissions for each operation',
  rows: [
    {
      feature: 'Declaring and deleting',
      behaviour:
        'It takes `configure` on the queue or exchange; a new one with a dead-letter exchange or ' +
        'an alternate exchange takes `write` on that, and `read` on itself.',
      verdict: 'both',
      proofs: [
        `${PERMITTED} declare a queue with: configure queue 'new'`,
        `${FORBIDDEN} declare a queue without: configure queue 'new'`,
        `${FORBIDDEN} declare a queue with a dead-letter exchange without: write exchange 'dead'`,
        `${FORBIDDEN} declare a queue with a dead-letter exchange without: read queue 'new'`,
        `${FORBIDDEN} delete a queue without: configure queue 'q'`,
        `${FORBIDDEN} declare an exchange without: configure exchange 'new'`,
        `${FORBIDDEN} declare an exchange with an alternate without: write exchange 'other'`,
        `${FORBIDDEN} declare an exchange with an alternate without: read exchange 'new'`,
        `${FORBIDDEN} delete an exchange without: configure exchange 'x'`,
      ],
    },
    {
      feature: 'Binding and unbinding',
      behaviour:
        'It takes `write` on what is bound and `read` on the exchange that it is bound to; the ' +
        "key of a topic exchange must match the user's topic permission, if there is one.",
      verdict: 'both',
      proofs: [
        `${PERMITTED} bind a queue with: write queue 'q', read exchange 'x'`,
        `${FORBIDDEN} bind a queue without: write queue 'q'`,
        `${FORBIDDEN} bind a queue without: read exchange 'x'`,
        `${FORBIDDEN} unbind a queue without: read exchange 'x'`,
        `${FORBIDDEN} bind an exchange without: write exchange 'y'`,
        `${FORBIDDEN} unbind an exchange without: read exchange 'x'`,
        'With topic permissions a user may bind and unbind with the keys that they name, ' +
          'and with no other',
      ],
    },
    {
      feature: 'Publishing',
      behaviour: 'It takes `write` on the exchange; the default one is `amq.default` there.',
      verdict: 'both',
      proofs: [
        `${PERMITTED} publish to an exchange with: write exchange 'x'`,
        `${FORBIDDEN} publish to an exchange without: write exchange 'x'`,
        'With permissions a user may not publish to the default exchange, which is called ' +
          "amq.default here, without: write exchange 'amq.default'",
        'With permissions a publish within a transaction is refused at once',
      ],
    },
    {
      feature: 'Consuming, getting, purging',
      behaviour:
        'It takes `read` on the queue. A consumer goes on when the permission is withdrawn.',
      verdict: 'both',
      proofs: [
        `${FORBIDDEN} consume from a queue without: read queue 'q'`,
        `${FORBIDDEN} get from a queue without: read queue 'q'`,
        `${FORBIDDEN} purge a queue without: read queue 'q'`,
        'With permissions a consumer goes on when they are withdrawn, and the next operation is ' +
          'refused',
      ],
    },
    {
      feature: 'Patterns',
      behaviour: 'Expressions are looked for anywhere in the name; an empty one allows nothing.',
      verdict: 'both',
      why: 'They are RE2, in linear time: of lookaheads it knows those at the beginning.',
      proofs: [
        'Permissions are found anywhere in a name, as in RabbitMQ',
        'Permissions allow nothing where they are empty',
        'A pattern may begin with lookaheads, as many for RabbitMQ do',
      ],
    },
  ],
};
