/** Rows of the compatibility page: exchanges and their types. */
import type { Section } from './row.js';

const EXCHANGES = 'Declaring an exchange';
const NOTHING_ALLOWED = 'a passive declare is refused to whoever may do nothing with what it names';

export const EXCHANGE_ROWS: Section = {
  title: 'Exchanges',
  rows: [
    {
      feature: 'Predeclared exchanges',
      behaviour:
        'There are the default exchange, `amq.direct`, `amq.fanout`, `amq.topic`, `amq.headers`, ' +
        '`amq.match` and `amq.rabbitmq.trace`; in the vhost `/` `amq.rabbitmq.event` too, as ' +
        "with RabbitMQ's event exchange plugin.",
      verdict: 'both',
      why: 'What the log would publish (`amq.rabbitmq.log`) is not there.',
      proofs: [
        'The predeclared exchanges have amq.direct, which routes',
        'The predeclared exchanges have amq.fanout, which routes',
        'The predeclared exchanges have amq.topic, which routes',
        'The predeclared exchanges have amq.headers, which routes',
        'The predeclared exchanges have amq.match, which routes',
        'predeclared exchanges are those of RabbitMQ, internal only for tracing and events',
      ],
    },
    {
      feature: 'Default exchange',
      behaviour: 'It cannot be declared, deleted, bound or unbound: 403.',
      verdict: 'both',
      proofs: [
        'The default exchange routes to the queue that the routing key names',
        `${EXCHANGES} of the empty name is refused with 403`,
        'Deleting an exchange of the empty name is refused with 403',
        'A binding from the default exchange is refused with 403',
        'A binding taken from the default exchange is refused with 403',
        'A binding between exchanges to or from the default exchange is refused with 403',
      ],
    },
    {
      feature: 'Names that begin with `amq.`',
      behaviour: 'No new exchange may have such a name, and none that has it can be deleted: 403.',
      verdict: 'both',
      proofs: [
        `${EXCHANGES} of a reserved name is refused with 403`,
        `${EXCHANGES} of a reserved name that is there, as it is, is allowed`,
        'Deleting an exchange of the predeclared ones is refused with 403',
      ],
    },
    {
      feature: 'Names',
      behaviour: 'They have up to 255 octets, and lose their line breaks.',
      verdict: 'both',
      proofs: [
        'The name of an exchange loses its line ends where it is declared and bound',
        'names of queues and exchanges lose line breaks wherever they stand',
        'A published message keeps its exchange and its routing key of 255 octets',
      ],
    },
    {
      feature: 'Unknown type',
      behaviour: 'Declaring an exchange of a type that is not there ends the connection with 503.',
      verdict: 'either',
      why: '4.x closes the channel only, with 406.',
      proofs: [
        'The compatibility switch accepts at 3.x a client that declares an exchange of an ' +
          'unknown type',
        'The compatibility switch at 4.x closes the channel with 406, not the connection with ' +
          '503: exchange-type',
        `${EXCHANGES} of an unknown type closes the connection with 503`,
      ],
    },
    {
      feature: 'Declaring again',
      behaviour:
        'Another type, durability, auto-delete, internal or alternate exchange is refused with ' +
        '406, which names both values.',
      verdict: 'both',
      proofs: [
        `${EXCHANGES} again with the same properties changes nothing`,
        `${EXCHANGES} again with another type is refused with 406`,
        `${EXCHANGES} again with another durability is refused with 406`,
        `${EXCHANGES} again with another auto-delete is refused with 406`,
        `${EXCHANGES} again with another internal is refused with 406`,
        `${EXCHANGES} again with another alternate exchange is refused with 406`,
        `${EXCHANGES} again without its alternate exchange is refused with 406`,
      ],
    },
    {
      feature: 'Passive declare',
      behaviour:
        'It finds what is there, and ends in 404 for what is not; whoever may do nothing with it ' +
        'gets 403.',
      verdict: 'new',
      why: '3.10 tells everybody.',
      proofs: [
        `${EXCHANGES} passively finds it, and is refused with 404 when it is not there`,
        'With permissions a user may declare passively what he may read',
        `With permissions ${NOTHING_ALLOWED}`,
      ],
    },
    {
      feature: 'internal',
      behaviour: 'Clients cannot publish to such an exchange (403), other exchanges can.',
      verdict: 'both',
      proofs: [
        'An internal exchange refuses to be published to with 403',
        'An internal exchange routes what another exchange hands to it',
      ],
    },
    {
      feature: 'auto-delete',
      behaviour: 'The exchange goes with the last binding from it; without any it stays.',
      verdict: 'both',
      proofs: [
        'An auto-delete exchange goes with the last binding from it',
        'An auto-delete exchange goes with the last queue that was bound to it',
        'An auto-delete exchange stays while nothing was ever bound to it',
        'An auto-delete exchange stays when it loses bindings to it, as they are not from it',
      ],
    },
    {
      feature: '`exchange.delete`',
      behaviour: 'Deleting what is not there is fine; if-unused spares one with bindings: 406.',
      verdict: 'both',
      proofs: [
        'Deleting an exchange takes it and its bindings away',
        'Deleting an exchange that is not there is fine',
        'Deleting an exchange if-unused is refused with 406 while it has bindings',
        'Deleting an exchange if-unused takes it away when it has no bindings',
      ],
    },
    {
      feature: 'Bindings between exchanges',
      behaviour:
        'A message follows them by the rules of each exchange on the way; circles are harmless; ' +
        'unbinding what is not bound is fine.',
      verdict: 'both',
      proofs: [
        'A binding between exchanges hands on what matches, by the rules of each ' +
          'exchange on the way',
        'A binding between exchanges gives a queue one copy though it is reached on two ways',
        'A binding between exchanges may close a circle',
        'A binding between exchanges that is taken away hands nothing on any more',
        'Unbinding what is not bound is fine between exchanges too',
      ],
    },
    {
      feature: 'Alternate exchange',
      behaviour:
        'What no binding matches goes on to it, and to its alternate in turn; circles are ' +
        'harmless; one that is not there takes nothing.',
      verdict: 'both',
      why: 'By argument or policy.',
      proofs: [
        'Policies give exchanges an alternate, unless an argument does',
        'An alternate exchange is handed what no binding matched, and nothing else',
        'An alternate exchange may have an alternate exchange itself',
        'An alternate exchange may point back in a circle',
        'An alternate exchange that catches a mandatory message keeps it from being returned',
        'An alternate exchange that is not there means that unmatched messages are dropped',
      ],
    },
    {
      feature: 'direct and fanout',
      behaviour: 'A direct exchange routes by the exact key, a fanout exchange to all.',
      verdict: 'both',
      proofs: [
        'A direct exchange routes to the queues bound by exactly the routing key',
        'A direct exchange takes * and # for ordinary characters',
        'A fanout exchange routes to every bound queue, once, whatever the keys',
      ],
    },
    {
      feature: 'topic',
      behaviour: '`*` stands for a word, `#` for any number of words, as often as you like.',
      verdict: 'either',
      why: '4.3.5 refuses keys with more than two `#`; matching them is cheap here.',
      proofs: [
        'The compatibility switch accepts at 3.x a client that binds to a topic exchange with ' +
          'more than two `#`',
        'The compatibility switch at 4.x closes the channel with 406: topic-wildcards',
        'A topic exchange routes by a.#.z the keys that it matches, and no others',
        'A topic exchange routes by *.# the keys that it matches, and no others',
        'A topic exchange routes by #.b.# the keys that it matches, and no others',
        'A topic exchange gives a queue one copy though many of its bindings match',
        'a topic trie is not slowed beyond words times nodes by patterns full of #',
      ],
    },
    {
      feature: 'headers',
      behaviour:
        '`x-match` is all, any, all-with-x or any-with-x; a void argument asks for presence; an ' +
        'empty all matches everything, an empty any nothing; other values of `x-match` end in ' +
        '406.',
      verdict: 'both',
      proofs: [
        'A headers exchange with x-match all wants every header',
        'A headers exchange wants every header when x-match is not given',
        'A headers exchange with x-match any wants one header',
        'A headers exchange with x-match all and no headers matches every message',
        'A headers exchange with x-match any and no headers matches no message',
        'A headers exchange leaves headers that start with x- out of the comparison',
        'A headers exchange with x-match all-with-x compares headers that start with x- too',
        'A headers exchange with x-match any-with-x is satisfied by a header that starts with x-',
        'A headers exchange takes a void value in the binding as "the header is there"',
        'A headers exchange takes a number for another thing than its text',
        'A binding with an unknown x-match is refused with 406',
        'A binding with an x-match that is no string is refused with 406',
      ],
    },
    {
      feature: '`x-local-random`',
      behaviour:
        'One bound queue gets the message, at random; a binding key, or a queue that is not ' +
        'classic, is refused with 406.',
      verdict: 'new',
      why: 'It came with 4.0.',
      proofs: [
        'A local random exchange gives each message to one of its queues',
        'A local random exchange refuses a binding key with 406',
        'A local random exchange refuses a quorum queue with 406',
      ],
    },
    {
      feature: '`x-modulus-hash`',
      behaviour:
        'The hash of the routing key modulo the number of bindings picks one of them, the same ' +
        'after a restart.',
      verdict: 'new',
      why: 'In 3.x a restart may change the order of the bindings.',
      proofs: [
        'A modulus hash exchange routes each message to one queue by its routing key, whatever ' +
          'the binding keys',
        'A modulus hash exchange counts bindings, so that a queue bound three times of four gets ' +
          'three quarters',
        'A modulus hash exchange routes the same way when the same was bound in another order, ' +
          'as after a restart',
      ],
    },
    {
      feature: '`x-consistent-hash`',
      behaviour:
        'The binding key is a weight; the routing key, a header or a property picks one queue, ' +
        'always the same. What is no weight, both arguments, or another property: 406.',
      verdict: 'better',
      why:
        'A queue that comes or goes moves its own keys alone; in RabbitMQ it may move half of ' +
        'them. Which queue a key goes to differs.',
      proofs: [
        'A consistent hash exchange routes each message to one queue, the same for the same key',
        'A consistent hash exchange gives each queue its share by weight',
        'A consistent hash exchange moves the keys of a queue that goes, and no others',
        'A consistent hash exchange gives a new queue its share, and moves no other key',
        'A consistent hash exchange counts the first binding of a queue that is bound twice',
        'A consistent hash exchange with hash-header goes by that header, and by nothing where ' +
          'it is missing',
        'A consistent hash exchange with hash-property goes by correlation_id',
        'A consistent hash exchange with hash-property goes by message_id',
        'A consistent hash exchange with hash-property goes by timestamp',
        "A consistent hash exchange refuses the binding key '0' with 406",
        "A consistent hash exchange refuses the binding key 'abc' with 406",
        'A consistent hash exchange is refused with 406: hash-header and hash-property are ' +
          'mutually exclusive',
        'A consistent hash exchange is refused with 406: Unsupported property: app_id',
      ],
    },
    {
      feature: '`x-random`',
      behaviour: 'One binding gets the message, at random.',
      verdict: 'both',
      proofs: [
        'A random exchange gives each message to one queue, whatever its keys, and all queues ' +
          'their share',
        'A random exchange picks among bindings: a queue that is bound three times gets thrice ' +
          'as many',
      ],
    },
    {
      feature: '`x-recent-history`',
      behaviour:
        'A new binding is given the last messages, 20 or `x-recent-history-length` (406 if that ' +
        'is no positive integer), without those that say `x-recent-history-no-store`.',
      verdict: 'both',
      why: 'In memory, as in 3.x, and of at most 64 MiB.',
      proofs: [
        'A recent history exchange gives its last 20 messages to a queue that is bound, in order',
        'A recent history exchange keeps as many as x-recent-history-length says',
        'A recent history exchange gives them to each new binding, and not to one that is there',
        'A recent history exchange gives them to the queues behind an exchange that is bound',
        'A recent history exchange does not keep what says x-recent-history-no-store',
        'A recent history exchange is refused with 406 with a length of 0',
      ],
    },
    {
      feature: '`x-jms-topic`',
      behaviour: 'Exchanges that select by a JMS expression are refused as any unknown type is.',
      verdict: 'never',
      why: 'The plugin serves the JMS client alone.',
      proofs: [`${EXCHANGES} of an unknown type closes the connection with 503`],
    },
    {
      feature: '`x-delayed-message`',
      behaviour:
        'The header `x-delay` says for how many milliseconds a message waits; then it is routed ' +
        'by the rules of `x-delayed-type`, with `x-delay` negative.',
      verdict: 'better',
      why:
        'Any delay, not 49 days; on disk with the confirm; a mandatory message counts as routed. ' +
        'The plugin is archived, and cannot run on 4.3.',
      proofs: [
        'A delayed exchange keeps a message for as long as x-delay says',
        'A delayed exchange hands on the message whose time comes first',
        'A delayed exchange turns x-delay to its negative, and leaves all else as it was',
        'A delayed exchange routes by the rules of x-delayed-type, at once or later',
        'A delayed exchange is refused with 406 without x-delayed-type',
        'A delayed exchange, beyond the plugin, keeps a message for longer than 2^32 ms',
        'A delayed exchange, beyond the plugin, takes a mandatory message for routed while it ' +
          'waits',
        'A delayed exchange, beyond the plugin, keeps what was confirmed over a restart by ' +
          'SIGKILL, and is on time',
        'A delayed exchange of a broker that crashes keeps every confirmed persistent message ' +
          'until its time, what waits on the disk alone',
      ],
    },
    {
      feature: '`x-message-deduplication`',
      behaviour:
        'As a type, or as an argument of any exchange, it drops a message whose key came before, ' +
        'over restarts and crashes too.',
      verdict: 'better',
      why: 'RabbitMQ has it by a community plugin, which forgets everything in a restart.',
      proofs: [
        'Deduplication by an exchange of its type lets one of equal messages pass, also after ' +
          'a crash',
        'Deduplication by an argument of any exchange names its header',
        'An exchange of type x-message-deduplication lets a message with a key of its own ' +
          'pass once, to all queues that are bound',
        'The keys of durable exchanges are not known without their messages: both are in one ' +
          'run of changes',
      ],
    },
    {
      feature: '`x-lvc`',
      behaviour:
        'Exchanges that keep the last value of each key are refused as any unknown type is.',
      verdict: 'never',
      why: 'A community plugin; `x-recent-history` serves most of its purposes.',
      proofs: [`${EXCHANGES} of an unknown type closes the connection with 503`],
    },
  ],
};
