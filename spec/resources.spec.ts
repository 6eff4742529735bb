import { expect } from 'chai';
import { tmpdir, totalmem } from 'node:os';
import { Alarms } from '../src/core/alarms.js';
import { Clock } from '../src/core/clock.js';
import { Events } from '../src/core/events.js';
import { Log } from '../src/log.js';
import { Resources, type ResourcesOptions } from '../src/resources.js';

function make(options: Partial<ResourcesOptions>) {
  const clock = new Clock();
  const alarms = new Alarms(new Events(clock), 'leveret@here');
  const lines: string[] = [];
  const write = (line: string): unknown =>
    lines.push((JSON.parse(line) as { message: string }).message);
  const log = new Log('info', write, () => 0);
  const shared = { clock, alarms, log, touch: () => {}, heldBytes: () => 0 };
  return { clock, alarms, lines, resources: new Resources({ ...shared, ...options }) };
}

describe('The resources of the broker', () => {
  it('are limited to six tenths of the memory, and to 50 MB that stay free on the disk', () => {
    const { resources } = make({ folder: tmpdir() });
    expect(resources.memory.highBytes).to.be.at.most(0.6 * totalmem());
    expect(resources.disk?.limitBytes).to.equal(50_000_000);
  });

  it('have the limits that they are told, at the start and later', () => {
    const limits = { memoryHighWatermark: '1GB', diskFreeLimit: '2GB' };
    const { resources } = make({ folder: tmpdir(), ...limits });
    expect(resources.memory.highBytes).to.equal(1e9);
    expect(resources.disk?.limitBytes).to.equal(2e9);
    resources.limit({ memoryHighWatermark: '2GB', diskFreeLimit: '1.5' });
    expect(resources.memory.highBytes).to.equal(2e9);
    expect(resources.disk?.limitBytes).to.equal(Math.floor(1.5 * totalmem()));
  });

  it('watch no disk where nothing is written', () => {
    expect(make({}).resources.disk).to.equal(undefined);
  });

  it('tell the log when publishers are blocked, and when no more', () => {
    const { alarms, lines } = make({});
    alarms.set('disk', true);
    alarms.set('memory', true);
    alarms.set('disk', false);
    alarms.set('memory', false);
    expect(lines).to.deep.equal(['publishers are blocked', 'publishers are blocked no more']);
  });

  it('leave no timer behind when they are watched no more', () => {
    const { clock, resources } = make({ folder: tmpdir() });
    resources.start();
    resources.stop();
    expect(clock.nextDeadline).to.equal(undefined);
  });
});
