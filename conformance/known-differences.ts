/**
 * Scenarios that one broker is known not to pass, with the reason: the only way to skip one. Keys
 * are the product name that the broker announces, then the scenario's full name. hooks.ts skips
 * what is listed, and fails on a name that no scenario has.
 */
const EXPIRY_AT_HEAD =
  'RabbitMQ expires messages at the head of the queue only; Leveret does it everywhere on purpose';

const UNKNOWN_METHOD =
  'RabbitMQ 3.10 crashes on a method that it has no name for, and hangs up without a 503';

const SILENT_NEGOTIATION =
  'RabbitMQ 3.10 builds this 530 but never sends it: it takes the error for a crash';

const SILENT_HANDSHAKE =
  'RabbitMQ 3.10 hangs up without a word on whoever errs before the login is done';

const NOT_BY_QUORUM = 'RabbitMQ answers 540: its quorum queues cannot do it';

const YOUNGER = 'RabbitMQ has it since 4.0 or later';

const SLOW_LETTERS = 'RabbitMQ tries a dead letter that nobody took again after three minutes';

const YOUNGER_DASHBOARD = 'the dashboard of 4.x asks for more than 3.10 has';

export const knownDifferences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  RabbitMQ: {
    "Grafana's dashboard of RabbitMQ finds every metric that it asks for": YOUNGER_DASHBOARD,
    "Grafana's dashboard of RabbitMQ finds the labels that it chooses nodes and clusters by":
      YOUNGER_DASHBOARD,
    'Message TTL removes a message on time wherever it stands in the queue': EXPIRY_AT_HEAD,
    'A priority queue expires a message of low priority on time, though higher ones wait before it':
      EXPIRY_AT_HEAD,
    'A priority queue that is full drops the least important message first':
      'RabbitMQ drops the most important messages first; Leveret departs from it on purpose',
    'Malformed methods close the connection with 503 when the class is unknown': UNKNOWN_METHOD,
    'Malformed methods close the connection with 503 when the method is unknown': UNKNOWN_METHOD,
    'A quorum queue takes part in the prefetch of a channel': NOT_BY_QUORUM,
    'A quorum queue puts what comes back to its place':
      'RabbitMQ 3.10 puts it behind all others unless the queue has a delivery limit',
    'Dead lettering names the latest death in headers of its own':
      'RabbitMQ has these headers since 3.13',
    'The handshake refuses frames smaller than 4096 octets with 530': SILENT_NEGOTIATION,
    'The handshake refuses frames larger than it offered with 530': SILENT_NEGOTIATION,
    'The handshake refuses frames without limit with 530': SILENT_NEGOTIATION,
    'The handshake refuses more channels than it offered with 530': SILENT_NEGOTIATION,
    'The handshake refuses channels without limit with 530': SILENT_NEGOTIATION,
    'The handshake refuses an unknown mechanism with 503': SILENT_HANDSHAKE,
    'The handshake refuses a PLAIN response that cannot be read with 502': SILENT_HANDSHAKE,
    'The handshake refuses an AMQPLAIN response that cannot be read with 502': SILENT_HANDSHAKE,
    'The handshake refuses an AMQPLAIN response without a password with 502': SILENT_HANDSHAKE,
    'The handshake refuses connection.open in place of start-ok with 504': SILENT_HANDSHAKE,
    'The handshake refuses channel.open in place of start-ok with 505': SILENT_HANDSHAKE,
    'The handshake refuses an unknown method in place of start-ok with 503': SILENT_HANDSHAKE,
    'The handshake refuses a start-ok cut short with 501': SILENT_HANDSHAKE,
    'The handshake refuses a frame of more than 8192 octets before tuning with 501':
      SILENT_HANDSHAKE,
    'The handshake refuses a frame without its end octet before tuning with 501': SILENT_HANDSHAKE,
    'A message that comes back to a quorum queue more than 20 times is dropped': YOUNGER,
    'A message that comes back waits longer each time under x-delayed-retry-type': YOUNGER,
    'A dead letter under at-least-once is kept until there is a queue to take it': SLOW_LETTERS,
    'A consumer of higher priority takes over from the single active one of a quorum queue':
      YOUNGER,
    'A consumer that holds a message longer than x-consumer-timeout loses its channel: 406':
      YOUNGER,
  },
};
