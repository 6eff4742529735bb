/** Metrics of queues, each for itself or all together. */
import type { Queue } from '../../core/queue/queue.js';
import { type Family, Group, type Labels } from './group.js';
import type { MetricsSource } from './source.js';

export function* queuesOf(
  { broker }: MetricsSource,
  vhosts?: ReadonlySet<string>,
): Generator<Queue> {
  for (const vhost of broker.vhosts()) {
    if (vhosts === undefined || vhosts.has(vhost.name)) yield* vhost.queues();
  }
}

const labels = ({ definition }: Queue): Labels => {
  return { vhost: definition.vhost, queue: definition.name };
};

type Row = [name: string, help: string, value: (queue: Queue) => number];

const gauge = ([name, help, value]: Row): Family<Queue> => ({ name, type: 'gauge', help, value });
const counter = ([name, help, value]: Row): Family<Queue> => {
  return { name: `${name}_total`, type: 'counter', help, value };
};

const CONSUMERS: Row = [
  'queue_consumers',
  'Consumers of a queue.',
  ({ consumerCount }) => consumerCount,
];

/** What waits to be handed out, on the disk alone or not. */
const readyCount = (queue: Queue): number => queue.messageCount;
const readyInMemory = (queue: Queue): number => queue.messageCount - queue.waiting.pagedOutCount;
const bytes = (queue: Queue): number => queue.readyBytes + queue.unsettledBytes;
const bytesInMemory = (queue: Queue): number => bytes(queue) - queue.waiting.pagedOutBytes;

export const QUEUE_DEPTH = new Group<Queue>({
  name: 'queue_coarse_metrics',
  things: queuesOf,
  labels,
  families: (
    [
      ['queue_messages_ready', 'Messages that wait for a consumer.', readyCount],
      [
        'queue_messages_unacked',
        'Messages handed out and not acknowledged yet.',
        ({ unsettledCount }) => unsettledCount,
      ],
      [
        'queue_messages',
        'Messages that are ready or not acknowledged yet.',
        (queue) => queue.messageCount + queue.unsettledCount,
      ],
    ] satisfies Row[]
  ).map(gauge),
});

export const QUEUE_CONSUMERS = new Group<Queue>({
  name: 'queue_consumer_count',
  things: queuesOf,
  labels,
  families: [gauge(CONSUMERS)],
});

export const QUEUE_DETAILS = new Group<Queue>({
  name: 'queue_metrics',
  things: queuesOf,
  labels,
  families: (
    [
      CONSUMERS,
      [
        'queue_process_memory_bytes',
        'Memory that a queue takes, messages included.',
        (queue) => queue.entryBytes + bytesInMemory(queue),
      ],
      [
        'queue_messages_ram',
        'Messages of a queue that are in memory.',
        (queue) => readyInMemory(queue) + queue.unsettledCount,
      ],
      [
        'queue_messages_ram_bytes',
        'Size of the bodies of a queue that are in memory.',
        bytesInMemory,
      ],
      ['queue_messages_ready_ram', 'Ready messages that are in memory.', readyInMemory],
      [
        'queue_messages_unacked_ram',
        'Messages not acknowledged yet that are in memory: all of them.',
        ({ unsettledCount }) => unsettledCount,
      ],
      ['queue_messages_bytes', 'Size of the bodies of a queue.', bytes],
      [
        'queue_messages_ready_bytes',
        'Size of the bodies that are ready.',
        ({ readyBytes }) => readyBytes,
      ],
      [
        'queue_messages_unacked_bytes',
        'Size of the bodies that are not acknowledged yet.',
        ({ unsettledBytes }) => unsettledBytes,
      ],
      [
        'queue_messages_paged_out',
        'Messages that are on the disk alone.',
        ({ waiting }) => waiting.pagedOutCount,
      ],
      [
        'queue_messages_paged_out_bytes',
        'Size of the bodies that are on the disk alone.',
        ({ waiting }) => waiting.pagedOutBytes,
      ],
    ] satisfies Row[]
  ).map(gauge),
});

export const QUEUE_DELIVERIES = new Group<Queue>({
  name: 'queue_delivery_metrics',
  things: queuesOf,
  labels,
  families: (
    [
      [
        'queue_messages_published',
        'Messages that came into a queue.',
        ({ counters }) => counters.published,
      ],
      [
        'queue_get_ack',
        'Messages taken by basic.get, to be acknowledged.',
        ({ counters }) => counters.got,
      ],
      [
        'queue_get',
        'Messages taken by basic.get, not to be acknowledged.',
        ({ counters }) => counters.gotNoAck,
      ],
      [
        'queue_messages_delivered_ack',
        'Messages handed to consumers that acknowledge.',
        ({ counters }) => counters.consumed,
      ],
      [
        'queue_messages_delivered',
        'Messages handed to consumers that do not acknowledge.',
        ({ counters }) => counters.consumedNoAck,
      ],
      [
        'queue_messages_redelivered',
        'Messages handed out again.',
        ({ counters }) => counters.redelivered,
      ],
      [
        'queue_messages_acked',
        'Messages that were acknowledged.',
        ({ counters }) => counters.acknowledged,
      ],
      [
        'queue_get_empty',
        'How often basic.get found nothing.',
        ({ counters }) => counters.getEmpty,
      ],
    ] satisfies Row[]
  ).map(counter),
});
