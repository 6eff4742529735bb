/**
 * Which RabbitMQ a vhost behaves like where 4.3 refuses what 3.x accepts, as data: a person reads
 * here what the switch does. Asked through compatibility-watch.ts; docs/compatibility-switch.md
 * says the same to users and is compared with it.
 */

/** The RabbitMQ release whose behaviour is followed: clients switch features on by it. */
export const FOLLOWED_VERSION = '3.10.8';

/** `warn` accepts like 3.x, and the log says what 4.x would have done. */
export const COMPATIBILITIES = ['3.x', 'warn', '4.x'] as const;

export type Compatibility = (typeof COMPATIBILITIES)[number];

export interface Difference {
  /** What a client does. */
  readonly what: string;
  /** What comes of it in 4.x; in 3.x nothing does. */
  readonly outcome: string;
}

/** Everything that the switch decides. */
export const DIFFERENCES = {
  'transient-queue': {
    what: 'declares a queue that is neither durable nor exclusive',
    outcome: 'closes the connection with 541',
  },
  'global-qos': {
    what: 'sets a prefetch for the whole channel (`global`)',
    outcome: 'takes it for the prefetch of each consumer to come',
  },
  'queue-mode': {
    what: 'declares a queue with `x-queue-mode`',
    outcome: 'closes the channel with 406',
  },
  'queue-version': {
    what: 'declares a queue with `x-queue-version` 1',
    outcome: 'closes the channel with 406',
  },
  'master-locator': {
    what: 'declares a classic queue with `x-queue-master-locator`',
    outcome: 'closes the connection with 541',
  },
  'exchange-type': {
    what: 'declares an exchange of an unknown type',
    outcome: 'closes the channel with 406, not the connection with 503',
  },
  'topic-wildcards': {
    what: 'binds to a topic exchange with more than two `#`',
    outcome: 'closes the channel with 406',
  },
  'frame-max': {
    what: 'tunes the connection to frames of less than 8192 bytes',
    outcome: 'closes the connection with 530',
  },
  'message-size': {
    what: 'publishes a message of more than 16 MiB',
    outcome: 'closes the channel with 406',
  },
  'client-deaths': {
    what: 'publishes a message that has an `x-death` header',
    outcome: 'takes the header away',
  },
} as const satisfies Readonly<Record<string, Difference>>;

export type DifferenceKind = keyof typeof DIFFERENCES;

/** RabbitMQ 4.1 and later; 4096 before. */
export const FRAME_SIZE_MIN_4 = 8_192;
/** RabbitMQ 4.0 and later; 128 MiB before. */
export const MESSAGE_SIZE_MAX_4 = 16_777_216;
/** RabbitMQ 4.3.5 and later. */
export const HASH_WILDCARDS_MAX_4 = 2;
