/**
 * Metrics of connections, each for itself or summed up so that no counter ever falls. RabbitMQ
 * calls the label of a connection "channel", so it is called that here.
 */
import type { ClientFacts } from '../../core/client.js';
import { type Family, Group } from './group.js';
import type { MetricsSource } from './source.js';

export function* clientsOf(
  { broker }: MetricsSource,
  vhosts?: ReadonlySet<string>,
): Generator<ClientFacts> {
  for (const { name, clients } of broker.vhosts()) {
    if (vhosts !== undefined && !vhosts.has(name)) continue;
    for (const { facts } of clients.all()) yield facts;
  }
}

type Shown = Pick<ClientFacts, 'traffic' | 'channelCount'>;

const BYTES: readonly Family<Shown>[] = [
  {
    name: 'connection_incoming_bytes_total',
    type: 'counter',
    help: 'Bytes that came over connections.',
    value: ({ traffic }) => traffic.receivedBytes,
  },
  {
    name: 'connection_outgoing_bytes_total',
    type: 'counter',
    help: 'Bytes that were sent over connections.',
    value: ({ traffic }) => traffic.sentBytes,
  },
];

const PACKETS: readonly Family<Shown>[] = [
  {
    name: 'connection_incoming_packets_total',
    type: 'counter',
    help: 'Pieces in which they came.',
    value: ({ traffic }) => traffic.receivedCount,
  },
  {
    name: 'connection_outgoing_packets_total',
    type: 'counter',
    help: 'Pieces in which they were sent.',
    value: ({ traffic }) => traffic.sentCount,
  },
  {
    name: 'connection_pending_packets',
    type: 'gauge',
    help: 'Bytes that wait to be sent.',
    value: ({ traffic }) => traffic.pendingBytes,
  },
  {
    name: 'connection_channels',
    type: 'gauge',
    help: 'Channels of a connection.',
    value: ({ channelCount }) => channelCount,
  },
];

const labels = ({ name }: ClientFacts) => ({ channel: name });

export const CONNECTION_BYTES = new Group<ClientFacts>({
  name: 'connection_coarse_metrics',
  things: clientsOf,
  labels,
  families: BYTES,
});

export const CONNECTION_DETAILS = new Group<ClientFacts>({
  name: 'connection_metrics',
  things: clientsOf,
  labels,
  families: PACKETS,
});

/** Those that have gone included. */
export const ALL_CONNECTIONS = new Group<Shown>({
  name: 'connection_metrics',
  things: (source) => [allConnections(source)],
  labels: () => ({}),
  families: [...BYTES, ...PACKETS],
});

function allConnections(source: MetricsSource): Shown {
  const sums = { ...source.broker.counters.goneTraffic, pendingBytes: 0 };
  let count = 0;
  for (const { traffic, channelCount } of clientsOf(source)) {
    sums.receivedBytes += traffic.receivedBytes;
    sums.receivedCount += traffic.receivedCount;
    sums.sentBytes += traffic.sentBytes;
    sums.sentCount += traffic.sentCount;
    sums.pendingBytes += traffic.pendingBytes;
    count += channelCount;
  }
  return { traffic: sums, channelCount: count };
}
