import { expect } from 'chai';
import { detailsOf } from '../../../src/management/rates/details.js';
import { History } from '../../../src/management/rates/history.js';

describe('The details of a number', () => {
  const history = new History(1);
  [0, 10, 30].forEach((value, index) => history.look((index + 1) * 5_000, [value], 10));

  it('are its rate', () => {
    expect(detailsOf(history, 0, undefined)).to.deep.equal({ rate: 4 });
    expect(detailsOf(undefined, 0, undefined)).to.deep.equal({ rate: 0 });
  });

  it('are samples and averages, too, where a range is asked for', () => {
    expect(detailsOf(history, 0, { first: 5_000, last: 15_000, step: 5_000 })).to.deep.equal({
      rate: 4,
      samples: [
        { sample: 30, timestamp: 15_000 },
        { sample: 10, timestamp: 10_000 },
        { sample: 0, timestamp: 5_000 },
      ],
      avg_rate: 3,
      avg: 40 / 3,
    });
  });

  it('have no averages of less than two samples', () => {
    const range = { first: 0, last: 5_000, step: 5_000 };
    const samples = [{ sample: 0, timestamp: 5_000 }];
    expect(detailsOf(history, 0, range)).to.deep.equal({ rate: 0, samples });
    expect(detailsOf(undefined, 0, range)).to.deep.equal({ rate: 0, samples: [] });
  });
});
