import { expect } from 'chai';
import { Clock } from '../../../src/core/clock.js';
import { Sampler } from '../../../src/management/rates/sampler.js';

describe('A sampler', () => {
  let clock: Clock;
  let looks: number[];
  let always: number[];
  let seen: number;
  let cleared: number;
  let sampler: Sampler;
  let size: number;
  beforeEach(() => {
    clock = new Clock(1_000_000);
    [looks, always] = [[], []];
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
    const small = {
      look: (at: number) => {
        always.push(at);
        return [];
      },
      clear: () => {
        throw new Error('what is always looked at is never forgotten');
      },
    };
    sampler = new Sampler(clock, { always: [small], asked: [track] });
  });

  const pass = (ms: number): void => {
    const end = clock.now + ms;
    while (clock.now < end) clock.advance(Math.min(clock.now + 1_000, end));
  };

  it('looks at a few things always, at the others not until somebody asks', () => {
    const { now } = clock;
    pass(12_000);
    expect(always).to.deep.equal([now + 5_000, now + 10_000]);
    expect(looks).to.deep.equal([]);
    sampler.touch();
    expect(always).to.have.length(2);
    expect(looks).to.deep.equal([now + 12_000]);
  });

  it('looks at the multiples of five seconds, and not twice within one', () => {
    pass(2_000);
    const { now } = clock;
    sampler.touch();
    pass(4_000);
    expect(looks).to.deep.equal([now, now + 3_000]);
    pass(304_000);
    clock.advance(clock.now + 4_500 - (clock.now % 5_000));
    looks.length = 0;
    const late = clock.now;
    sampler.touch();
    pass(6_000);
    expect(looks, 'half a second is too short').to.deep.equal([late, late + 5_500]);
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
