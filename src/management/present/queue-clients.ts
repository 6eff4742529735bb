/** What a queue in JSON tells of those who use it. Called by queue.ts and routes/queues.ts. */
import type { ClientFacts } from '../../core/client.js';
import type { Queue } from '../../core/queue/queue.js';
import { presentConsumersOf } from './consumer.js';

/** Of every queue: who is alone there. */
export function presentSoleClients(queue: Queue) {
  const [first] = queue.consumers();
  const { owner, options } = queue;
  const active = queue.activeConsumer?.tag ?? null;
  return {
    consumers: queue.consumerCount,
    exclusive_consumer_tag: first?.exclusive === true ? first.tag : null,
    single_active_consumer_tag: active,
    // RabbitMQ's quorum queues call it so.
    ...(options.type === 'quorum' && { single_active_consumer_ctag: active }),
    ...(owner?.facts !== undefined && { owner_pid_details: presentOwner(owner.facts) }),
  };
}

/**
 * Of one queue by itself. What was published and taken by exchange and channel is not counted, as
 * in RabbitMQ's rates mode "basic".
 */
export function presentQueueClients(queue: Queue, node: string) {
  return { consumer_details: presentConsumersOf(queue, node), incoming: [], deliveries: [] };
}

function presentOwner({ name, peer }: ClientFacts) {
  return { name, peer_host: peer.host, peer_port: peer.port };
}
