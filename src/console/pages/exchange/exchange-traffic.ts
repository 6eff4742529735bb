/** What the charts of an exchange are made of: counters, and messages that wait. */
import type { ExchangeDetailsJson } from '../../api/types.js';
import type { ChartFacts } from '../../charts/chart-facts.js';

type Facts = ChartFacts<Pick<ExchangeDetailsJson, 'message_stats' | 'messages_delayed'>>;

/** Of what has never happened the API says nothing. */
export const EXCHANGE_FACTS: Facts = {
  levelsOf: ({ messages_delayed: delayed }) => (delayed === undefined ? {} : { delayed }),
  countersOf: ({ message_stats: stats = {} }) => ({
    in: stats.publish_in ?? 0,
    out: stats.publish_out ?? 0,
    unroutable: stats.publish_unroutable ?? 0,
  }),
  pastOf: ({ message_stats: stats = {} }) => ({
    counters: {
      in: stats.publish_in_details?.samples,
      out: stats.publish_out_details?.samples,
      unroutable: stats.publish_unroutable_details?.samples,
    },
  }),
};
