import { expect } from 'chai';
import { Clock } from '../src/core/clock.js';
import { type MachineTime, machineTime, preciseTime, Ticker } from '../src/ticker.js';

/**
 * The machine, by hand: time that stands still until told, and at most one armed timer to look at.
 */
class HandTime implements MachineTime {
  time = 1_000;
  armed: { at: number; callback: () => void; handle: NodeJS.Timeout } | undefined;
  armCount = 0;

  now(): number {
    return this.time;
  }

  setTimeout(callback: () => void, delayMs: number): NodeJS.Timeout {
    expect(this.armed, 'two timers at once').to.equal(undefined);
    const handle = setTimeout(() => {}, 0).unref();
    this.armed = { at: this.time + delayMs, callback, handle };
    this.armCount++;
    return handle;
  }

  clearTimeout(handle: NodeJS.Timeout): void {
    if (this.armed?.handle === handle) this.armed = undefined;
  }

  /** Fires the armed timer, `earlyMs` too soon as a real one may. */
  fire(earlyMs = 0): void {
    const { armed } = this;
    if (armed === undefined) throw new Error('no timer is armed');
    this.armed = undefined;
    this.time = Math.max(this.time, armed.at - earlyMs);
    armed.callback();
  }
}

function start() {
  const clock = new Clock();
  const time = new HandTime();
  const ticker = new Ticker(clock, time);
  ticker.start();
  return { clock, time, ticker };
}

describe('The ticker', () => {
  it('sets the clock when it starts, and sets no timer while nothing waits', () => {
    const { clock, time } = start();
    expect(clock.now).to.equal(1_000);
    expect(time.armed).to.equal(undefined);
  });

  it('sleeps to the next deadline, and then to the one after it', () => {
    const { clock, time } = start();
    const fired: number[] = [];
    clock.after(50, () => fired.push(clock.now));
    clock.after(80, () => fired.push(clock.now));
    expect(time.armed?.at).to.equal(1_050);
    time.fire();
    expect(fired).to.deep.equal([1_050]);
    expect(time.armed?.at).to.equal(1_080);
    time.fire();
    expect(fired).to.deep.equal([1_050, 1_080]);
    expect(time.armed).to.equal(undefined);
  });

  it('sleeps for years, in naps of what a timer can take', () => {
    const { clock, time } = start();
    const dueAt = 1_000 + 3 * 365 * 86_400_000;
    let firedAt = 0;
    clock.at(dueAt, () => (firedAt = clock.now));
    clock.at(Number.MAX_SAFE_INTEGER, () => {});
    let naps = 0;
    while (firedAt === 0) {
      expect(time.armed?.at).to.equal(Math.min(dueAt, time.time + 2 ** 31 - 1));
      time.fire();
      naps++;
    }
    expect(firedAt).to.equal(dueAt);
    expect(naps).to.equal(45);
    expect(time.armed?.at).to.equal(dueAt + 2 ** 31 - 1);
  });

  it('wakes sooner when an earlier deadline is set, and not anew for a later one', () => {
    const { clock, time } = start();
    clock.after(50, () => {});
    clock.after(90, () => {});
    expect(time.armCount).to.equal(1);
    clock.after(10, () => {});
    expect(time.armed?.at).to.equal(1_010);
  });

  it('wakes once in vain for a deadline that was cancelled, then sleeps on', () => {
    const { clock, time } = start();
    const timer = clock.after(50, () => {});
    clock.after(80, () => {});
    clock.cancel(timer);
    expect(time.armed?.at).to.equal(1_050);
    time.fire();
    expect(time.armed?.at).to.equal(1_080);
  });

  it('does not spin when the machine wakes it too soon', () => {
    const { clock, time } = start();
    let firedAt = 0;
    clock.after(50, () => (firedAt = clock.now));
    time.fire(1);
    expect(firedAt).to.equal(0);
    expect(time.armed?.at).to.equal(1_050);
    time.fire();
    expect(firedAt).to.equal(1_050);
  });

  it('sets one timer when due callbacks set many', () => {
    const { clock, time } = start();
    clock.after(50, () => {
      for (const delayMs of [30, 20, 10]) clock.after(delayMs, () => {});
    });
    time.fire();
    expect(time.armCount).to.equal(2);
    expect(time.armed?.at).to.equal(1_060);
  });

  it('sleeps in steps to a deadline that is further away than a timer can reach', () => {
    const { clock, time } = start();
    const delayMs = 2 ** 32;
    let firedAt = 0;
    clock.after(delayMs, () => (firedAt = clock.now));
    time.fire();
    expect(firedAt).to.equal(0);
    while (time.armed !== undefined) time.fire();
    expect(firedAt).to.equal(1_000 + delayMs);
    expect(time.armCount).to.equal(3);
  });

  it('fires what is due within a touch', () => {
    const { clock, time, ticker } = start();
    let firedAt = 0;
    clock.after(50, () => (firedAt = clock.now));
    time.time = 1_049;
    ticker.touch();
    expect(firedAt).to.equal(0);
    time.time = 1_070;
    ticker.touch();
    expect([firedAt, clock.now]).to.deep.equal([1_050, 1_070]);
  });

  it('leaves no timer behind when it stops', () => {
    const { clock, time, ticker } = start();
    clock.after(50, () => {});
    ticker.stop();
    expect(time.armed).to.equal(undefined);
    clock.after(10, () => {});
    expect(time.armed).to.equal(undefined);
  });

  it('takes whole milliseconds since the epoch from the machine', () => {
    const now = machineTime.now();
    expect(Number.isInteger(now)).to.equal(true);
    expect(Math.abs(now - Date.now())).to.be.lessThan(60_000);
    expect(preciseTime() - now).to.be.within(0, 60_000);
  });

  it('reaches a deadline on a real machine', async () => {
    const clock = new Clock();
    const ticker = new Ticker(clock);
    ticker.start();
    const keepAlive = setTimeout(() => {}, 10_000);
    await new Promise<void>((resolve) => {
      clock.after(5, resolve);
    });
    clearTimeout(keepAlive);
    ticker.stop();
  });
});
