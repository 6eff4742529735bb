import { expect } from 'chai';
import { Alarms } from '../../src/core/alarms.js';
import { Clock } from '../../src/core/clock.js';
import { Events } from '../../src/core/events.js';
import { EventLog } from '../support/event-log.js';

const events = new Events(new Clock());
const newAlarms = (): Alarms => new Alarms(events, 'leveret@here');

describe('Alarms', () => {
  it('are silent at first', () => {
    expect(newAlarms()).to.include({ isActive: false, reason: '' });
  });

  it('are active while any resource runs short, and say which', () => {
    const alarms = newAlarms();
    alarms.set('memory', true);
    expect(alarms).to.include({ isActive: true, reason: 'low on memory' });
    alarms.set('disk', true);
    expect(alarms.reason).to.equal('low on memory & low on disk');
    alarms.set('memory', false);
    expect(alarms).to.include({ isActive: true, reason: 'low on disk' });
    alarms.set('disk', false);
    expect(alarms.isActive).to.equal(false);
  });

  it('tell their listeners when the first is raised and when the last is cleared', () => {
    const alarms = newAlarms();
    const heard: boolean[] = [];
    alarms.listeners.add(() => heard.push(alarms.isActive));
    for (const isShort of [true, true, false, false]) alarms.set('memory', isShort);
    alarms.set('disk', true);
    alarms.set('memory', true);
    alarms.set('disk', false);
    expect(heard).to.deep.equal([true, false, true]);
  });

  it('are events, each when it is raised and when it is cleared', () => {
    const log = new EventLog(events);
    const alarms = newAlarms();
    for (const isShort of [true, true, false, false]) alarms.set('memory', isShort);
    alarms.set('disk', true);
    expect(log.names).to.eql(['alarm.set', 'alarm.cleared', 'alarm.set']);
    expect(log.facts('alarm.cleared')).to.eql({ source: 'memory', node: 'leveret@here' });
    expect(log.facts('alarm.set')).to.eql({ source: 'disk', node: 'leveret@here' });
  });
});
