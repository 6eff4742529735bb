import { expect } from 'chai';
import {
  flowDuration,
  fullness,
  lineWidth,
  shortText,
} from '../../../../src/console/pages/topology/strokes.js';

describe('Strokes', () => {
  it('are wider for more, up to a limit', () => {
    expect([0, 9, 99, 1e12].map((rate) => Math.round(lineWidth(rate) * 100) / 100)).to.eql([
      1.25, 2.45, 3.65, 7,
    ]);
  });

  it('move faster for more, but not without end', () => {
    expect([0, 9, 99, 1e12].map(flowDuration)).to.eql([2, 1.7, 1.3, 0.5]);
  });

  it('fill a queue step by step, each for ten times as many messages', () => {
    expect(fullness(0)).to.equal(0);
    expect(fullness(999)).to.be.closeTo(0.5, 0.001);
    expect([fullness(1_000_000), fullness(1e12)]).to.eql([1, 1]);
  });

  it('have short texts, cut between characters', () => {
    expect(shortText('order.new', 9)).to.equal('order.new');
    expect(shortText('order.new', 6)).to.equal('order…');
    expect(shortText('🐇🐇🐇', 2)).to.equal('🐇…');
  });
});
