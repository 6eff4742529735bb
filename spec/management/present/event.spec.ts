import { expect } from 'chai';
import { Clock } from '../../../src/core/clock.js';
import { Events } from '../../../src/core/events.js';
import { eventText } from '../../../src/management/present/event.js';
import { fields } from '../../support/core-builders.js';
import { EventLog } from '../../support/event-log.js';

describe('An event as text', () => {
  it('has an id, its name, and its facts in JSON with tables as objects', () => {
    const events = new Events(new Clock(7));
    const log = new EventLog(events);
    const arguments_ = fields({
      text: 'line\nbreak',
      list: { type: 'A', value: [{ type: 'F', value: fields({ a: true }) }] },
    });
    events.emit('queue.created', {
      name: 'q',
      vhost: '/',
      type: 'classic',
      durable: true,
      auto_delete: false,
      exclusive: false,
      owner_pid: '',
      arguments: arguments_,
      user_who_performed_action: 'guest',
    });
    const [event] = log.events;
    const lines = event === undefined ? [] : eventText(event, 'run-1').split('\n');
    expect(lines.slice(0, 2)).to.eql(['id: run-1', 'event: queue.created']);
    expect(lines.slice(3)).to.eql(['', '']);
    expect(JSON.parse((lines[2] ?? '').replace('data: ', ''))).to.eql({
      timestamp_in_ms: 7,
      name: 'q',
      vhost: '/',
      type: 'classic',
      durable: true,
      auto_delete: false,
      exclusive: false,
      owner_pid: '',
      arguments: {
        text: 'line\nbreak',
        list: [{ a: true }],
      },
      user_who_performed_action: 'guest',
    });
  });
});
