/** Rows of the compatibility page: declaring, binding and deleting queues. */
import type { Section } from './row.js';

const DECLARING = 'Declaring a queue';
const EXCLUSIVE = 'An exclusive queue refuses';

export const QUEUE_ROWS: Section = {
  title: 'Queues: declare, bind, delete',
  rows: [
    {
      feature: 'Server-named queues',
      behaviour:
        'The empty name gets one that begins with `amq.gen-` (a quorum queue: 406); later on the ' +
        'channel it means the queue declared last, and ends in 404 where there is none.',
      verdict: 'both',
      proofs: [
        'A server-named queue gets a name of its own that starts with amq.gen-',
        'A server-named queue is meant by the empty name on its channel from then on',
        'A server-named queue is unknown to another channel, which is refused with 404',
        'A quorum queue cannot be server-named: 406',
      ],
    },
    {
      feature: 'Names that begin with `amq.`',
      behaviour: 'No client may give such a name to a queue: 403.',
      verdict: 'both',
      proofs: [
        `${DECLARING} of a reserved name is refused with 403`,
        'A server-named queue can be declared by its name passively only: the name is a ' +
          'reserved one',
      ],
    },
    {
      feature: 'Declaring again',
      behaviour:
        'Another durability, auto-delete or known argument is refused with 406, which names both ' +
        'values.',
      verdict: 'both',
      proofs: [
        `${DECLARING} again with another durability is refused with 406`,
        `${DECLARING} again with another auto-delete is refused with 406`,
        `${DECLARING} again with another argument value is refused with 406`,
        `${DECLARING} again without an argument that it has is refused with 406`,
        `${DECLARING} again with an argument that it has not is refused with 406`,
        `${DECLARING} again with the same number in another integer type changes nothing`,
      ],
    },
    {
      feature: 'Exclusive queues',
      behaviour:
        'They serve one connection and go with it; any use by another, and declaring them with ' +
        'the other exclusiveness, ends in 405.',
      verdict: 'both',
      proofs: [
        `${EXCLUSIVE} declare by another connection with 405`,
        `${EXCLUSIVE} passive declare by another connection with 405`,
        `${EXCLUSIVE} consume by another connection with 405`,
        `${EXCLUSIVE} get by another connection with 405`,
        `${EXCLUSIVE} purge by another connection with 405`,
        `${EXCLUSIVE} bind by another connection with 405`,
        `${EXCLUSIVE} delete by another connection with 405`,
        'An exclusive queue cannot be declared over a queue that is not, which is refused ' +
          'with 405',
        'A connection takes its exclusive queues away when it closes',
        'A connection takes its exclusive queues away when its line is cut',
      ],
    },
    {
      feature: 'Transient queues that are not exclusive',
      behaviour: 'They can be declared, and are gone after a restart.',
      verdict: 'either',
      why: '4.3 closes the connection with 541, which broke clients in six languages.',
      proofs: [
        'The compatibility switch accepts at 3.x a client that declares a queue that is ' +
          'neither durable nor exclusive',
        'The compatibility switch at 4.x closes the connection with 541: transient-queue',
        'After a restart transient exchanges and queues are gone',
      ],
    },
    {
      feature: 'auto-delete',
      behaviour: 'The queue goes with its last consumer; without any it stays.',
      verdict: 'both',
      proofs: [
        'An auto-delete queue goes when its last consumer is cancelled',
        'An auto-delete queue goes when the channel of its last consumer closes',
        'An auto-delete queue stays while it never had a consumer',
      ],
    },
    {
      feature: 'Validation of arguments',
      behaviour:
        'A known argument with a wrong value, one of another queue type, and a dead-letter ' +
        'routing key without an exchange end in 406; unknown arguments are ignored.',
      verdict: 'both',
      proofs: [
        `${DECLARING} is refused with 406 for x-message-ttl = -1`,
        `${DECLARING} is refused with 406 for x-max-length = "ten"`,
        `${DECLARING} is refused with 406 for x-dead-letter-routing-key = "key"`,
        `${DECLARING} ignores arguments that mean nothing to it`,
        'A quorum queue refuses x-max-priority: 406',
        'The arguments of a queue are refused where they belong to another type of queue',
        'The arguments of a queue are checked in the order of RabbitMQ, whatever their order in ' +
          'the table',
      ],
    },
    {
      feature: 'Limits on the number of queues and exchanges',
      behaviour:
        'One queue more than a virtual host may have, and one queue or exchange more than the ' +
        'broker may have, end in 406.',
      verdict: 'new',
      why: '3.10 limits the queues of a virtual host only.',
      proofs: [
        'the vhosts of a broker limit how many queues they hold, exclusive ones too',
        'The limits of a broker say how many queues all vhosts may have together',
        'The limits of a broker say how many exchanges all vhosts may have together, ' +
          'predeclared ones included',
      ],
    },
    {
      feature: '`queue.delete`',
      behaviour:
        'It answers how many ready messages went, 0 where there was no queue; if-unused and ' +
        'if-empty end in 406.',
      verdict: 'both',
      why: 'There are no protected queues, as 4.2 has.',
      proofs: [
        'Deleting a queue answers how many ready messages went with it',
        'Deleting a queue that is not there is fine',
        'Deleting a queue if-unused is refused with 406 while it has consumers',
        'Deleting a queue if-empty is refused with 406 while it has messages',
        'Deleting a queue if-unused and if-empty takes it away when it is both',
      ],
    },
    {
      feature: '`queue.bind`',
      behaviour:
        'Source, destination, key and arguments make a binding; the same again is the same one; ' +
        'what is not there ends in 404.',
      verdict: 'both',
      proofs: [
        'A binding made twice is one binding',
        'A binding with other arguments is another binding',
        'A binding from an exchange that is not there is refused with 404',
        'A binding of a queue that is not there is refused with 404',
      ],
    },
    {
      feature: 'Unbinding what is not bound',
      behaviour: 'It is fine, also where queue or exchange are not there.',
      verdict: 'both',
      proofs: [
        'Unbinding what is not bound is fine',
        'Unbinding what is not bound is fine where the queue or the exchange is not there',
      ],
    },
    {
      feature: '`queue.purge`',
      behaviour: 'It removes what is ready, says how much, and leaves what is delivered.',
      verdict: 'both',
      proofs: [
        'Purging a queue answers how many ready messages it removed',
        'Purging a queue leaves delivered messages to be settled or requeued',
        'Purging a queue that is not there is refused with 404',
      ],
    },
    {
      feature: 'Durability of bindings',
      behaviour: 'A binding survives a restart where both its ends do.',
      verdict: 'both',
      proofs: [
        'After a restart durable exchanges, queues and bindings are there, with their arguments',
        'a binding is durable between a durable exchange and a durable queue',
        'a binding is transient between a durable exchange and a transient queue',
        'a binding is transient between a transient exchange and a durable queue',
      ],
    },
  ],
};
