import { expect } from 'chai';
import { Clock } from '../../../src/core/clock.js';
import { Sampler } from '../../../src/management/rates/sampler.js';

describe('A sampler', () => {
  let clock: Clock;
  let looks: number[];
  let seen: number;
  let cleared: number;
  let sampler: Sampler;
  let size: number;
  beforeEach(() => {
    clock = new Clock(1_000_000);
    looks = [];
    [seen, cleared, size] = [0, 0, 3];
    const track = {
      *look(at: number) {
        looks.push(at);
        for (let n = 0; n < size; n++) {
          seen++;
          yield undefined;
        }
      },
      clear: () => cleared++,
    };
    sampler = new Sampler(clock, [track]);
  });

  const pass = (ms: number): void => {
    const end = clock.now + ms;
    while (clock.now < end) clock.advance(Math.min(clock.now + 1_000, end));
  };

  it('looks at nothing until somebody asks', () => {
    pass(20_000);
    expect(looks).to.deep.equal([]);
  });

  it('looks at once, and every five seconds', () => {
    const { now } = clock;
    sampler.touch();
    pass(3_000);
    sampler.touch();
    pass(8_000);
    expect(looks).to.deep.equal([now, now + 5_000, now + 10_000]);
  });

  it('stops five minutes after the last question, and forgets', () => {
    sampler.touch();
    pass(310_000);
    const count = looks.length;
    expect([count, cleared]).to.deep.equal([60, 1]);
    pass(60_000);
    expect(looks).to.have.length(count);
    sampler.touch();
    expect(looks).to.have.length(count + 1);
  });

  it('makes a pause after some hundred things', () => {
    size = 600;
    sampler.touch();
    expect(seen).to.equal(250);
    clock.advance(clock.now);
    expect(seen).to.equal(500);
    clock.advance(clock.now);
    expect(seen).to.equal(600);
  });
});
