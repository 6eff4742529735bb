/** What the charts of a queue are made of: messages in it, what becomes of them, their age. */
import type { QueueDetailsJson } from '../../api/types.js';
import type { ChartFacts } from '../../charts/chart-facts.js';
import { addSamples } from '../../charts/samples.js';

type Facts = ChartFacts<
  Pick<
    QueueDetailsJson,
    | 'message_stats'
    | 'messages_ready'
    | 'messages_ready_details'
    | 'messages_unacknowledged'
    | 'messages_unacknowledged_details'
    | 'oldest_message_age_ms'
    | 'oldest_message_age_ms_details'
  >
>;

/** Of what has never happened the API says nothing. */
export const QUEUE_FACTS: Facts = {
  levelsOf: (queue) => ({
    ready: queue.messages_ready,
    unacked: queue.messages_unacknowledged,
    age: queue.oldest_message_age_ms ?? 0,
  }),
  countersOf: ({ message_stats: stats }) => ({
    publish: stats?.publish ?? 0,
    deliver_get: stats?.deliver_get ?? 0,
    ack: stats?.ack ?? 0,
    redeliver: stats?.redeliver ?? 0,
    get: (stats?.get ?? 0) + (stats?.get_no_ack ?? 0),
  }),
  pastOf: (queue) => ({
    levels: {
      ready: queue.messages_ready_details.samples,
      unacked: queue.messages_unacknowledged_details.samples,
      age: queue.oldest_message_age_ms_details?.samples,
    },
    counters: {
      publish: queue.message_stats?.publish_details?.samples,
      deliver_get: queue.message_stats?.deliver_get_details?.samples,
      ack: queue.message_stats?.ack_details?.samples,
      redeliver: queue.message_stats?.redeliver_details?.samples,
      get: addSamples(queue.message_stats?.get_details, queue.message_stats?.get_no_ack_details),
    },
  }),
};
