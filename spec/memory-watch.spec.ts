import { expect } from 'chai';
import { Alarms } from '../src/core/alarms.js';
import { Clock } from '../src/core/clock.js';
import { MemoryWatch } from '../src/memory-watch.js';

describe('The memory watch', () => {
  function watched(): { clock: Clock; alarms: Alarms; use: { heap: number; external: number } } {
    const clock = new Clock();
    const alarms = new Alarms();
    const use = { heap: 0, external: 0 };
    new MemoryWatch(clock, alarms, () => use, { heap: 100, machine: 1000 }).start();
    return { clock, alarms, use };
  }

  it('raises the alarm when the heap is three quarters full, and clears it after', () => {
    const { clock, alarms, use } = watched();
    use.heap = 75;
    clock.advance(1000);
    expect(alarms.isActive).to.equal(false);
    use.heap = 76;
    clock.advance(1250);
    expect(alarms.reason).to.equal('low on memory');
    use.heap = 10;
    clock.advance(1500);
    expect(alarms.isActive).to.equal(false);
  });

  it('counts buffers outside the heap against six tenths of the machine', () => {
    const { clock, alarms, use } = watched();
    use.heap = 10;
    use.external = 590;
    clock.advance(250);
    expect(alarms.isActive).to.equal(false);
    use.external = 591;
    clock.advance(500);
    expect(alarms.isActive).to.equal(true);
  });

  it('leaves no timer behind when it is stopped', () => {
    const clock = new Clock();
    const watch = new MemoryWatch(clock, new Alarms(), () => ({ heap: 0, external: 0 }));
    watch.start();
    watch.stop();
    expect(clock.nextDeadline).to.equal(undefined);
  });

  it('measures the process itself when nothing else is given', () => {
    const clock = new Clock();
    const alarms = new Alarms();
    new MemoryWatch(clock, alarms).start();
    clock.advance(250);
    expect(alarms.isActive).to.equal(false);
  });
});
