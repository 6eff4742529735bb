import { expect } from 'chai';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Clock } from '../../src/core/clock.js';
import { EventLoop } from '../../src/management/event-loop.js';

describe('The delay of the event loop', () => {
  it('is unknown until the first window is over, and then that of the last one', () => {
    const clock = new Clock(0);
    let resets = 0;
    let ms = 30;
    const delays = Object.assign(monitorEventLoopDelay(), {
      enable: () => true,
      reset: () => resets++,
      percentile: () => ms * 1e6,
    });
    Object.defineProperty(delays, 'mean', { get: () => NaN });
    Object.defineProperty(delays, 'max', { get: () => 2 * ms * 1e6 });
    const loop = new EventLoop(clock, () => delays);
    expect(loop.read()).to.equal(null);
    clock.advance(5_000);
    expect(loop.read()).to.deep.equal({ mean: 0, p99: 20, max: 50 });
    ms = 5;
    clock.advance(10_000);
    expect(loop.read()).to.deep.equal({ mean: 0, p99: 0, max: 0 });
    expect(resets).to.equal(2);
  });

  it('is not watched until somebody asks', () => {
    const clock = new Clock(0);
    const loop = new EventLoop(clock, () => {
      throw new Error('watched');
    });
    clock.advance(60_000);
    expect(() => loop.read()).to.throw('watched');
  });
});
