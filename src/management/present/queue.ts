/**
 * A queue in JSON, as RabbitMQ's HTTP API has it: with what is in it, or without. Called by
 * routes/queues.ts.
 */
import type { Queue } from '../../core/queue/queue.js';
import { jsonOfTable } from '../field-json.js';
import { idleSince } from './idle-since.js';
import { exclusiveTagOf, presentFacts } from './queue-clients.js';
import { oldestAge, stateOf } from './queue-columns.js';

/**
 * Of thousands at a time: one literal with nothing spread into it. V8 makes each property that
 * stands behind a spread object in a slow way, which was 60 µs for a queue where this takes one.
 * What is undefined has no key in JSON.
 */
export function presentQueue(queue: Queue, nodeName: string, now: number) {
  const { definition, owner } = queue;
  const { messageCount, unsettledCount, readyBytes, unsettledBytes } = queue;
  const { policy, operatorPolicy } = queue;
  const isQuorum = queue.options.type === 'quorum';
  const { stored, pagedOutCount, pagedOutBytes } = queue.waiting;
  const keptDeadLetters = isQuorum ? queue.waiting.keptDeadLetters : undefined;
  const activeTag = queue.activeConsumer?.tag ?? null;
  return {
    name: queue.name,
    vhost: definition.vhost,
    durable: definition.durable,
    auto_delete: definition.autoDelete,
    exclusive: definition.exclusive,
    arguments: jsonOfTable(definition.arguments),
    node: nodeName,
    type: queue.options.type,
    state: stateOf(queue),
    leader: isQuorum ? nodeName : undefined,
    members: isQuorum ? [nodeName] : undefined,
    online: isQuorum ? [nodeName] : undefined,
    policy: policy?.name ?? null,
    operator_policy: operatorPolicy?.name ?? null,
    effective_policy_definition: queue.effectivePolicyDefinition,
    consumers: queue.consumerCount,
    consumer_capacity: queue.consumerUtilisation,
    consumer_utilisation: queue.consumerUtilisation,
    exclusive_consumer_tag: exclusiveTagOf(queue),
    single_active_consumer_tag: activeTag,
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
    owner_pid_details: owner?.facts && presentFacts(owner.facts),
    // What only RabbitMQ's quorum queues have.
    single_active_consumer_ctag: isQuorum ? activeTag : undefined,
    messages_dlx: keptDeadLetters?.count,
    message_bytes_dlx: keptDeadLetters?.bytes,
  };
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
