import { expect } from 'chai';
import { tmpdir } from 'node:os';
import { Alarms } from '../src/core/alarms.js';
import { Clock } from '../src/core/clock.js';
import { Events } from '../src/core/events.js';
import { DiskWatch, measureDisk } from '../src/disk-watch.js';

const MB = 1_000_000;

function watched() {
  const clock = new Clock();
  const alarms = new Alarms(new Events(clock), 'leveret@here');
  const disk: { free: number; error: Error | null; looks: number } = {
    free: 100_000 * MB,
    error: null,
    looks: 0,
  };
  const warnings: string[] = [];
  const watch = new DiskWatch({
    clock,
    touch: () => {},
    alarms,
    log: { warn: (message) => warnings.push(message) },
    limitBytes: 50 * MB,
    measure: (done) => {
      disk.looks++;
      done(disk.error, disk.free);
    },
  });
  watch.start();
  return { clock, alarms, disk, warnings, watch };
}

describe('The disk watch', () => {
  it('raises the alarm when less than the limit is free, and clears it after', () => {
    const { clock, alarms, disk, watch } = watched();
    disk.free = 50 * MB;
    clock.advance(10_000);
    expect(alarms.isActive).to.equal(false);
    disk.free = 50 * MB - 1;
    clock.advance(20_000);
    expect(alarms.reason).to.equal('low on disk');
    expect(watch.freeBytes).to.equal(50 * MB - 1);
    disk.free = 100_000 * MB;
    clock.advance(30_000);
    expect(alarms.isActive).to.equal(false);
  });

  it('looks every ten seconds while there is plenty, and ten times a second when it nears', () => {
    const { clock, disk } = watched();
    clock.advance(9_999);
    expect(disk.looks).to.equal(1);
    disk.free = 51 * MB;
    clock.advance(10_000);
    expect(disk.looks).to.equal(2);
    clock.advance(11_000);
    expect(disk.looks).to.equal(12);
  });

  it('heeds another limit from the next look on', () => {
    const { clock, alarms, disk, watch } = watched();
    watch.limitBytes = disk.free + 1;
    clock.advance(10_000);
    expect(alarms.isActive).to.equal(true);
  });

  it('warns once where the free space cannot be told, and keeps the alarm as it was', () => {
    const { clock, alarms, disk, warnings } = watched();
    disk.free = 0;
    clock.advance(10_000);
    disk.error = new Error('stale file handle');
    clock.advance(40_000);
    expect(warnings).to.deep.equal(['the free disk space cannot be told']);
    expect(alarms.isActive).to.equal(true);
    disk.error = null;
    clock.advance(50_000);
    disk.error = new Error('stale file handle');
    clock.advance(60_000);
    expect(warnings).to.have.length(2);
  });

  it('leaves no timer behind when it is stopped, not even while it looks', () => {
    const { clock, watch } = watched();
    watch.stop();
    expect(clock.nextDeadline).to.equal(undefined);
    watch.start();
    expect(clock.nextDeadline).to.equal(undefined);
  });

  it('measures the disk that a folder is on, and tells of one that is not there', async () => {
    const measured = (folder: string) =>
      new Promise<[Error | null, number]>((resolve) => {
        measureDisk(folder)((error, free) => {
          resolve([error, free]);
        });
      });
    expect((await measured(tmpdir()))[1]).to.be.greaterThan(0);
    expect((await measured('/no/such/folder'))[0]?.message).to.contain('ENOENT');
  });
});
