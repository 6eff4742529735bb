import { expect } from 'chai';
import { TopicPermissions } from '../../../src/core/access/topic-permissions.js';
import { Clock } from '../../../src/core/clock.js';
import { Events } from '../../../src/core/events.js';
import { compilePattern } from '../../../src/pattern.js';
import { ScriptedStore } from '../../support/scripted-store.js';

function topicPermissions(): TopicPermissions {
  const events = new Events(new Clock(0));
  const onChanged = (): void => {};
  return new TopicPermissions({
    store: new ScriptedStore(),
    events,
    compile: compilePattern,
    onChanged,
  });
}

const OF = { user: 'a.b', vhost: 'v', exchange: 'x' };

describe('Topic permissions', () => {
  it('limit the keys of one exchange, and of no other', () => {
    const given = topicPermissions();
    given.put({ ...OF, write: '^a', read: '^b' });
    expect(given.may('write', 'a.b', 'v', 'x', 'a.1')).to.equal(true);
    expect(given.may('write', 'a.b', 'v', 'x', 'b.1')).to.equal(false);
    expect(given.may('read', 'a.b', 'v', 'x', 'b.1')).to.equal(true);
    expect(given.may('write', 'a.b', 'v', 'y', 'b.1')).to.equal(true);
    expect(given.find('a.b', 'v', 'x')?.write('b.1')).to.equal(false);
    expect(given.find('a.b', 'v', 'y')).to.equal(undefined);
  });

  it('may name the user and the vhost, whose names stand for themselves', () => {
    const given = topicPermissions();
    given.put({ ...OF, write: '^{vhost}-{username}$', read: '' });
    expect(given.may('write', 'a.b', 'v', 'x', 'v-a.b')).to.equal(true);
    expect(given.may('write', 'a.b', 'v', 'x', 'v-axb')).to.equal(false);
    expect(given.get('a.b', 'v', 'x')?.write).to.equal('^{vhost}-{username}$');
  });

  it('take the client id, which AMQP has not, for itself', () => {
    const given = topicPermissions();
    given.put({ ...OF, write: '^{client_id}', read: '.*' });
    expect(given.may('write', 'a.b', 'v', 'x', 'any')).to.equal(false);
  });

  it('are deleted for one exchange or for all', () => {
    const given = topicPermissions();
    for (const exchange of ['x', 'y', 'z']) given.put({ ...OF, exchange, write: '', read: '' });
    expect(given.delete('a.b', 'v', 'x')).to.equal(true);
    expect(given.delete('a.b', 'v', 'x')).to.equal(false);
    expect([...given.all()].map(({ exchange }) => exchange)).to.eql(['y', 'z']);
    expect(given.delete('a.b', 'v')).to.equal(true);
    expect([...given.all()]).to.eql([]);
    expect(given.delete('a.b', 'v')).to.equal(false);
  });
});
