import { expect } from 'chai';
import { Alarms } from '../src/core/alarms.js';
import { Clock } from '../src/core/clock.js';
import { Events } from '../src/core/events.js';
import { MemoryWatch, residentBytesMax } from '../src/memory-watch.js';

interface Watched {
  readonly watch: MemoryWatch;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly use: { heap: number; external: number; held: number };
}

describe('The memory watch', () => {
  function watched(): Watched {
    const clock = new Clock();
    const alarms = new Alarms(new Events(clock), 'leveret@here');
    const use = { heap: 0, external: 0, held: 1000 };
    const limits = { heap: 100, machine: 1000 };
    const watch = new MemoryWatch(
      clock,
      alarms,
      () => use.held,
      () => use,
      limits,
    );
    watch.start();
    return { watch, clock, alarms, use };
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

  it('heeds another watermark from its next look on, as a share or as bytes', () => {
    const { watch, clock, alarms, use } = watched();
    use.external = 500;
    watch.setHighWatermark('0.4');
    expect(watch.highBytes).to.equal(400);
    clock.advance(250);
    expect(alarms.isActive).to.equal(true);
    watch.setHighWatermark('1kB');
    clock.advance(500);
    expect(alarms.isActive).to.equal(false);
  });

  it('blocks nobody for garbage: messages must hold a third of what may be used', () => {
    const { clock, alarms, use } = watched();
    use.heap = 90;
    use.held = 25;
    clock.advance(250);
    expect(alarms.isActive).to.equal(false);
    use.held = 26;
    clock.advance(500);
    expect(alarms.isActive).to.equal(true);
    use.held = 0;
    clock.advance(750);
    expect(alarms.isActive).to.equal(false);
  });

  it('lets messages that could leave memory have less than raises the alarm', () => {
    expect(residentBytesMax('0.6', { heap: 100, machine: 1000 })).to.equal(18.75);
    expect(residentBytesMax('0.6', { heap: 1000, machine: 100 })).to.equal(15);
    expect(residentBytesMax('0.1', { heap: 1000, machine: 1000 })).to.equal(25);
    expect(residentBytesMax()).to.be.greaterThan(0);
  });

  it('leaves no timer behind when it is stopped', () => {
    const clock = new Clock();
    const watch = new MemoryWatch(clock, new Alarms(new Events(clock), 'leveret@here'), () => 0);
    watch.start();
    watch.stop();
    expect(clock.nextDeadline).to.equal(undefined);
  });

  it('measures the process itself when nothing else is given', () => {
    const clock = new Clock();
    const alarms = new Alarms(new Events(clock), 'leveret@here');
    new MemoryWatch(clock, alarms, () => 0).start();
    clock.advance(250);
    expect(alarms.isActive).to.equal(false);
  });
});
