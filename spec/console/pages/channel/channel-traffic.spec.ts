import { expect } from 'chai';
import { CHANNEL_FACTS } from '../../../../src/console/pages/channel/channel-traffic.js';

describe('The charts of a channel', () => {
  const { levelsOf, countersOf, pastOf } = CHANNEL_FACTS;
  const held = { messages_unacknowledged: 3, messages_unconfirmed: 2 };

  it('count what has happened, and nothing where nothing has', () => {
    expect(Object.values(countersOf(held))).to.deep.equal([0, 0, 0, 0, 0, 0]);
    const stats = { publish: 5, return_unroutable: 1, drop_unroutable: 2, deliver_get: 4 };
    expect(countersOf({ ...held, message_stats: stats })).to.include({
      publish: 5,
      unroutable: 3,
      deliver_get: 4,
      ack: 0,
    });
  });

  it('show what waits for an answer', () => {
    expect(levelsOf(held)).to.deep.equal({ unacked: 3, unconfirmed: 2 });
  });

  it('begin with the samples', () => {
    const samples = [{ sample: 4, timestamp: 5_000 }];
    const details = { rate: 0, samples };
    const stats = {
      publish_details: details,
      return_unroutable_details: details,
      drop_unroutable_details: details,
    };
    const { counters } = pastOf({ ...held, message_stats: stats });
    expect(counters?.['publish']).to.deep.equal(samples);
    expect(counters?.['unroutable']).to.deep.equal([{ sample: 8, timestamp: 5_000 }]);
    expect(counters?.['ack']).to.equal(undefined);
    expect(pastOf(held).counters?.['publish']).to.equal(undefined);
  });
});
