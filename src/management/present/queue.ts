/**
 * A queue in JSON, as RabbitMQ's HTTP API has it: with what is in it, or without. Called by
 * routes/queues.ts.
 */
import type { Queue } from '../../core/queue/queue.js';
import { jsonOfTable } from '../field-json.js';
import { idleSince } from './idle-since.js';
import { exclusiveTagOf, presentOwner } from './queue-clients.js';

/** What queues are sorted by most, each read by itself. */
const READERS: Readonly<Record<string, (queue: Queue) => unknown>> = {
  name: ({ name }) => name,
  vhost: ({ definition }) => definition.vhost,
  type: ({ options }) => options.type,
  state: stateOf,
  consumers: ({ consumerCount }) => consumerCount,
  messages: ({ messageCount, unsettledCount }) => messageCount + unsettledCount,
  messages_ready: ({ messageCount }) => messageCount,
  messages_unacknowledged: ({ unsettledCount }) => unsettledCount,
  message_bytes: ({ readyBytes, unsettledBytes }) => readyBytes + unsettledBytes,
  memory: ({ entryBytes }) => entryBytes,
  // In the order of the ages, whatever the time is.
  oldest_message_age_ms: ({ waiting }) => negated(waiting.oldestArrivedAt),
};

export function queueReader([key = '', ...below]: readonly string[]) {
  return below.length === 0 && Object.hasOwn(READERS, key) ? READERS[key] : undefined;
}

/**
 * Of thousands at a time: one literal, as each object that is spread into it costs as much. What is
 * undefined has no key in JSON.
 */
export function presentQueue(queue: Queue, nodeName: string, now: number) {
  const { messageCount, unsettledCount, readyBytes, unsettledBytes } = queue;
  const { policy, operatorPolicy } = queue;
  const isQuorum = queue.options.type === 'quorum';
  const { stored, pagedOutCount, pagedOutBytes } = queue.waiting;
  const presented = {
    ...presentQueueDefinition(queue, nodeName),
    policy: policy?.name ?? null,
    operator_policy: operatorPolicy?.name ?? null,
    effective_policy_definition: queue.effectivePolicyDefinition,
    consumers: queue.consumerCount,
    consumer_capacity: queue.consumerUtilisation,
    consumer_utilisation: queue.consumerUtilisation,
    exclusive_consumer_tag: exclusiveTagOf(queue),
    single_active_consumer_tag: queue.activeConsumer?.tag ?? null,
    messages: messageCount + unsettledCount,
    messages_ready: messageCount,
    messages_unacknowledged: unsettledCount,
    messages_paged_out: pagedOutCount,
    messages_ram: messageCount + unsettledCount - pagedOutCount,
    messages_ready_ram: messageCount - pagedOutCount,
    messages_unacknowledged_ram: unsettledCount,
    // A quorum queue keeps everything.
    messages_persistent: isQuorum ? messageCount + unsettledCount : stored.count,
    message_bytes_persistent: isQuorum ? readyBytes + unsettledBytes : stored.bytes,
    message_bytes: readyBytes + unsettledBytes,
    message_bytes_ready: readyBytes,
    message_bytes_unacknowledged: unsettledBytes,
    message_bytes_paged_out: pagedOutBytes,
    message_bytes_ram: readyBytes + unsettledBytes - pagedOutBytes,
    memory: queue.entryBytes,
    oldest_message_age_ms: oldestAge(queue, now),
    head_message_timestamp: isQuorum ? undefined : headTimestamp(queue),
    idle_since: isQuorum ? undefined : idleSince(queue.lastActiveAt, now),
  };
  const { owner } = queue;
  if (!isQuorum && owner?.facts === undefined) return presented;
  return { ...presented, ...presentOwner(queue), ...presentQuorumFacts(queue) };
}

/** What only RabbitMQ's quorum queues have. */
function presentQuorumFacts({ options, activeConsumer, waiting }: Queue) {
  if (options.type !== 'quorum') return undefined;
  const { count, bytes } = waiting.keptDeadLetters;
  return {
    single_active_consumer_ctag: activeConsumer?.tag ?? null,
    messages_dlx: count,
    message_bytes_dlx: bytes,
  };
}

function oldestAge({ waiting }: Queue, now: number): number | null {
  const at = waiting.oldestArrivedAt;
  return at === undefined ? null : now - at;
}

function negated(value: number | undefined): number | null {
  return value === undefined ? null : -value;
}

/** In seconds, as its publisher gave it; null of a message that is on the disk alone, too. */
function headTimestamp({ waiting }: Queue): number | null {
  const message = waiting.first?.resident;
  const timestamp = message?.format.property(message, 'timestamp');
  return timestamp === undefined ? null : Number(timestamp);
}

/** What it is, and nothing of what is in it. */
export function presentBareQueue(queue: Queue, nodeName: string) {
  const { policy } = queue;
  return {
    ...presentQueueDefinition(queue, nodeName),
    ...(policy !== undefined && { policy: policy.name }),
  };
}

/** That, and how many messages it has. */
export function presentQueueTotals(queue: Queue, nodeName: string) {
  const { messageCount, unsettledCount } = queue;
  return {
    ...presentBareQueue(queue, nodeName),
    messages: messageCount + unsettledCount,
    messages_ready: messageCount,
    messages_unacknowledged: unsettledCount,
  };
}

function presentQueueDefinition(queue: Queue, nodeName: string) {
  const { definition, options } = queue;
  const { name, vhost, durable, autoDelete, exclusive } = definition;
  return {
    name,
    vhost,
    durable,
    auto_delete: autoDelete,
    exclusive,
    arguments: jsonOfTable(definition.arguments),
    node: nodeName,
    type: options.type,
    state: stateOf(queue),
    ...(options.type === 'quorum' && {
      leader: nodeName,
      members: [nodeName],
      online: [nodeName],
    }),
  };
}

function stateOf({ isPaused }: Queue): string {
  return isPaused ? 'paused' : 'running';
}
