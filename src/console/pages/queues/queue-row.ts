/** A queue as the list asks for it, and what its lines are drawn of. Used by queues-page.tsx. */
import type { Details, QueueJson } from '../../api/types.js';
import type { Look } from '../../charts/history.js';
import type { Past } from '../../charts/samples.js';

/** Of ten thousand queues the whole JSON is seven megabytes; what the list shows is two. */
const KEYS = [
  'name',
  'vhost',
  'type',
  'state',
  'durable',
  'policy',
  'consumers',
  'messages',
  'messages_ready',
  'messages_unacknowledged',
  'message_bytes',
  'oldest_message_age_ms',
] as const satisfies readonly (keyof QueueJson)[];

export interface QueueRow extends Pick<QueueJson, (typeof KEYS)[number]> {
  /** What has never happened is not there. */
  readonly message_stats?: {
    readonly publish?: number;
    readonly publish_details?: Details;
    readonly deliver_get_details?: Details;
  };
}

/** Of one that is looked at for the first time. */
export interface QueueRowWithPast extends QueueRow {
  readonly messages_details?: Details;
}

/** Of all queues. */
export const COLUMNS_ASKED = [
  ...KEYS,
  'message_stats.publish_details.rate',
  'message_stats.deliver_get_details.rate',
].join(',');

/** Of those in sight. */
export const COLUMNS_IN_SIGHT = [
  ...KEYS,
  'message_stats.publish',
  'message_stats.publish_details.rate',
  'message_stats.deliver_get_details.rate',
].join(',');

export const TREND_SECONDS = 300;
const STEP_SECONDS = 10;

/** To be added for samples of the time before. */
export const COLUMNS_WITH_PAST = [
  ...KEYS,
  'message_stats.publish',
  'message_stats.publish_details',
  'message_stats.deliver_get_details.rate',
  'messages_details.samples',
].join(',');

export const PAST_QUERY = {
  lengths_age: TREND_SECONDS,
  lengths_incr: STEP_SECONDS,
  msg_rates_age: TREND_SECONDS,
  msg_rates_incr: STEP_SECONDS,
};

export function nameOfQueue({ vhost, name }: Pick<QueueRow, 'vhost' | 'name'>): string {
  return `${vhost} ${name}`;
}

export function lookOf({ messages, message_stats: stats }: QueueRow): {
  readonly levels: Look;
  readonly counters: Look;
} {
  return { levels: { messages }, counters: { publish: stats?.publish ?? 0 } };
}

export function pastOf({ messages_details, message_stats }: QueueRowWithPast): Past {
  return {
    levels: { messages: messages_details?.samples },
    counters: { publish: message_stats?.publish_details?.samples },
  };
}
