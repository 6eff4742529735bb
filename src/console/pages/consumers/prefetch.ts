/** How much of what they may hold consumers do hold, in words. Used by lists of consumers. */

interface Held {
  readonly ack_required: boolean;
  readonly prefetch_count: number;
  readonly messages_unacknowledged: number;
}

/** Of the prefetch, 0 to 1; undefined where there is no limit. */
export function fullness(consumer: Held): number | undefined {
  const { ack_required: isAcked, prefetch_count: prefetch } = consumer;
  if (!isAcked || prefetch === 0) return undefined;
  return consumer.messages_unacknowledged / prefetch;
}

/** "∞" is no limit. */
export function prefetchText({ ack_required: isAcked, prefetch_count: prefetch }: Held): string {
  return isAcked && prefetch > 0 ? prefetch.toLocaleString('en') : '∞';
}
