import { expect } from 'chai';
import { Arrivals } from '../../../src/core/queue/arrivals.js';

describe('The arrivals of a queue', () => {
  it('are known to a tenth of a second, and never thought later than they were', () => {
    const arrivals = new Arrivals();
    expect(arrivals.arrivedAt(1)).to.equal(undefined);
    arrivals.note(5, 1_000);
    expect(arrivals.nextAt).to.equal(1_100);
    arrivals.note(90, 1_150);
    const known = [4, 5, 89, 90, 1_000].map((sequence) => arrivals.arrivedAt(sequence));
    expect(known).to.deep.equal([undefined, 1_000, 1_000, 1_150, 1_150]);
  });

  it('are known to a sixteenth of their age after years, in some hundred notes', () => {
    const arrivals = new Arrivals();
    const cameAt: number[] = [];
    let now = 1_000_000;
    for (let sequence = 0; sequence < 200_000; sequence++) {
      cameAt.push(now);
      if (now >= arrivals.nextAt) arrivals.note(sequence, now);
      now += sequence % 1_000 === 0 ? 5_000_000 : (sequence * 7_919) % 300;
    }
    expect(arrivals.count).to.be.below(1_000);
    for (let sequence = 0; sequence < cameAt.length; sequence += 17) {
      const [exact = 0, known = Infinity] = [cameAt[sequence], arrivals.arrivedAt(sequence)];
      const wrong = exact - known;
      expect(wrong, `message ${sequence}`).to.be.within(0, Math.max(100, (now - exact) / 16));
    }
  });

  it('are forgotten when none of the messages is left', () => {
    const arrivals = new Arrivals();
    arrivals.note(1, 1_000);
    arrivals.clear();
    expect(arrivals.arrivedAt(1)).to.equal(undefined);
    arrivals.note(2, 2_000);
    expect(arrivals.arrivedAt(3)).to.equal(2_000);
  });
});
