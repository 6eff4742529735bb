import { expect } from 'chai';
import { Clock } from '../../../src/core/clock.js';
import { Utilisation } from '../../../src/core/queue/utilisation.js';

describe('The share of time in which a queue could deliver', () => {
  it('is the whole of it at first, and as long as nothing changes', () => {
    const clock = new Clock();
    const utilisation = new Utilisation(clock);
    expect(utilisation.value).to.equal(1);
    clock.advance(60_000);
    expect(utilisation.value).to.equal(1);
  });

  it('halves with each second in which it cannot', () => {
    const clock = new Clock();
    const utilisation = new Utilisation(clock);
    utilisation.note(false);
    clock.advance(1_000);
    expect(utilisation.value).to.be.closeTo(0.5, 1e-9);
    clock.advance(3_000);
    expect(utilisation.value).to.be.closeTo(0.125, 1e-9);
  });

  it('comes back as fast, and takes each change when it happens', () => {
    const clock = new Clock();
    const utilisation = new Utilisation(clock);
    utilisation.note(false);
    clock.advance(1_000);
    utilisation.note(true);
    utilisation.note(true);
    clock.advance(2_000);
    expect(utilisation.value).to.be.closeTo(0.75, 1e-9);
  });

  it('is about half where it can every other millisecond', () => {
    const clock = new Clock();
    const utilisation = new Utilisation(clock);
    for (let now = 1; now <= 20_000; now++) {
      utilisation.note(now % 2 === 0);
      clock.advance(now);
    }
    expect(utilisation.value).to.be.closeTo(0.5, 0.001);
  });
});
