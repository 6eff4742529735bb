/**
 * Metrics of all messages together, as RabbitMQ's global counters: by protocol, and by protocol and
 * type of queue. No sum falls when a channel or a queue goes.
 */
import type { Counters, QueueType } from '../../core/counters.js';
import {
  DEAD_LETTER_STRATEGIES,
  type DeadLetterStrategy,
  type DeathCounters,
} from '../../core/queue/death-counters.js';
import { DEATH_REASONS, type DeathReason } from '../../core/queue/death-history.js';
import type { QueueCounters } from '../../core/queue/queue-counters.js';
import { type Family, Group, histogram, type MetricGroup } from './group.js';
import { queuesOf } from './queue-groups.js';
import type { MetricsSource } from './source.js';

const PROTOCOL = { protocol: 'amqp091' };
const QUEUE_TYPES = { classic: 'rabbit_classic_queue', quorum: 'rabbit_quorum_queue' } as const;

type Messages = [name: string, help: string, value: (counters: Counters) => number];

const MESSAGES: readonly Messages[] = [
  ['received', 'Messages that came from publishers.', ({ received }) => received],
  [
    'received_confirm',
    'Messages that came from publishers who want confirms.',
    ({ receivedToConfirm }) => receivedToConfirm,
  ],
  ['routed', 'Copies of messages that went into queues.', ({ routed }) => routed],
  [
    'unroutable_dropped',
    'Messages that reached no queue and were dropped.',
    ({ dropped }) => dropped,
  ],
  [
    'unroutable_returned',
    'Mandatory messages that reached no queue and were returned.',
    ({ returned }) => returned,
  ],
  ['confirmed', 'Messages that were confirmed to their publishers.', ({ confirmed }) => confirmed],
];

export const GLOBAL_MESSAGES = new Group<Counters>({
  name: 'global_messages',
  things: ({ broker }) => [broker.counters],
  labels: () => PROTOCOL,
  families: MESSAGES.map(([name, help, value]) => counterOf(`messages_${name}_total`, help, value)),
});

export const GLOBAL_CLIENTS = new Group<MetricsSource>({
  name: 'global_clients',
  things: (source) => [source],
  labels: () => PROTOCOL,
  families: [
    {
      name: 'publishers',
      type: 'gauge',
      help: 'Channels that are open and have published.',
      value: ({ broker }) => broker.counters.publishers,
    },
    {
      name: 'consumers',
      type: 'gauge',
      help: 'Consumers of all queues.',
      value: (source) => {
        let count = 0;
        for (const { consumerCount } of queuesOf(source)) count += consumerCount;
        return count;
      },
    },
  ],
});

type Deliveries = [name: string, help: string, value: (counters: QueueCounters) => number];

const DELIVERIES: readonly Deliveries[] = [
  ['delivered', 'Messages handed out, by whatever method.', ({ delivered }) => delivered],
  [
    'delivered_consume_manual_ack',
    'Messages handed to consumers that acknowledge.',
    ({ consumed }) => consumed,
  ],
  [
    'delivered_consume_auto_ack',
    'Messages handed to consumers that do not acknowledge.',
    ({ consumedNoAck }) => consumedNoAck,
  ],
  [
    'delivered_get_manual_ack',
    'Messages taken by basic.get, to be acknowledged.',
    ({ got }) => got,
  ],
  [
    'delivered_get_auto_ack',
    'Messages taken by basic.get, not to be acknowledged.',
    ({ gotNoAck }) => gotNoAck,
  ],
  ['get_empty', 'How often basic.get found nothing.', ({ getEmpty }) => getEmpty],
  ['redelivered', 'Messages handed out again.', ({ redelivered }) => redelivered],
  ['acknowledged', 'Messages that were acknowledged.', ({ acknowledged }) => acknowledged],
];

interface OfType {
  readonly type: QueueType;
  readonly counters: QueueCounters;
}

export const GLOBAL_DELIVERIES = new Group<OfType>({
  name: 'global_deliveries',
  things: (source) => {
    const { classic, quorum } = source.broker.counters.queues(queuesOf(source));
    return [
      { type: 'classic', counters: classic },
      { type: 'quorum', counters: quorum },
    ];
  },
  labels: ({ type }) => ({ ...PROTOCOL, queue_type: QUEUE_TYPES[type] }),
  families: DELIVERIES.map(([name, help, value]) =>
    counterOf(`messages_${name}_total`, help, ({ counters }) => value(counters)),
  ),
});

interface Dead {
  readonly type: QueueType;
  readonly strategy: DeadLetterStrategy;
  readonly deaths: DeathCounters;
}

/** What RabbitMQ has not there cannot happen. */
function canDie({ type, strategy }: Dead, reason: DeathReason): boolean {
  if (type === 'classic') return strategy !== 'at_least_once' && reason !== 'delivery_limit';
  // A queue that keeps its dead letters refuses what it has no room for.
  return strategy !== 'at_least_once' || reason !== 'maxlen';
}

const DEATHS: Readonly<Record<DeathReason, string>> = {
  expired: 'Messages whose time to live was over.',
  rejected: 'Messages that consumers rejected.',
  maxlen: 'Messages that a queue had no room for.',
  delivery_limit: 'Messages that came back too often.',
};

export const GLOBAL_DEAD_LETTERS = new Group<Dead>({
  name: 'global_dead_letters',
  things: ({ broker }) =>
    (['classic', 'quorum'] as const).flatMap((type) =>
      DEAD_LETTER_STRATEGIES.map((strategy) => {
        return { type, strategy, deaths: broker.counters.deaths };
      }),
    ),
  labels: ({ type, strategy }) => {
    return { queue_type: QUEUE_TYPES[type], dead_letter_strategy: strategy };
  },
  families: [
    ...DEATH_REASONS.map((reason): Family<Dead> => {
      const name = `messages_dead_lettered_${reason}_total`;
      return counterOf(name, DEATHS[reason], (dead) => {
        const { type, strategy, deaths } = dead;
        return canDie(dead, reason) ? deaths.count(type, strategy, reason) : undefined;
      });
    }),
    counterOf(
      'messages_dead_lettered_confirmed_total',
      'Dead letters that were kept until they were taken.',
      ({ type, strategy, deaths }) => {
        const isKept = type === 'quorum' && strategy === 'at_least_once';
        return isKept ? deaths.taken(type) : undefined;
      },
    ),
  ],
});

export const MESSAGE_SIZES: MetricGroup = {
  name: 'message_size_metrics',

  each(prefix: string, { broker }: MetricsSource): Iterable<string> {
    const name = `${prefix}message_size_bytes`;
    const help = 'Sizes of the messages that came from publishers.';
    return histogram(name, help, broker.counters.sizes, PROTOCOL);
  },

  sum(prefix: string, source: MetricsSource): Iterable<string> {
    return this.each(prefix, source);
  },
};

function counterOf<T>(name: string, help: string, value: Family<T>['value']): Family<T> {
  return { name, type: 'counter', help, value };
}
