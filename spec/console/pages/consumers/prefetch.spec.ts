import { expect } from 'chai';
import { fullness, prefetchText } from '../../../../src/console/pages/consumers/prefetch.js';

const consumer = { ack_required: true, prefetch_count: 4, messages_unacknowledged: 1 };

describe('The prefetch of a consumer', () => {
  it('is so full as what it holds', () => {
    expect(fullness(consumer)).to.equal(0.25);
    expect(fullness({ ...consumer, messages_unacknowledged: 4 })).to.equal(1);
    expect(prefetchText({ ...consumer, prefetch_count: 2_000 })).to.equal('2,000');
  });

  it('has no end where there is no limit, or nothing to acknowledge', () => {
    for (const other of [{ prefetch_count: 0 }, { ack_required: false }]) {
      expect(fullness({ ...consumer, ...other })).to.equal(undefined);
      expect(prefetchText({ ...consumer, ...other })).to.equal('∞');
    }
  });
});
