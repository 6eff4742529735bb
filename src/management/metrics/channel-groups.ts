/**
 * Metrics that RabbitMQ counts by channel: of each, and summed up so that no counter ever falls.
 * What a channel has published or taken is not told apart by exchange or queue.
 */
import type { ChannelCounters } from '../../core/channel-counters.js';
import type { ClientChannel } from '../../core/client.js';
import type { Counters } from '../../core/counters.js';
import { QueueCounters } from '../../core/queue/queue-counters.js';
import { clientsOf } from './connection-groups.js';
import { type Family, Group, type Labels } from './group.js';
import { queuesOf } from './queue-groups.js';
import type { MetricsSource } from './source.js';

interface AllChannels {
  /** Of the channels that are open, together. */
  readonly open: Record<Gauged, number>;
  readonly counters: Counters;
  /** Of all queues, those that have gone too. */
  readonly queues: QueueCounters;
}

type Gauged = keyof ClientChannel &
  (
    | 'consumerCount'
    | 'unacknowledgedCount'
    | 'unconfirmedCount'
    | 'uncommittedCount'
    | 'uncommittedAckCount'
    | 'prefetch'
    | 'channelPrefetch'
  );

const GAUGES: readonly [name: string, help: string, of: Gauged][] = [
  ['channel_consumers', 'Consumers of a channel.', 'consumerCount'],
  [
    'channel_messages_unacked',
    'Messages handed out and not acknowledged yet.',
    'unacknowledgedCount',
  ],
  [
    'channel_messages_unconfirmed',
    'Messages that were published and are not confirmed yet.',
    'unconfirmedCount',
  ],
  [
    'channel_messages_uncommitted',
    'Messages of a transaction that is not committed yet.',
    'uncommittedCount',
  ],
  [
    'channel_acks_uncommitted',
    'Acknowledgements of a transaction that is not committed yet.',
    'uncommittedAckCount',
  ],
  [
    'consumer_prefetch',
    'How many messages each consumer to come may hold; 0 is no limit.',
    'prefetch',
  ],
  [
    'channel_prefetch',
    'How many messages all consumers of a channel may hold; 0 is no limit.',
    'channelPrefetch',
  ],
];

type Row = [
  name: string,
  help: string,
  ofAll: (all: AllChannels) => number,
  ofChannel: (counters: ChannelCounters) => number,
];

const PUBLISHES: readonly Row[] = [
  [
    'channel_messages_published',
    'Messages that came from publishers.',
    ({ counters }) => counters.received,
    ({ published }) => published,
  ],
  [
    'channel_messages_confirmed',
    'Messages that were confirmed to their publishers.',
    ({ counters }) => counters.confirmed,
    ({ confirmed }) => confirmed,
  ],
  [
    'channel_messages_unroutable_returned',
    'Mandatory messages that reached no queue and were returned.',
    ({ counters }) => counters.returned,
    ({ returned }) => returned,
  ],
  [
    'channel_messages_unroutable_dropped',
    'Messages that reached no queue and were dropped.',
    ({ counters }) => counters.dropped,
    ({ dropped }) => dropped,
  ],
];

const DELIVERIES: readonly Row[] = [
  [
    'channel_get_ack',
    'Messages taken by basic.get, to be acknowledged.',
    ({ queues }) => queues.got,
    ({ got }) => got,
  ],
  [
    'channel_get',
    'Messages taken by basic.get, not to be acknowledged.',
    ({ queues }) => queues.gotNoAck,
    ({ gotNoAck }) => gotNoAck,
  ],
  [
    'channel_messages_delivered_ack',
    'Messages handed to consumers that acknowledge.',
    ({ queues }) => queues.consumed,
    ({ consumed }) => consumed,
  ],
  [
    'channel_messages_delivered',
    'Messages handed to consumers that do not acknowledge.',
    ({ queues }) => queues.consumedNoAck,
    ({ consumedNoAck }) => consumedNoAck,
  ],
  [
    'channel_messages_redelivered',
    'Messages handed out again.',
    ({ queues }) => queues.redelivered,
    ({ redelivered }) => redelivered,
  ],
  [
    'channel_messages_acked',
    'Messages that were acknowledged.',
    ({ queues }) => queues.acknowledged,
    ({ acknowledged }) => acknowledged,
  ],
  [
    'channel_get_empty',
    'How often basic.get found nothing.',
    ({ queues }) => queues.getEmpty,
    ({ getEmpty }) => getEmpty,
  ],
];

const counterOf = <T>(name: string, help: string, value: (thing: T) => number): Family<T> => {
  return { name: `${name}_total`, type: 'counter', help, value };
};

export const ALL_CHANNELS = new Group<AllChannels>({
  name: 'channel_metrics',
  things: (source) => [allChannels(source)],
  labels: () => ({}),
  families: [
    ...GAUGES.map(([name, help, of]): Family<AllChannels> => {
      return { name, type: 'gauge', help, value: ({ open }) => open[of] };
    }),
    ...[...PUBLISHES, ...DELIVERIES].map(([name, help, ofAll]) => counterOf(name, help, ofAll)),
    counterOf(
      'queue_messages_published',
      'Copies of messages that went into queues.',
      ({ queues }: AllChannels) => queues.published,
    ),
  ],
});

const labels = ({ name }: ClientChannel): Labels => ({ channel: name });
const labelsInVhost = ({ name, client }: ClientChannel): Labels => {
  return { channel: name, vhost: client.vhost };
};

export const CHANNEL_STATES = new Group<ClientChannel>({
  name: 'channel_metrics',
  things: channelsOf,
  labels,
  families: GAUGES.map(([name, help, of]) => {
    return { name, type: 'gauge', help, value: (channel) => channel[of] };
  }),
});

/** RabbitMQ tells exchanges, or queues, apart in these two. */
export const CHANNEL_PUBLISHES = new Group<ClientChannel>({
  name: 'channel_exchange_metrics',
  things: channelsOf,
  labels: labelsInVhost,
  families: PUBLISHES.map(channelCounter),
});

export const CHANNEL_DELIVERIES = new Group<ClientChannel>({
  name: 'channel_queue_metrics',
  things: channelsOf,
  labels: labelsInVhost,
  families: DELIVERIES.map(channelCounter),
});

function channelCounter([name, help, , ofChannel]: Row): Family<ClientChannel> {
  return counterOf(name, help, ({ counters }) => ofChannel(counters));
}

function* channelsOf(
  source: MetricsSource,
  vhosts?: ReadonlySet<string>,
): Generator<ClientChannel> {
  for (const client of clientsOf(source, vhosts)) yield* client.channels();
}

function allChannels(source: MetricsSource): AllChannels {
  const { counters } = source.broker;
  const open: Record<Gauged, number> = {
    consumerCount: 0,
    unacknowledgedCount: 0,
    unconfirmedCount: 0,
    uncommittedCount: 0,
    uncommittedAckCount: 0,
    prefetch: 0,
    channelPrefetch: 0,
  };
  for (const channel of channelsOf(source)) {
    for (const [, , of] of GAUGES) open[of] += channel[of];
  }
  const queues = new QueueCounters();
  const { classic, quorum } = counters.queues(queuesOf(source));
  queues.add(classic);
  queues.add(quorum);
  return { open, counters, queues };
}
