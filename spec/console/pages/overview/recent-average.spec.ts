import { expect } from 'chai';
import { recentAverage } from '../../../../src/console/pages/overview/recent-average.js';

describe('The average between two looks', () => {
  it('is that of what happened in between', () => {
    const before = { count: 1_000, average: 1 };
    expect(recentAverage(before, { count: 1_010, average: 11_000 / 1_010 })).to.be.closeTo(
      1_000,
      1e-6,
    );
  });

  it('is unknown at the first look, when nothing happened, and over a restart', () => {
    const look = { count: 5, average: 2 };
    expect(recentAverage(undefined, look)).to.equal(null);
    expect(recentAverage(look, look)).to.equal(null);
    expect(recentAverage(look, { count: 1, average: 2 })).to.equal(null);
  });
});
