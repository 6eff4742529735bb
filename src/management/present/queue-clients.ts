/** What a queue in JSON tells of those who use it. Called by queue.ts and routes/queues.ts. */
import type { ClientFacts } from '../../core/client.js';
import type { Queue } from '../../core/queue/queue.js';
import { presentConsumersOf } from './consumer.js';

/** Of the consumer that is alone there, and has asked to be. */
export function exclusiveTagOf(queue: Queue): string | null {
  if (queue.consumerCount === 0) return null;
  const [first] = queue.consumers();
  return first?.exclusive === true ? first.tag : null;
}

/**
 * Of one queue by itself. What was published and taken by exchange and channel is not counted, as
 * in RabbitMQ's rates mode "basic".
 */
export function presentQueueClients(queue: Queue, node: string) {
  return { consumer_details: presentConsumersOf(queue, node), incoming: [], deliveries: [] };
}

/** Of the connection that a queue belongs to. */
export function presentFacts({ name, peer }: ClientFacts) {
  return { name, peer_host: peer.host, peer_port: peer.port };
}
