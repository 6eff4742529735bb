import { expect } from 'chai';
import { SeededRandom, seedOfRun } from './seed.js';

describe('SeededRandom', () => {
  it('gives the same numbers for the same seed', () => {
    const first = new SeededRandom(42);
    const second = new SeededRandom(42);
    const numbers = Array.from({ length: 20 }, () => first.next());
    expect(Array.from({ length: 20 }, () => second.next())).to.deep.equal(numbers);
    expect(new Set(numbers).size).to.equal(20);
  });

  it('gives other numbers for another seed', () => {
    expect(new SeededRandom(1).next()).not.to.equal(new SeededRandom(2).next());
  });

  it('stays below its limit and reaches every number under it', () => {
    const random = new SeededRandom(7);
    const seen = new Set(Array.from({ length: 200 }, () => random.below(5)));
    expect(seen).to.deep.equal(new Set([0, 1, 2, 3, 4]));
  });

  it('takes one seed for the whole run', () => {
    expect(seedOfRun()).to.equal(seedOfRun());
  });
});
