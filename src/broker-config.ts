/**
 * The options of the broker itself: its first vhosts and how many of each thing it may have, under
 * RabbitMQ's names. Part of the table in config.ts; main.ts hands them to server.ts by
 * `brokerOptions`.
 */
import { bytesOf } from './amount.js';
import { AMQP_DEFAULTS } from './amqp/options.js';
import { COMPATIBILITIES, type Compatibility } from './core/compatibility.js';
import { MESSAGE_SIZE_MAX } from './core/node-limits.js';
import { DISK_FREE_LIMIT } from './disk-watch.js';
import { MEMORY_HIGH_WATERMARK } from './memory-watch.js';
import { type Option, readInteger, readOneOf, readOptionalText } from './option.js';
import type { ServerOptions } from './server.js';

/** As RabbitMQ writes it where there is no limit. */
export type Limit = number | 'infinity';

export interface BrokerConfig {
  /** With commas between them. */
  readonly vhosts: string;
  readonly vhostMax: Limit;
  readonly memoryHighWatermark: string;
  readonly diskFreeLimit: string;
  readonly heartbeat: number;
  readonly frameMax: number;
  readonly channelMax: number;
  readonly channelMaxPerNode: Limit;
  readonly consumerMaxPerChannel: Limit;
  readonly clusterQueueLimit: Limit;
  readonly clusterExchangeLimit: Limit;
  readonly compatibility: Compatibility;
  readonly loadDefinitions: string;
  readonly clusterName: string;
  readonly defaultQueueType: (typeof DEFAULT_QUEUE_TYPES)[number];
  readonly maxMessageSize: number;
}

/** There are no streams. */
const DEFAULT_QUEUE_TYPES = ['classic', 'quorum'] as const;
/** RabbitMQ's highest. */
const MESSAGE_SIZE_MAX_MAX = 536_870_912;

const CHANNEL_MAX_MAX = 65_535;

export const BROKER_OPTIONS: {
  readonly [Name in keyof BrokerConfig]: Option<BrokerConfig[Name]>;
} = {
  vhosts: {
    key: 'vhosts',
    placeholder: '<names>',
    defaultValue: '',
    meaning: 'Virtual hosts to make at the start where they are missing, with commas between.',
    expected: 'names with commas between them',
    read: (value) => (typeof value === 'string' ? value : undefined),
  },
  vhostMax: limit('vhost-max', 'Virtual hosts that there may be.'),
  memoryHighWatermark: amount(
    'memory-high-watermark',
    MEMORY_HIGH_WATERMARK,
    'Memory beyond which publishers are blocked: a share of the machine (0.6), or a size (2GB).',
  ),
  diskFreeLimit: amount(
    'disk-free-limit',
    DISK_FREE_LIMIT,
    'Free disk space below which they are blocked: a size, or a share of the memory (1.5).',
  ),
  heartbeat: {
    key: 'heartbeat',
    placeholder: '<seconds>',
    defaultValue: AMQP_DEFAULTS.heartbeatSeconds,
    meaning: 'Seconds between heartbeats that clients are offered; 0 offers none.',
    expected: 'an integer from 0 to 65535',
    read: readInteger(0, 65_535),
  },
  frameMax: {
    key: 'frame-max',
    placeholder: '<bytes>',
    defaultValue: AMQP_DEFAULTS.frameMax,
    meaning: 'Largest frame that clients are offered, in bytes.',
    expected: 'an integer from 4096 to 8388608',
    read: readInteger(4_096, 8_388_608),
  },
  channelMax: {
    key: 'channel-max',
    placeholder: '<number>',
    defaultValue: 2_047,
    meaning: 'Channels that a connection may have open.',
    expected: `an integer from 1 to ${CHANNEL_MAX_MAX}`,
    read: (value) => {
      const count = readCount(value);
      return count !== undefined && count > 0 && count <= CHANNEL_MAX_MAX ? count : undefined;
    },
  },
  channelMaxPerNode: limit('channel-max-per-node', 'Channels that all may have open together.'),
  consumerMaxPerChannel: {
    ...limit('consumer-max-per-channel', 'Consumers that a channel may have.'),
    defaultValue: 65_535,
  },
  clusterQueueLimit: limit('cluster-queue-limit', 'Queues in all virtual hosts together.'),
  clusterExchangeLimit: limit('cluster-exchange-limit', 'Exchanges in all virtual hosts together.'),
  compatibility: {
    key: 'compatibility',
    placeholder: '<level>',
    defaultValue: '3.x',
    meaning: `What RabbitMQ 4.3 refuses: ${COMPATIBILITIES.join(', ')} (accept, log, refuse).`,
    expected: `one of ${COMPATIBILITIES.join(', ')}`,
    read: (value) => COMPATIBILITIES.find((compatibility) => compatibility === value),
  },
  loadDefinitions: {
    key: 'load-definitions',
    placeholder: '<file>',
    defaultValue: '',
    meaning: 'File of definitions to import at each start: users, queues, policies and the rest.',
    expected: 'the path of a file',
    read: (value) => (typeof value === 'string' ? value : undefined),
  },
  clusterName: {
    key: 'cluster-name',
    placeholder: '<name>',
    defaultValue: '',
    meaning: 'Name of the broker, for its clients and users; without it as set last, or node name.',
    expected: 'a text',
    read: readOptionalText,
  },
  defaultQueueType: {
    key: 'default-queue-type',
    placeholder: '<type>',
    defaultValue: 'classic',
    meaning: 'Type of queues that name none, in virtual hosts that name none: classic or quorum.',
    expected: `one of ${DEFAULT_QUEUE_TYPES.join(', ')}`,
    read: readOneOf(DEFAULT_QUEUE_TYPES),
  },
  maxMessageSize: {
    key: 'max-message-size',
    placeholder: '<bytes>',
    defaultValue: MESSAGE_SIZE_MAX,
    meaning: "Largest body of a message, in bytes; a larger one closes its publisher's channel.",
    expected: `an integer from 1 to ${MESSAGE_SIZE_MAX_MAX}`,
    read: readInteger(1, MESSAGE_SIZE_MAX_MAX),
  },
};

/** The same as the server wants them. */
export function brokerOptions(
  config: BrokerConfig,
): Pick<
  ServerOptions,
  | 'memoryHighWatermark'
  | 'diskFreeLimit'
  | 'vhosts'
  | 'nodeLimits'
  | 'amqp'
  | 'compatibility'
  | 'loadDefinitions'
  | 'clusterName'
  | 'defaultQueueType'
> {
  return {
    memoryHighWatermark: config.memoryHighWatermark,
    diskFreeLimit: config.diskFreeLimit,
    compatibility: config.compatibility,
    loadDefinitions: config.loadDefinitions === '' ? undefined : config.loadDefinitions,
    clusterName: config.clusterName === '' ? undefined : config.clusterName,
    // What names no type is classic anyway, and its arguments stay as they were given.
    defaultQueueType: config.defaultQueueType === 'classic' ? '' : config.defaultQueueType,
    vhosts: config.vhosts
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    nodeLimits: {
      vhostCountMax: countOf(config.vhostMax),
      channelCountMax: countOf(config.channelMaxPerNode),
      queueCountMax: countOf(config.clusterQueueLimit),
      exchangeCountMax: countOf(config.clusterExchangeLimit),
      messageSizeMax: config.maxMessageSize,
    },
    amqp: {
      heartbeatSeconds: config.heartbeat,
      frameMax: config.frameMax,
      channelMax: config.channelMax,
      consumersPerChannelMax: countOf(config.consumerMaxPerChannel),
    },
  };
}

function amount(key: string, defaultValue: string, meaning: string): Option<string> {
  return {
    key,
    placeholder: '<amount>',
    defaultValue,
    meaning,
    expected: 'a size in bytes, kB, MB, GB (or KiB, MiB, GiB), or a share with a dot',
    read: (value) => (bytesOf(String(value), 1) === undefined ? undefined : String(value)),
  };
}

function limit(key: string, meaning: string): Option<Limit> {
  return {
    key,
    placeholder: '<number>',
    defaultValue: 'infinity',
    meaning,
    expected: 'a whole number, or infinity',
    read: (value) => (value === 'infinity' ? value : readCount(value)),
  };
}

function countOf(value: Limit): number {
  return value === 'infinity' ? Infinity : value;
}

function readCount(value: unknown): number | undefined {
  const isNumber = typeof value === 'string' ? /^\d{1,15}$/.test(value) : Number.isInteger(value);
  const count = isNumber ? Number(value) : -1;
  return count >= 0 ? count : undefined;
}
