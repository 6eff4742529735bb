import { expect } from 'chai';
import { History } from '../../../src/management/rates/history.js';

describe('The past of a thing', () => {
  const LOOK_MS = 5_000;
  const range = (first: number, last: number, step = LOOK_MS) => ({ first, last, step });

  function lookAt(values: readonly number[], rowsMax = 10): History {
    const history = new History(1);
    values.forEach((value, index) => history.look((index + 1) * LOOK_MS, [value], rowsMax));
    return history;
  }

  it('gives a rate between its two latest looks', () => {
    expect(lookAt([]).rate(0)).to.equal(0);
    expect(lookAt([5]).rate(0)).to.equal(0);
    expect(lookAt([5, 15]).rate(0)).to.equal(2);
    expect(lookAt([5, 15, 15]).rate(0)).to.equal(0);
    expect(lookAt([5, 15, 15, 20]).rate(0)).to.equal(1);
    expect(lookAt([20, 10]).rate(0)).to.equal(-2);
  });

  it('gives what a number was at times, newest first', () => {
    const history = lookAt([1, 2, 2, 2, 5]);
    expect(history.samples(0, range(0, 30_000))).to.deep.equal([
      { sample: 5, timestamp: 30_000 },
      { sample: 5, timestamp: 25_000 },
      { sample: 2, timestamp: 20_000 },
      { sample: 2, timestamp: 15_000 },
      { sample: 2, timestamp: 10_000 },
      { sample: 1, timestamp: 5_000 },
    ]);
    expect(history.samples(0, range(7_000, 27_000, 10_000))).to.deep.equal([
      { sample: 5, timestamp: 27_000 },
      { sample: 2, timestamp: 17_000 },
      { sample: 1, timestamp: 7_000 },
    ]);
  });

  it('forgets the oldest when there is no more room', () => {
    const history = lookAt([1, 2, 3, 4, 5, 6, 7], 3);
    const samples = history.samples(0, range(0, 35_000));
    expect(samples.map(({ sample }) => sample)).to.deep.equal([7, 6, 5]);
    expect(history.rate(0)).to.equal(0.2);
  });

  it('gives room back when there is to be less', () => {
    const history = lookAt([1, 2, 3, 4, 5, 6, 7, 8], 8);
    history.look(45_000, [9], 3);
    const samples = history.samples(0, range(0, 45_000));
    expect(samples.map(({ sample }) => sample)).to.deep.equal([9, 8, 7]);
    expect(history.rate(0)).to.equal(0.2);
  });

  it('keeps several numbers apart', () => {
    const history = new History(2);
    history.look(5_000, [1, 10], 10);
    history.look(10_000, [1, 20], 10);
    expect([history.rate(0), history.rate(1)]).to.deep.equal([0, 2]);
    expect(history.samples(1, range(5_000, 10_000)).map(({ sample }) => sample)).to.eql([20, 10]);
  });
});
