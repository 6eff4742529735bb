/** What the charts of a channel are made of: counters, and what waits for an answer. */
import type { ChannelDetailsJson } from '../../api/types.js';
import { addSamples } from '../../charts/samples.js';
import type { ChartFacts } from '../../charts/chart-facts.js';

type Counted = 'messages_unacknowledged' | 'messages_unconfirmed' | 'message_stats';

/** Of what has never happened the API says nothing. */
export const CHANNEL_FACTS: ChartFacts<Pick<ChannelDetailsJson, Counted>> = {
  levelsOf: ({ messages_unacknowledged: unacked, messages_unconfirmed: unconfirmed }) => {
    return { unacked, unconfirmed };
  },
  countersOf: ({ message_stats: stats = {} }) => ({
    publish: stats.publish ?? 0,
    confirm: stats.confirm ?? 0,
    unroutable: (stats.return_unroutable ?? 0) + (stats.drop_unroutable ?? 0),
    deliver_get: stats.deliver_get ?? 0,
    ack: stats.ack ?? 0,
    redeliver: stats.redeliver ?? 0,
  }),
  pastOf: ({ message_stats: stats = {} }) => ({
    counters: {
      publish: stats.publish_details?.samples,
      confirm: stats.confirm_details?.samples,
      unroutable: addSamples(stats.return_unroutable_details, stats.drop_unroutable_details),
      deliver_get: stats.deliver_get_details?.samples,
      ack: stats.ack_details?.samples,
      redeliver: stats.redeliver_details?.samples,
    },
  }),
};
