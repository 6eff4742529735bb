import { expect } from 'chai';
import { EXCHANGE_FACTS } from '../../../../src/console/pages/exchange/exchange-traffic.js';

describe('The charts of an exchange', () => {
  const { levelsOf, countersOf, pastOf } = EXCHANGE_FACTS;

  it('are made of what came, what went on, and what went nowhere', () => {
    expect(countersOf({})).to.deep.equal({ in: 0, out: 0, unroutable: 0 });
    const stats = { publish_in: 5, publish_out: 9, publish_unroutable: 2 };
    expect(countersOf({ message_stats: stats })).to.deep.equal({ in: 5, out: 9, unroutable: 2 });
    expect(levelsOf({})).to.deep.equal({});
    expect(levelsOf({ messages_delayed: 3 })).to.deep.equal({ delayed: 3 });
  });

  it('begin with the samples', () => {
    const samples = [{ sample: 4, timestamp: 5_000 }];
    const stats = { publish_out_details: { rate: 0, samples } };
    expect(pastOf({ message_stats: stats }).counters).to.deep.equal({
      in: undefined,
      out: samples,
      unroutable: undefined,
    });
  });
});
