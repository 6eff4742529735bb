import { expect } from 'chai';
import { History } from '../../../src/console/charts/history.js';
import {
  addSamples,
  fillHistory,
  samplesQuery,
  SPANS,
} from '../../../src/console/charts/samples.js';

const samples = (...values: number[]) =>
  values.map((sample, index) => ({ sample, timestamp: 15_000 - index * 5_000 }));

describe('The samples of the API', () => {
  it('are asked for with an age and a step that the broker takes', () => {
    for (const span of SPANS) expect(span.seconds / span.step).to.be.within(10, 500);
    expect(samplesQuery(SPANS[0])).to.deep.equal({
      lengths_age: 60,
      lengths_incr: 5,
      msg_rates_age: 60,
      msg_rates_incr: 5,
      data_rates_age: 60,
      data_rates_incr: 5,
    });
  });

  it('begin a history, the oldest first, which then goes on', () => {
    const history = new History();
    const past = {
      levels: { ready: samples(3, 2, 1) },
      counters: { publish: samples(50, 10), none: undefined },
    };
    fillHistory(history, past, 17_000);
    history.push(17_000, { ready: 4 }, { publish: 54 });
    expect(history.times).to.deep.equal([5, 10, 15, 17]);
    expect(history.values('ready')).to.deep.equal([1, 2, 3, 4]);
    expect(history.values('publish')).to.deep.equal([null, null, 8, 2]);
  });

  it('end some time before the first look, so that its rate is not of an instant', () => {
    const history = new History();
    fillHistory(history, { counters: { publish: samples(50, 10) } }, 16_000);
    history.push(16_000, {}, { publish: 52 });
    expect(history.times).to.deep.equal([10, 16]);
    expect(history.latest('publish')).to.equal(7);
  });

  it('end now where the clock of the broker is another than that of the page', () => {
    for (const now of [3_000, 500_000]) {
      const history = new History();
      fillHistory(history, { levels: { ready: samples(3, 2) } }, now);
      expect(history.times, 'without the last').to.deep.equal([now / 1_000 - 5]);
    }
  });

  it('may be none, and may be of several numbers together', () => {
    const history = new History();
    fillHistory(history, {}, 1_000);
    expect(history.times).to.deep.equal([]);
    const sum = addSamples({ rate: 0, samples: samples(3, 2) }, undefined, {
      rate: 0,
      samples: samples(10),
    });
    expect(sum).to.deep.equal([
      { sample: 13, timestamp: 15_000 },
      { sample: 2, timestamp: 10_000 },
    ]);
  });
});
