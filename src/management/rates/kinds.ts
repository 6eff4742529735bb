/**
 * What is looked at, and which of its numbers under which names of RabbitMQ. Sums over a vhost or
 * the broker hold what is gone, so that they never fall. Used by rates.ts.
 */
import type { Broker } from '../../core/broker.js';
import type { ChannelCounters } from '../../core/channel-counters.js';
import type { ClientChannel } from '../../core/client.js';
import type { Exchange } from '../../core/exchange/exchange.js';
import { QueueCounters } from '../../core/queue/queue-counters.js';
import type { Queue } from '../../core/queue/queue.js';
import type { Vhost } from '../../core/vhost.js';
import type { VhostClient } from '../../core/vhost-clients.js';
import type { VhostCounters } from '../../core/vhost-counters.js';
import { allClients } from '../clients.js';
import { churn, messageStats, oldestMessage, queuesOf, queueTotals } from '../present/totals.js';
import type { Kind } from './track.js';

export const LENGTHS = ['messages', 'messages_ready', 'messages_unacknowledged'];
export const PUBLISHES = ['publish', 'confirm', 'return_unroutable', 'drop_unroutable'];
export const DELIVERIES = [
  'get',
  'get_no_ack',
  'deliver',
  'deliver_no_ack',
  'redeliver',
  'ack',
  'deliver_get',
  'get_empty',
];
export const DISK_USE = ['disk_reads', 'disk_writes'];
export const DEAD_LETTERS = ['dead_letter'];
/** Its samples are 0 where nothing waited. */
export const OLDEST_AGE = 'oldest_message_age_ms';
/** Ms since the epoch, 0 where nothing waits: unlike the age it changes with the message alone. */
export const OLDEST_ARRIVAL = 'oldest_arrived_at';
export const OCTETS = ['recv_oct', 'send_oct'];
export const CHURN = [
  'channel_closed',
  'channel_created',
  'connection_closed',
  'connection_created',
  'queue_created',
  'queue_declared',
  'queue_deleted',
];

export function queueKind(broker: Broker): Kind<Queue> {
  return {
    names: [...LENGTHS, 'publish', ...DELIVERIES, OLDEST_ARRIVAL],
    things: () => queuesOf(broker),
    read: ({ messageCount, unsettledCount, counters, waiting }) => [
      messageCount + unsettledCount,
      messageCount,
      unsettledCount,
      counters.published,
      ...deliveries(counters),
      waiting.oldestArrivedAt ?? 0,
    ],
  };
}

export function exchangeKind(broker: Broker): Kind<Exchange> {
  return {
    names: ['publish_in', 'publish_out', 'publish_unroutable'],
    *things() {
      for (const vhost of broker.vhosts()) yield* vhost.exchanges();
    },
    read: ({ publishedIn, publishedOut, unroutable }) => [publishedIn, publishedOut, unroutable],
  };
}

export function vhostKind(broker: Broker): Kind<Vhost> {
  return {
    names: [...LENGTHS, ...PUBLISHES, ...DELIVERIES, ...OCTETS],
    things: () => broker.vhosts(),
    read: (vhost) => {
      const { counters } = vhost;
      const queues = new QueueCounters();
      queues.add(counters.queuesGone);
      for (const queue of vhost.queues()) queues.add(queue.counters);
      let { receivedBytesGone: received, sentBytesGone: sent } = counters;
      for (const { facts } of vhost.clients.all()) {
        const { traffic } = facts;
        received += traffic.receivedBytes;
        sent += traffic.sentBytes;
      }
      const lengths = Object.values(queueTotals(vhost.queues()));
      return [...lengths, ...publishes(counters), ...deliveries(queues), received, sent];
    },
  };
}

export function overviewKind(broker: Broker): Kind<Broker> {
  const read = () => ({
    ...queueTotals(queuesOf(broker)),
    ...messageStats(broker),
    ...churn(broker),
    oldest_message_age_ms: oldestMessage(queuesOf(broker), broker.clock.now)?.age_ms ?? 0,
  });
  return {
    names: Object.keys(read()),
    things: () => [broker],
    read: () => Object.values(read()),
  };
}

export function clientKind(broker: Broker): Kind<VhostClient> {
  return {
    names: OCTETS,
    things: () => allClients(broker),
    read: ({ facts: { traffic } }) => [traffic.receivedBytes, traffic.sentBytes],
  };
}

export function channelKind(broker: Broker): Kind<ClientChannel> {
  return {
    names: [...PUBLISHES, ...DELIVERIES],
    *things() {
      for (const { facts } of allClients(broker)) yield* facts.channels();
    },
    read: ({ counters }) => {
      const { published, confirmed, returned, dropped } = counters;
      return [published, confirmed, returned, dropped, ...deliveries(counters)];
    },
  };
}

function publishes({
  received,
  confirmed,
  returned,
  dropped,
}: Pick<VhostCounters, 'received' | 'confirmed' | 'returned' | 'dropped'>): number[] {
  return [received, confirmed, returned, dropped];
}

function deliveries(counters: QueueCounters | ChannelCounters): number[] {
  const { got, gotNoAck, consumed, consumedNoAck, redelivered, acknowledged } = counters;
  const { delivered, getEmpty } = counters;
  return [got, gotNoAck, consumed, consumedNoAck, redelivered, acknowledged, delivered, getEmpty];
}
