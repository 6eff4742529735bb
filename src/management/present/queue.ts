/** A queue in JSON, as RabbitMQ's HTTP API has it. Called by routes/queues.ts. */
import type { Queue } from '../../core/queue/queue.js';
import { jsonOfTable } from '../field-json.js';
import { presentSoleClients } from './queue-clients.js';

export function presentQueue(queue: Queue, nodeName: string) {
  const { definition, options, policy, operatorPolicy } = queue;
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
    state: queue.isPaused ? 'paused' : 'running',
    policy: policy?.name ?? null,
    operator_policy: operatorPolicy?.name ?? null,
    effective_policy_definition: queue.effectivePolicyDefinition,
    ...presentSoleClients(queue),
    ...presentCounts(queue),
    ...(options.type === 'quorum' && {
      leader: nodeName,
      members: [nodeName],
      online: [nodeName],
    }),
  };
}

/** What waits, what is held, and which of it is not in memory. */
function presentCounts(queue: Queue) {
  const { messageCount, unsettledCount, readyBytes, unsettledBytes } = queue;
  const { pagedOutCount, pagedOutBytes } = queue;
  return {
    messages: messageCount + unsettledCount,
    messages_ready: messageCount,
    messages_unacknowledged: unsettledCount,
    messages_paged_out: pagedOutCount,
    messages_ram: messageCount + unsettledCount - pagedOutCount,
    messages_ready_ram: messageCount - pagedOutCount,
    messages_unacknowledged_ram: unsettledCount,
    message_bytes: readyBytes + unsettledBytes,
    message_bytes_ready: readyBytes,
    message_bytes_unacknowledged: unsettledBytes,
    message_bytes_paged_out: pagedOutBytes,
    message_bytes_ram: readyBytes + unsettledBytes - pagedOutBytes,
    memory: queue.entryBytes,
  };
}
