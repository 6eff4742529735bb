import { expect } from 'chai';
import { History } from '../../../src/console/charts/history.js';

describe('The history of a page', () => {
  it('makes rates of counters, and keeps levels as they are', () => {
    const history = new History();
    history.push(1_000, { ready: 5 }, { publish: 100 });
    history.push(3_000, { ready: 7 }, { publish: 150 });
    expect(history.times).to.deep.equal([1, 3]);
    expect(history.values('ready')).to.deep.equal([5, 7]);
    expect(history.values('publish')).to.deep.equal([null, 25]);
    expect(history.latest('publish')).to.equal(25);
    expect(history.latest('other')).to.equal(null);
  });

  it('has no rate over a restart of the broker', () => {
    const history = new History();
    for (const [at, publish] of [
      [1_000, 100],
      [2_000, 10],
      [3_000, 15],
    ] as const) {
      history.push(at, {}, { publish });
    }
    expect(history.values('publish')).to.deep.equal([null, null, 5]);
  });

  it('has lists that are all as long as its times', () => {
    const history = new History(3);
    history.push(1_000, { a: 1 });
    history.push(2_000, { b: 2 });
    expect(history.values('a')).to.deep.equal([1, null]);
    expect(history.values('b')).to.deep.equal([null, 2]);
    history.push(3_000, { a: 3, b: 3 });
    history.push(4_000, { a: 4, b: 4 });
    expect(history.times).to.deep.equal([2, 3, 4]);
    expect(history.values('a')).to.deep.equal([null, 3, 4]);
    expect(history.values('b')).to.deep.equal([2, 3, 4]);
  });

  it('takes no look that is not later than the last', () => {
    const history = new History();
    history.push(2_000, { a: 1 });
    history.push(2_000, { a: 2 });
    history.push(1_000, { a: 3 });
    expect(history.values('a')).to.deep.equal([1]);
  });
});
