/**
 * What the overview draws: its lines, and where the API has their numbers. Used by
 * overview-page.tsx.
 */
import type { OverviewJson } from '../../api/types.js';
import type { Look } from '../../charts/history.js';
import { addSamples, type Past } from '../../charts/samples.js';
import type { Series } from '../../charts/series.js';

const DEAD_LETTERS: Series = {
  id: 'dead_letter',
  title: 'Dead-lettered',
  color: 6,
  explanation: 'Rejected, expired or too many, and sent to a dead-letter exchange',
};

const RATES: readonly Series[] = [
  { id: 'publish', title: 'In', color: 1, explanation: 'Messages that publishers have sent' },
  {
    id: 'deliver_get',
    title: 'Out',
    color: 2,
    explanation: 'Messages handed to consumers or taken by get, returned ones each time',
  },
  { id: 'ack', title: 'Acknowledged', color: 3 },
  { id: 'redeliver', title: 'Redelivered', color: 4, explanation: 'Handed out a second time' },
  {
    id: 'unroutable',
    title: 'Unroutable',
    color: 5,
    explanation: 'No queue took them: returned to the publisher, or dropped',
  },
];
const ALL_RATES = [...RATES, DEAD_LETTERS];

export const BACKLOG: readonly Series[] = [
  { id: 'ready', title: 'Ready', color: 1, explanation: 'Waiting for a consumer' },
  {
    id: 'unacked',
    title: 'Unacknowledged',
    color: 2,
    explanation: 'With a consumer that has not acknowledged them yet',
  },
];

export const AGE: readonly Series[] = [
  {
    id: 'age',
    title: 'Oldest ready message',
    color: 1,
    explanation: 'How long it has been in its queue; 0 where nothing waits',
  },
];

/** Dead letters are counted for the whole broker, not by vhost. */
export function ratesOf({ message_stats: stats }: OverviewJson): readonly Series[] {
  return stats?.dead_letter === undefined ? RATES : ALL_RATES;
}

export function levelsOf({ queue_totals: queued, oldest_message: oldest }: OverviewJson): Look {
  return {
    ready: queued.messages_ready,
    unacked: queued.messages_unacknowledged,
    age: oldest?.age_ms ?? 0,
  };
}

export function countersOf({ message_stats: stats }: OverviewJson): Look {
  if (stats === undefined) return {};
  return {
    publish: stats.publish,
    deliver_get: stats.deliver_get,
    ack: stats.ack,
    redeliver: stats.redeliver,
    unroutable: stats.return_unroutable + stats.drop_unroutable,
    ...(stats.dead_letter !== undefined && { dead_letter: stats.dead_letter }),
  };
}

export function pastOf(overview: OverviewJson): Past {
  const { queue_totals: queued, message_stats: stats } = overview;
  return {
    levels: {
      ready: queued.messages_ready_details.samples,
      unacked: queued.messages_unacknowledged_details.samples,
      age: overview.oldest_message_age_ms_details?.samples,
    },
    counters: stats && {
      publish: stats.publish_details.samples,
      deliver_get: stats.deliver_get_details.samples,
      ack: stats.ack_details.samples,
      redeliver: stats.redeliver_details.samples,
      unroutable: addSamples(stats.return_unroutable_details, stats.drop_unroutable_details),
      dead_letter: stats.dead_letter_details?.samples,
    },
  };
}
