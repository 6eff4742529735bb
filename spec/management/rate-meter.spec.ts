import { expect } from 'chai';
import { Clock } from '../../src/core/clock.js';
import { RateMeter } from '../../src/management/rate-meter.js';

describe('A rate', () => {
  it('is how much a number grew in a second, over the last five', () => {
    const clock = new Clock(0);
    let count = 0;
    const meter = new RateMeter(clock, () => ({ count }));
    expect(meter.withRates({ count })).to.deep.equal({ count: 0, count_details: { rate: 0 } });
    count = 50;
    clock.advance(5_000);
    expect(meter.withRates({ count })).to.deep.equal({ count: 50, count_details: { rate: 10 } });
    clock.advance(10_000);
    expect(meter.withRates({ count })).to.deep.equal({ count: 50, count_details: { rate: 0 } });
  });

  it('of a number that nobody looked at is none', () => {
    const meter = new RateMeter(new Clock(0), () => ({}));
    expect(meter.withRates({ other: 3 })).to.deep.equal({ other: 3, other_details: { rate: 0 } });
  });
});
