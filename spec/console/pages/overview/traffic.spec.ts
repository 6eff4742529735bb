import { expect } from 'chai';
import type { OverviewJson } from '../../../../src/console/api/types.js';
import {
  AGE,
  BACKLOG,
  countersOf,
  levelsOf,
  pastOf,
  ratesOf,
} from '../../../../src/console/pages/overview/traffic.js';

const counted = (names: readonly string[], value: number): Record<string, unknown> =>
  Object.fromEntries(
    names.flatMap((name): [string, unknown][] => [
      [name, value],
      [`${name}_details`, { rate: 0, samples: [{ sample: value, timestamp: 5_000 }] }],
    ]),
  );

const STATS = [
  'publish',
  'deliver_get',
  'ack',
  'redeliver',
  'return_unroutable',
  'drop_unroutable',
  'dead_letter',
];

const overview = (stats: readonly string[] = STATS): OverviewJson =>
  ({
    queue_totals: counted(['messages_ready', 'messages_unacknowledged'], 4),
    message_stats: counted(stats, 3),
    oldest_message: { age_ms: 90, queue: 'q', vhost: '/' },
    oldest_message_age_ms_details: { rate: 0, samples: [{ sample: 70, timestamp: 5_000 }] },
  }) as unknown as OverviewJson;

describe('The traffic of the overview', () => {
  it('has a number, and a past, for each line', () => {
    const lines = (series: readonly { id: string }[]): string[] => series.map(({ id }) => id);
    const { levels = {}, counters = {} } = pastOf(overview());
    expect(levelsOf(overview())).to.deep.equal({ ready: 4, unacked: 4, age: 90 });
    expect(Object.keys(levels)).to.have.members(lines([...BACKLOG, ...AGE]));
    expect(countersOf(overview())).to.include({ publish: 3, unroutable: 6, dead_letter: 3 });
    expect(Object.keys(counters)).to.have.members(lines(ratesOf(overview())));
    expect(counters['unroutable']).to.deep.equal([{ sample: 6, timestamp: 5_000 }]);
    expect(levels['age']).to.deep.equal([{ sample: 70, timestamp: 5_000 }]);
  });

  it('has no line of dead letters for those who do not see the whole broker', () => {
    const mine = overview(STATS.filter((name) => name !== 'dead_letter'));
    expect(ratesOf(mine).map(({ id }) => id)).to.not.include('dead_letter');
    expect(countersOf(mine)).to.not.have.property('dead_letter');
    expect(levelsOf({ ...mine, oldest_message: null })).to.include({ age: 0 });
  });
});
