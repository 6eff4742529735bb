import { expect } from 'chai';
import { Histories } from '../../../src/console/charts/histories.js';
import { SPANS } from '../../../src/console/charts/samples.js';

const [MINUTE, TEN_MINUTES] = SPANS;

describe('The histories of a page', () => {
  it('begin with what the API knows, each when it is first shown', () => {
    const histories = new Histories();
    expect(histories.isNew(MINUTE)).to.equal(true);
    const samples = [
      { sample: 2, timestamp: 10_000 },
      { sample: 1, timestamp: 5_000 },
    ];
    histories.begin(MINUTE, { levels: { ready: samples } }, 11_500);
    histories.push(12_000, { ready: 3 }, { publish: 1 });
    expect(histories.isNew(MINUTE)).to.equal(false);
    expect(histories.of(MINUTE).values('ready')).to.deep.equal([1, 2, 3]);
    expect(histories.isNew(TEN_MINUTES), 'nobody has looked so far back').to.equal(true);
    histories.push(14_000, { ready: 4 }, { publish: 3 });
    expect(histories.of(TEN_MINUTES).values('ready')).to.deep.equal([4]);
    expect(histories.of(MINUTE).latest('publish')).to.equal(1);
  });

  it('have room for all looks of their time', () => {
    const histories = new Histories();
    const history = histories.of(MINUTE);
    for (let at = 2_000; at < 500_000; at += 2_000) histories.push(at, { ready: 1 });
    const { times } = history;
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).to.be.within(60, 120);
  });
});
