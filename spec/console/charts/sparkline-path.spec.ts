import { expect } from 'chai';
import { sparklinePath } from '../../../src/console/charts/sparkline-path.js';

const box = { from: 0, to: 100, width: 50, height: 11 };

describe('A sparkline', () => {
  it('goes from zero to its own highest value', () => {
    const { line, area, highest } = sparklinePath([0, 50, 100], [0, 4, 2], box);
    expect(line).to.equal('M0 10.5L25 0.5L50 5.5');
    expect(area).to.equal('M0 10.5L25 0.5L50 5.5V11H0Z');
    expect(highest).to.equal(4);
  });

  it('lies at the bottom where all is zero', () => {
    expect(sparklinePath([80, 100], [0, 0], box).line).to.equal('M40 10.5L50 10.5');
  });

  it('leaves out what is not known, and what is too long ago', () => {
    const times = [-10, 20, 40, 60, 110];
    expect(sparklinePath(times, [99, 1, null, 2, 99], box)).to.include({
      line: 'M10 5.5L30 0.5',
      highest: 2,
    });
  });

  it('is none before there are two values', () => {
    expect(sparklinePath([], [], box)).to.deep.equal({ line: '', area: '', highest: 0 });
    expect(sparklinePath([50], [7], box)).to.deep.equal({ line: '', area: '', highest: 7 });
  });
});
