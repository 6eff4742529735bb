/** Metrics that RabbitMQ counts by channel: here they are summed up, so that none falls. */
import type { Counters } from '../../core/counters.js';
import { QueueCounters } from '../../core/queue/queue-counters.js';
import { type Family, Group } from './group.js';
import { queuesOf } from './queue-groups.js';
import type { MetricsSource } from './source.js';

interface AllChannels {
  readonly consumerCount: number;
  readonly unsettledCount: number;
  readonly counters: Counters;
  /** Of all queues, those that have gone too. */
  readonly queues: QueueCounters;
}

type Row = [name: string, help: string, value: (all: AllChannels) => number];

const gauge = ([name, help, value]: Row): Family<AllChannels> => {
  return { name, type: 'gauge', help, value };
};
const counter = ([name, help, value]: Row): Family<AllChannels> => {
  return { name: `${name}_total`, type: 'counter', help, value };
};

const GAUGES: readonly Row[] = [
  ['channel_consumers', 'Consumers of all channels.', ({ consumerCount }) => consumerCount],
  [
    'channel_messages_unacked',
    'Messages handed out and not acknowledged yet.',
    ({ unsettledCount }) => unsettledCount,
  ],
];

const COUNTERS: readonly Row[] = [
  [
    'channel_messages_published',
    'Messages that came from publishers.',
    ({ counters }) => counters.received,
  ],
  [
    'channel_messages_confirmed',
    'Messages that were confirmed to their publishers.',
    ({ counters }) => counters.confirmed,
  ],
  [
    'channel_messages_unroutable_returned',
    'Mandatory messages that reached no queue and were returned.',
    ({ counters }) => counters.returned,
  ],
  [
    'channel_messages_unroutable_dropped',
    'Messages that reached no queue and were dropped.',
    ({ counters }) => counters.dropped,
  ],
  [
    'channel_get_ack',
    'Messages taken by basic.get, to be acknowledged.',
    ({ queues }) => queues.got,
  ],
  [
    'channel_get',
    'Messages taken by basic.get, not to be acknowledged.',
    ({ queues }) => queues.gotNoAck,
  ],
  [
    'channel_messages_delivered_ack',
    'Messages handed to consumers that acknowledge.',
    ({ queues }) => queues.consumed,
  ],
  [
    'channel_messages_delivered',
    'Messages handed to consumers that do not acknowledge.',
    ({ queues }) => queues.consumedNoAck,
  ],
  [
    'channel_messages_redelivered',
    'Messages handed out again.',
    ({ queues }) => queues.redelivered,
  ],
  [
    'channel_messages_acked',
    'Messages that were acknowledged.',
    ({ queues }) => queues.acknowledged,
  ],
  ['channel_get_empty', 'How often basic.get found nothing.', ({ queues }) => queues.getEmpty],
  [
    'queue_messages_published',
    'Copies of messages that went into queues.',
    ({ queues }) => queues.published,
  ],
];

export const ALL_CHANNELS = new Group<AllChannels>({
  name: 'channel_metrics',
  things: (source) => [allChannels(source)],
  labels: () => ({}),
  families: [...GAUGES.map(gauge), ...COUNTERS.map(counter)],
});

function allChannels(source: MetricsSource): AllChannels {
  const { counters } = source.broker;
  let [consumerCount, unsettledCount] = [0, 0];
  for (const queue of queuesOf(source)) {
    consumerCount += queue.consumerCount;
    unsettledCount += queue.unsettledCount;
  }
  const queues = new QueueCounters();
  const { classic, quorum } = counters.queues(queuesOf(source));
  queues.add(classic);
  queues.add(quorum);
  return { consumerCount, unsettledCount, counters, queues };
}
