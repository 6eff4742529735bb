/**
 * What becomes of the messages of one queue, in JSON: what waits for its time, what died and why,
 * and which limits are in force. RabbitMQ has no such. Called by routes/queues.ts.
 */
import type { Queue } from '../../core/queue/queue.js';
import type { QueueOptions } from '../../core/queue/options.js';

export function presentQueueFate({ counters, delayedCount, options, waiting }: Queue) {
  return {
    messages_delayed: delayedCount,
    next_delayed_at: waiting.nextDelayedAt ?? null,
    /** Not taken in, for want of room. */
    messages_refused: counters.refused,
    deaths: {
      rejected: counters.rejected,
      expired: counters.expired,
      maxlen: counters.overflowed,
      delivery_limit: counters.overReturned,
    },
    effective_arguments: effectiveArguments(options),
  };
}

/** Of its arguments and its policies, those that count; what is undefined has no key in JSON. */
function effectiveArguments(options: QueueOptions) {
  const { maxLength, maxLengthBytes, deliveryLimit, delayedRetry } = options;
  const isLimited = maxLength !== undefined || maxLengthBytes !== undefined;
  return {
    'x-message-ttl': options.messageTtlMs,
    'x-expires': options.expiresMs,
    'x-max-length': maxLength,
    'x-max-length-bytes': maxLengthBytes,
    'x-overflow': isLimited ? options.overflow : undefined,
    'x-delivery-limit': deliveryLimit === Infinity ? undefined : deliveryLimit,
    'x-dead-letter-exchange': options.deadLetterExchange,
    'x-single-active-consumer': options.singleActiveConsumer || undefined,
    'x-consumer-timeout': options.consumerTimeoutMs,
    'x-delayed-retry-min': delayedRetry?.minMs,
  };
}
