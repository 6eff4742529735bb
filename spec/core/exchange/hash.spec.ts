import { expect } from 'chai';
import { fractionOf, hashText } from '../../../src/core/exchange/hash.js';

describe('The hash of a text', () => {
  it('is the same in every release, or keys would change their queues', () => {
    const hashes = ['', 'a', 'orders.7', 'ä€'].map(hashText);
    expect(hashes).to.deep.equal([2872998923, 444641715, 2433639940, 2336405208]);
    expect(fractionOf(hashText('a'), hashText('b'))).to.equal(0.9557827572571114);
  });

  it('differs for texts that differ little', () => {
    const hashes = new Set<number>();
    for (let number = 0; number < 10_000; number++) hashes.add(hashText(`key-${String(number)}`));
    expect(hashes.size).to.be.greaterThan(9_990);
  });
});

describe('The fraction of two hashes', () => {
  it('is spread evenly between 0 and 1, whichever of the two changes', () => {
    for (const pair of [
      (number: number) => fractionOf(hashText(String(number)), 7),
      (number: number) => fractionOf(7, hashText(String(number))),
    ]) {
      const counts = new Array<number>(10).fill(0);
      for (let number = 0; number < 10_000; number++) {
        const index = Math.floor(pair(number) * 10);
        counts[index] = (counts[index] ?? 0) + 1;
      }
      for (const count of counts) expect(count).to.be.within(850, 1_150);
    }
  });

  it('is never 0 or 1', () => {
    expect(fractionOf(0, 0)).to.equal(0.5 / 2 ** 32);
  });
});
