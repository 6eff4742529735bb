import { expect } from 'chai';
import { Histogram } from '../../src/core/histogram.js';

describe('A histogram', () => {
  it('counts up to each bound, and beyond the last, and sums', () => {
    const sizes = new Histogram([100, 1_000, 1_000_000]);
    for (const size of [0, 100, 101, 1_000, 1_000_000, 1_000_001]) sizes.note(size);
    expect([...sizes.counts]).to.eql([2, 2, 1, 1]);
    expect(sizes.sum).to.equal(2_001_202);
  });
});
