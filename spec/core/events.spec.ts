import { expect } from 'chai';
import { Clock } from '../../src/core/clock.js';
import { Events } from '../../src/core/events.js';
import { EventLog } from '../support/event-log.js';

const FACTS = { source: 'memory', node: 'leveret@here' };

describe('Events', () => {
  it('reach every observer with the time, in order', () => {
    const clock = new Clock(5);
    const events = new Events(clock);
    const logs = [new EventLog(events), new EventLog(events)];
    events.emit('alarm.set', FACTS);
    clock.advance(7);
    events.emit('alarm.cleared', FACTS);
    for (const log of logs) {
      expect(log.events).to.eql([
        { name: 'alarm.set', at: 5, facts: FACTS },
        { name: 'alarm.cleared', at: 7, facts: FACTS },
      ]);
    }
  });

  it('need not be made while no observer listens', () => {
    const events = new Events(new Clock());
    expect(events.isObserved).to.equal(false);
    const log = new EventLog(events);
    expect(events.isObserved).to.equal(true);
    log.isListening = false;
    expect(events.isObserved).to.equal(false);
  });

  it('pass by an observer that does not listen', () => {
    const events = new Events(new Clock());
    const [deaf, log] = [new EventLog(events), new EventLog(events)];
    deaf.isListening = false;
    events.emit('alarm.set', FACTS);
    expect([deaf.names, log.names]).to.eql([[], ['alarm.set']]);
  });
});
