import { expect } from 'chai';
import { Alarms } from '../../src/core/alarms.js';

describe('Alarms', () => {
  it('are silent at first', () => {
    expect(new Alarms()).to.include({ isActive: false, reason: '' });
  });

  it('are active while any resource runs short, and say which', () => {
    const alarms = new Alarms();
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
    const alarms = new Alarms();
    const heard: boolean[] = [];
    alarms.listeners.add(() => heard.push(alarms.isActive));
    for (const isShort of [true, true, false, false]) alarms.set('memory', isShort);
    alarms.set('disk', true);
    alarms.set('memory', true);
    alarms.set('disk', false);
    expect(heard).to.deep.equal([true, false, true]);
  });
});
