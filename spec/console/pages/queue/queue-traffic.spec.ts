import { expect } from 'chai';
import { QUEUE_FACTS } from '../../../../src/console/pages/queue/queue-traffic.js';

type Queue = Parameters<(typeof QUEUE_FACTS)['pastOf']>[0];

const samples = (...values: number[]) =>
  values.map((sample, index) => ({ sample, timestamp: index * 5_000 }));

const idle: Queue = {
  messages_ready: 3,
  messages_ready_details: { rate: 0, samples: samples(3, 2) },
  messages_unacknowledged: 1,
  messages_unacknowledged_details: { rate: 0 },
  oldest_message_age_ms: null,
};

describe('The charts of a queue', () => {
  const { levelsOf, countersOf, pastOf } = QUEUE_FACTS;

  it('show what is in it, and how old that is', () => {
    expect(levelsOf(idle)).to.deep.equal({ ready: 3, unacked: 1, age: 0 });
    expect(levelsOf({ ...idle, oldest_message_age_ms: 70 })).to.include({ age: 70 });
  });

  it('show what became of its messages, whichever way they were got', () => {
    const none = { publish: 0, deliver_get: 0, ack: 0, redeliver: 0, get: 0 };
    expect(countersOf(idle)).to.deep.equal(none);
    const stats = { publish: 9, ack: 2, get: 3, get_no_ack: 4 };
    const expected = { ...none, publish: 9, ack: 2, get: 7 };
    expect(countersOf({ ...idle, message_stats: stats })).to.deep.equal(expected);
  });

  it('begin with the samples', () => {
    const { levels, counters } = pastOf({
      ...idle,
      message_stats: {
        publish_details: { rate: 0, samples: samples(9, 8) },
        get_details: { rate: 0, samples: samples(3, 3) },
        get_no_ack_details: { rate: 0, samples: samples(4, 1) },
      },
    });
    expect(levels).to.deep.equal({ ready: samples(3, 2), unacked: undefined, age: undefined });
    expect(counters).to.include({ ack: undefined, redeliver: undefined });
    expect(counters?.['publish']).to.deep.equal(samples(9, 8));
    expect(counters?.['get']).to.deep.equal(samples(7, 4));
  });
});
