/** A message in its queue in JSON: for whoever looks and takes nothing. RabbitMQ has no such. */
import type { Message } from '../../core/message.js';
import type { QueueEntry } from '../../core/queue/entry.js';
import { originOf } from '../../core/replay/origin.js';
import { bodyOf, type PayloadShown, presentPayload, presentProperties } from './message.js';

export function presentQueuedMessage(entry: QueueEntry, message: Message, payload: PayloadShown) {
  const origin = originOf(message.format.headers(message));
  return {
    id: entry.sequence,
    exchange: message.exchange,
    routing_key: message.routingKey,
    redelivered: entry.redelivered,
    return_count: entry.returnCount,
    priority: message.priority,
    persistent: message.persistent,
    expires_at: entry.expiration?.deadline ?? null,
    origin:
      origin === undefined
        ? null
        : {
            queue: origin.queue,
            reason: origin.reason,
            exchange: origin.exchange,
            routing_key: origin.routingKey,
          },
    properties: presentProperties(message),
    payload_bytes: message.bodySize,
    ...presentPayload(bodyOf(message), payload),
  };
}
