import { expect } from 'chai';
import fc from 'fast-check';
import { firstInOrder } from '../../../src/management/lists/first-in-order.js';
import { seeded } from '../../support/seed.js';

describe('The first in an order', () => {
  it('are those that sorting brings to the front', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer()), fc.nat(20), async (numbers, count) => {
        const compare = (a: number, b: number): number => a - b;
        expect(await firstInOrder(numbers, count, compare)).to.deep.equal(
          [...numbers].sort(compare).slice(0, count),
        );
      }),
      seeded(),
    );
  });

  it('are found with few comparisons, even where each thing comes before the last', async () => {
    const falling = Array.from({ length: 10_000 }, (_, index) => -index);
    let count = 0;
    const compare = (a: number, b: number): number => {
      count++;
      return a - b;
    };
    expect(await firstInOrder(falling, 2, compare)).to.deep.equal([-9_999, -9_998]);
    expect(count).to.be.lessThan(100_000);
  });
});
