/** Sums over the broker in RabbitMQ's words, for the overview and its rates. */
import type { Broker } from '../../core/broker.js';
import type { Queue } from '../../core/queue/queue.js';

export function messageStats(broker: Broker) {
  const { counters } = broker;
  const { classic, quorum } = counters.queues(queuesOf(broker));
  classic.add(quorum);
  return {
    publish: counters.received,
    confirm: counters.confirmed,
    return_unroutable: counters.returned,
    drop_unroutable: counters.dropped,
    get: classic.got,
    get_no_ack: classic.gotNoAck,
    deliver: classic.consumed,
    deliver_no_ack: classic.consumedNoAck,
    redeliver: classic.redelivered,
    ack: classic.acknowledged,
    deliver_get: classic.delivered,
    get_empty: classic.getEmpty,
    disk_reads: classic.fetched,
    disk_writes: classic.stored,
    dead_letter: counters.deaths.deadLettered,
  };
}

export function churn({ counters }: Broker) {
  return {
    channel_closed: counters.channelsClosed,
    channel_created: counters.channelsOpened,
    connection_closed: counters.connectionsClosed,
    connection_created: counters.connectionsOpened,
    queue_created: counters.queuesCreated,
    queue_declared: counters.queuesDeclared,
    queue_deleted: counters.queuesDeleted,
  };
}

export function queueTotals(queues: Iterable<Queue>) {
  let messages = 0;
  let unacknowledged = 0;
  for (const { messageCount, unsettledCount } of queues) {
    messages += messageCount + unsettledCount;
    unacknowledged += unsettledCount;
  }
  return {
    messages,
    messages_ready: messages - unacknowledged,
    messages_unacknowledged: unacknowledged,
  };
}

/** Of all that wait for a consumer the message that came first; null where none does. */
export function oldestMessage(queues: Iterable<Queue>, now: number) {
  let oldest: Queue | undefined;
  let earliest = Infinity;
  for (const queue of queues) {
    const at = queue.waiting.oldestArrivedAt;
    if (at === undefined || at >= earliest) continue;
    earliest = at;
    oldest = queue;
  }
  if (oldest === undefined) return null;
  return { age_ms: now - earliest, queue: oldest.name, vhost: oldest.definition.vhost };
}

export function* queuesOf(broker: Broker): Iterable<Queue> {
  for (const vhost of broker.vhosts()) yield* vhost.queues();
}
