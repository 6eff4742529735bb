/** Rows of the compatibility page: types of queues, their arguments, priorities. */
import type { Section } from './row.js';

const LENGTH = 'A queue with a length limit';
const PRIORITY = 'A priority queue';
const TAKES = 'Declaring a queue takes';

export const QUEUE_TYPES: Section = {
  title: 'Types of queues',
  rows: [
    {
      feature: 'Storage',
      behaviour: 'One SQLite file keeps what is durable, for all types; a confirm means fsynced.',
      verdict: 'better',
      why: 'Classic queues of RabbitMQ confirm what the disk may not have yet.',
      proofs: [
        'After a restart by SIGKILL the confirmed persistent messages are there, in order',
        'A broker that crashes keeps every confirmed persistent message that nobody settled',
      ],
    },
    {
      feature: 'Replication',
      behaviour: 'Quorum queues are accepted, and kept on this one node.',
      verdict: 'oneNode',
      why: 'A group of one is its own majority.',
      proofs: ['A quorum queue takes and gives messages in order'],
    },
    {
      feature: 'Transient messages',
      behaviour:
        'Classic queues do not write them, and lose them in a restart; quorum queues keep them ' +
        'as they do persistent ones.',
      verdict: 'both',
      proofs: [
        'Queue the store does not see transient messages',
        'Queue the store keeps persistent messages of a durable queue, ready or unsettled',
        'A message that comes back to a quorum queue is counted on the disk, where a ' +
          'transient message is kept too',
      ],
    },
    {
      feature: 'Exclusive, auto-delete, server-named',
      behaviour: 'Classic queues may be; quorum queues may not, and must be durable: 406.',
      verdict: 'both',
      proofs: [
        'A quorum queue has to be durable: 406',
        'A quorum queue cannot be exclusive: 406',
        'A quorum queue cannot be auto-delete: 406',
        'A quorum queue cannot be server-named: 406',
      ],
    },
    {
      feature: 'Priorities',
      behaviour: 'Classic queues have up to 255 with `x-max-priority`, quorum queues none.',
      verdict: 'old',
      why: '4.3 orders quorum queues by 32 priorities whether asked to or not.',
      proofs: [
        `${TAKES} x-max-priority = 255`,
        `${PRIORITY} hands out the highest priority first, and within one the oldest`,
        'A quorum queue refuses x-max-priority: 406',
      ],
    },
    {
      feature: 'Default type',
      behaviour:
        'A queue that asks for no type is classic, unless its virtual host says otherwise.',
      verdict: 'both',
      proofs: [
        'equivalence of declares takes a queue without a type for a classic one',
        'A quorum queue is not equivalent to a classic queue: 406',
        'the vhosts of a broker may say what a queue is whose declare names no type',
      ],
    },
  ],
};

export const QUEUE_ARGUMENTS: Section = {
  title: 'Arguments of queues',
  rows: [
    {
      feature: '`x-queue-type`',
      behaviour: 'classic or quorum; stream ends in 540, anything else in 406.',
      verdict: 'both',
      why: 'Streams are not there yet.',
      proofs: [
        `${TAKES} x-queue-type = "classic"`,
        'A quorum queue takes and gives messages in order',
        'Declaring a queue is refused with 406 for x-queue-type that is unknown',
        'The arguments of a queue cannot ask for a stream',
      ],
    },
    {
      feature: '`x-message-ttl`',
      behaviour:
        'From 0 ms on; 0 means: straight to a consumer that waits, or not at all. Messages leave ' +
        'on time, wherever they stand.',
      verdict: 'better',
      why: 'RabbitMQ removes an expired message only once it reaches the head of its queue.',
      proofs: [
        'Message TTL of the queue removes messages on time',
        'Message TTL of zero removes what no consumer takes at once',
        'Message TTL of zero still reaches a consumer that waits',
        'Message TTL removes a message on time wherever it stands in the queue',
        `${PRIORITY} expires a message of low priority on time, though higher ones wait before it`,
      ],
    },
    {
      feature: 'expiration of a message',
      behaviour: 'The shorter of the message’s and the queue’s time counts.',
      verdict: 'both',
      proofs: [
        'Message TTL of the message removes it on time',
        'Message TTL is the shorter of the queue and the message',
      ],
    },
    {
      feature: '`x-expires`',
      behaviour:
        'The queue goes, with its messages and without dead letters, once nobody consumed from ' +
        'it, got from it or, if it is classic, declared it for so long.',
      verdict: 'both',
      proofs: [
        'Queue expiry removes an unused queue on time',
        'Queue expiry does not count while the queue has a consumer',
        'Queue expiry is put off by basic.get',
        'Queue expiry is put off by declaring it again',
        'A queue with x-expires of type quorum does not stay for being declared again',
        'Queue expiry takes the messages along, without dead-lettering them',
      ],
    },
    {
      feature: '`x-max-length`, `x-max-length-bytes`',
      behaviour: 'They limit the ready messages and the octets of their bodies; both may be given.',
      verdict: 'both',
      proofs: [
        `${LENGTH} drops its oldest messages`,
        `${LENGTH} drops by octets of the bodies`,
        `${LENGTH} keeps to whichever limit is reached first`,
        `${LENGTH} does not count what is unsettled`,
      ],
    },
    {
      feature: '`x-overflow`',
      behaviour:
        '`drop-head`, `reject-publish` or `reject-publish-dlx`. With priorities `drop-head` ' +
        'begins with the least important message.',
      verdict: 'better',
      why: 'RabbitMQ begins with the most important one.',
      proofs: [
        `${LENGTH} refuses what comes by reject-publish, and says so only with confirms`,
        `${LENGTH} dead-letters what it refuses by reject-publish-dlx`,
        `${LENGTH} dead-letters what it drops, with the reason maxlen`,
        `${PRIORITY} that is full drops the least important message first`,
        'A quorum queue refuses what comes over its limit by reject-publish',
      ],
    },
    {
      feature: '`x-dead-letter-exchange`, `x-dead-letter-routing-key`',
      behaviour: 'Without a key of the queue the copy keeps its own, and its CC.',
      verdict: 'both',
      why: 'By argument or policy.',
      proofs: [
        `Dead lettering keeps the routing key, or takes the one of the queue`,
        `Dead lettering keeps CC with the original key, and drops it with a key of the queue`,
        `Dead lettering to an exchange that is not there drops the message`,
      ],
    },
    {
      feature: '`x-dead-letter-strategy`',
      behaviour:
        'With at-least-once a quorum queue that rejects new messages keeps its dead letters ' +
        'until somebody takes them, and tries again; else they go at most once.',
      verdict: 'better',
      why:
        'It is tried again as soon as there may be a taker, where RabbitMQ waits for minutes, ' +
        'and is never doubled.',
      proofs: [
        'A dead letter under at-least-once is kept until there is a queue to take it',
        'A dead letter that must not be lost waits while there is nobody to take it, counted ' +
          'apart, and is tried again',
        'A dead letter that must not be lost waits for room in a queue that refuses it, and ' +
          'is told of it',
        'A dead letter that must not be lost goes at once where it is taken, in one run with ' +
          'the end of its original',
        'A dead letter that must not be lost is noted in the store with its reason, and comes ' +
          'back so after a restart',
        'The arguments of a queue of retries keep dead letters only where a quorum queue ' +
          'refuses what is too much',
      ],
    },
    {
      feature: '`x-delivery-limit`',
      behaviour:
        'A quorum queue dead-letters what came back more often: 20 times unless it says ' +
        'otherwise, -1 for no limit.',
      verdict: 'new',
      why: '3.10 has no limit unless it is given. Unlike in 4.3, every return counts.',
      proofs: [
        'A quorum queue dead-letters what was delivered more often than its delivery limit',
        'A message that comes back to a quorum queue is a dead letter after 20 returns, ' +
          'unless the queue says otherwise',
        'A message that comes back to a quorum queue more than 20 times is dropped',
        'A message that comes back to a quorum queue may do so for ever with a limit of -1',
      ],
    },
    {
      feature: '`x-single-active-consumer`',
      behaviour:
        'One consumer gets all, the next takes over when it goes; on a quorum queue one of ' +
        'higher priority takes over at once.',
      verdict: 'new',
      why: '3.x waits for the active consumer to go, whatever the priorities.',
      proofs: [
        'Several consumers of a queue with single-active-consumer: one gets all, the next ' +
          'takes over',
        'Several consumers of a queue with single-active-consumer may not be exclusive: 403',
        'Declaring a queue takes x-single-active-consumer = true',
        'A consumer of higher priority takes over from the single active one of a quorum queue',
        'Queue consumers of a quorum queue with a single active one take over at once from ' +
          'one that holds nothing',
        'Queue consumers of a quorum queue with a single active one wait until the active one ' +
          'has settled what it holds, if their priority is higher',
        'Queue consumers on a classic queue take over only when the active one leaves, the ' +
          'highest first',
      ],
    },
    {
      feature: '`x-max-priority`',
      behaviour: 'From 0 to 255; quorum queues refuse it: 406.',
      verdict: 'both',
      proofs: [
        `${TAKES} x-max-priority = 255`,
        'Declaring a queue is refused with 406 for x-max-priority = 256',
        'A quorum queue refuses x-max-priority: 406',
      ],
    },
    {
      feature: '`x-consumer-timeout`',
      behaviour:
        'It limits in ms how long a consumer of the queue may hold a message, on queues of every ' +
        'type.',
      verdict: 'better',
      why: '3.10 has no such argument; 4.3 has it for quorum queues only.',
      proofs: [
        'A consumer that holds a message longer than x-consumer-timeout loses its channel: 406',
        'A delivery that is not acknowledged in time has the limit of the queue, and before ' +
          'that the consumer’s own',
        'The limit on how long a delivery is held is the consumer’s, else that of the queue, ' +
          'else that of the broker',
      ],
    },
    {
      feature: '`x-consumer-disconnected-timeout`',
      behaviour: 'The argument is ignored.',
      verdict: 'oneNode',
      why: 'It is about consumers on another node that has gone.',
      proofs: [`A queue on one node takes x-consumer-disconnected-timeout`],
    },
    {
      feature: '`x-delayed-retry-*`',
      behaviour:
        'What comes back waits before it goes out again: twice as long each time, up to the ' +
        'longest delay, over restarts too.',
      verdict: 'better',
      why:
        '4.3 has it for quorum queues only, adds the same delay each time, and does not count ' +
        '`basic.nack`.',
      proofs: [
        'A message that comes back waits longer each time under x-delayed-retry-type',
        'A message that comes back to a queue with delayed retries waits twice as long each ' +
          'time, up to the longest delay',
        'A message that comes back to a queue with delayed retries waits only after a ' +
          'failure, if the type says so, while every return counts',
        'A message that comes back to a queue with delayed retries waits only when it was ' +
          'given back in peace, if the type says so',
        'A message that comes back to a queue with delayed retries still waits after a ' +
          'restart, and then stands in its place',
        'The arguments of a queue of retries are refused as {"x-delayed-retry-type":"now"}',
      ],
    },
    {
      feature: 'Where the members of a queue are',
      behaviour:
        '`x-queue-leader-locator`, `x-quorum-initial-group-size` and ' +
        '`x-quorum-target-group-size` are accepted.',
      verdict: 'oneNode',
      why: 'There is one place for all.',
      proofs: [
        `A queue on one node takes x-queue-leader-locator`,
        `A queue on one node takes x-quorum-initial-group-size`,
        `A queue on one node takes x-quorum-target-group-size`,
      ],
    },
    {
      feature: '`x-queue-version`',
      behaviour: '1 and 2 are accepted, and mean the same.',
      verdict: 'either',
      why: '4.3 refuses 1.',
      proofs: [
        'The compatibility switch accepts at 3.x a client that declares a queue with ' +
          '`x-queue-version` 1',
        'The compatibility switch at 4.x closes the channel with 406: queue-version',
        `${TAKES} x-queue-version = 2`,
        'A queue on one node takes x-queue-version = 1',
      ],
    },
    {
      feature: '`x-queue-mode`',
      behaviour: 'default and lazy are accepted, and mean the same.',
      verdict: 'either',
      why: '4.3 refuses the argument, which breaks older clients.',
      proofs: [
        'The compatibility switch accepts at 3.x a client that declares a queue with ' +
          '`x-queue-mode`',
        'The compatibility switch at 4.x closes the channel with 406: queue-mode',
        `${TAKES} x-queue-mode = "lazy"`,
        'Declaring a queue is refused with 406 for x-queue-mode = "busy"',
      ],
    },
    {
      feature: 'Arguments of streams',
      behaviour:
        '`x-max-age`, `x-stream-max-segment-size-bytes` and `x-initial-cluster-size` are refused ' +
        'on other types: 406.',
      verdict: 'both',
      why: 'Streams are not there yet.',
      proofs: [
        'A queue that is no stream refuses x-max-age: 406',
        'A queue that is no stream refuses x-stream-max-segment-size-bytes: 406',
        'A queue that is no stream refuses x-initial-cluster-size: 406',
      ],
    },
    {
      feature: '`x-message-deduplication`',
      behaviour:
        'A queue takes no message whose key is in it, or in its cache, over restarts and crashes ' +
        'too.',
      verdict: 'better',
      why: 'RabbitMQ has it by a community plugin, which forgets everything in a restart.',
      proofs: [
        'Deduplication by a queue drops what is in it, also after a crash, until that has left',
        'Deduplication by a queue with a cache remembers what has left, also after a crash',
        'A queue that deduplicates takes no message whose key is in it, and tells nobody',
      ],
    },
    {
      feature: '`x-queue-master-locator`',
      behaviour: 'The argument is accepted.',
      verdict: 'either',
      why: 'There are no mirrors; 4.3 refuses it unless configured otherwise.',
      proofs: [
        'The compatibility switch accepts at 3.x a client that declares a classic queue with ' +
          '`x-queue-master-locator`',
        'The compatibility switch at 4.x closes the connection with 541: master-locator',
        'A queue on one node takes x-queue-master-locator',
      ],
    },
    {
      feature: 'Policies and arguments together',
      behaviour:
        'The policy of the highest priority that matches, and beside it one of the operator: of ' +
        'two limits the lower counts, of names the argument. Changes hold at once; a time to ' +
        'live for what comes.',
      verdict: 'both',
      why: 'Of equal policies the first by name; RabbitMQ does not say which. Patterns are RE2.',
      proofs: [
        'Policies apply to the queues that are there and to those to come, if the name matches',
        'Policies apply one at a time: that of the highest priority',
        'Policies of operators limit what the others and the arguments ask for',
        'Policies outlive a restart, and apply to what comes back',
        'Policies of a queue and its arguments: the lower max-length counts',
        'Policies of a queue give way to its arguments in the names of dead letters',
        'Policies of a queue give way to the argument in the overflow, but of quorum queues',
        'Policies of a queue lower a delivery limit, and an unlimited one too',
        'Policies of a queue applied to a queue that has messages drop what exceeds a new limit, ' +
          'the oldest first, to the dead letters',
        'Policies of a queue applied to a queue that has messages give a time to live to what ' +
          'comes, not to what is there, as in RabbitMQ',
        'The ranking of policies passes over a policy with a setting that the type of queue does ' +
          'not know',
      ],
    },
  ],
};

export const PRIORITIES: Section = {
  title: 'Priorities, order, prefetch',
  rows: [
    {
      feature: 'Without a priority, or with too high a one',
      behaviour: 'No priority is 0, and one above the highest counts as the highest.',
      verdict: 'both',
      proofs: [
        `${PRIORITY} takes a message without priority for one of priority zero`,
        `${PRIORITY} takes a priority above its highest for the highest`,
      ],
    },
    {
      feature: 'Price of priorities',
      behaviour: 'A queue with 255 priorities is one queue; each costs a list, once it is used.',
      verdict: 'better',
      why: 'RabbitMQ runs a queue of its own for each, and advises few.',
      proofs: [
        `${TAKES} x-max-priority = 255`,
        `${PRIORITY} counts the messages of all priorities`,
      ],
    },
    {
      feature: 'Traps of priorities',
      behaviour:
        'Expired messages of low priority leave on time, and a full queue drops the least ' +
        'important.',
      verdict: 'better',
      why: 'In RabbitMQ the former stay behind higher ones, and the most important go first.',
      proofs: [
        `${PRIORITY} expires a message of low priority on time, though higher ones wait before it`,
        `${PRIORITY} that is full drops the least important message first`,
        `${PRIORITY} gives a consumer with credit the highest that is ready`,
      ],
    },
    {
      feature: 'Priorities of consumers',
      behaviour: 'The highest with credit is served, equals in turn.',
      verdict: 'both',
      proofs: [
        'Several consumers of a queue of different priority: the highest gets all while ' +
          'it has credit',
        'Dispatch by priority goes in turn among equals',
        'Several consumers of a queue get messages in turn',
      ],
    },
    {
      feature: 'Fairness between publishers',
      behaviour: 'Messages keep the order in which they came, whoever published them.',
      verdict: 'both',
      proofs: [
        'A published message keeps its place behind those published before it on its channel',
      ],
    },
  ],
};
