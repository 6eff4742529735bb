import { expect } from 'chai';
import { Users } from '../../../src/core/access/users.js';
import { Clock } from '../../../src/core/clock.js';
import { Events } from '../../../src/core/events.js';
import { EventLog } from '../../support/event-log.js';
import { plainHashing } from '../../support/plain-hashing.js';
import { ScriptedStore } from '../../support/scripted-store.js';
import { faultOf } from '../../support/spec-vhost.js';

function arrange(): { users: Users; heard: string[]; store: ScriptedStore; events: Events } {
  const store = new ScriptedStore();
  const events = new Events(new Clock(0));
  const heard: string[] = [];
  events.observers.add({
    isListening: true,
    onEvent: ({ name, facts }) => heard.push(`${name} by ${String(facts.valueOf() && by(facts))}`),
  });
  const users = new Users({ store, events, hashing: plainHashing, onChanged: () => {} });
  return { users, heard, store, events };
}

function by(facts: object): unknown {
  return 'user_who_performed_action' in facts ? facts.user_who_performed_action : undefined;
}

const ADMIN = { name: 'a connection', user: 'admin' };

describe('Users', () => {
  it('are made with what they are given, and changed in nothing else', () => {
    const { users } = arrange();
    users.put({ name: 'u', tags: ['management'], passwordHash: 'p', connectionCountMax: 3 });
    users.put({ name: 'u', tags: ['monitoring'] });
    expect(users.get('u')).to.include({ passwordHash: 'p', connectionCountMax: 3 });
    expect(users.get('u')?.tags).to.eql(['monitoring']);
    expect(users.count).to.equal(1);
  });

  it('have no password, no tag and no limit unless they are given one', () => {
    const { users } = arrange();
    expect(users.put({ name: 'u' })).to.deep.include({
      tags: [],
      passwordHash: '',
      connectionCountMax: -1,
      channelCountMax: -1,
    });
  });

  it('tell what becomes of them, and who did it', () => {
    const { users, heard } = arrange();
    users.put({ name: 'u', tags: ['a'], passwordHash: 'p' }, ADMIN);
    users.put({ name: 'u', passwordHash: 'q' }, ADMIN);
    users.put({ name: 'u', passwordHash: '' });
    users.delete('u', ADMIN);
    expect(heard).to.eql([
      'user.created by admin',
      'user.tags.set by admin',
      'user.password.changed by admin',
      'user.password.cleared by rmq-internal',
      'user.deleted by admin',
    ]);
  });

  it('tell of limits that are set and cleared', () => {
    const { users, events } = arrange();
    const log = new EventLog(events);
    users.put({ name: 'u', channelCountMax: 2 }, ADMIN);
    const facts = { name: 'limits', username: 'u', user_who_performed_action: 'admin' };
    expect(log.facts('user.limits.set')).to.eql({ ...facts, 'max-channels': 2 });
    users.put({ name: 'u', connectionCountMax: 0 }, ADMIN);
    expect(log.facts('user.limits.set')).to.eql({ ...facts, 'max-connections': 0 });
    log.events.length = 0;
    users.put({ name: 'u', connectionCountMax: 0 }, ADMIN);
    expect(log.names).to.eql([]);
    users.put({ name: 'u', connectionCountMax: -1 }, ADMIN);
    expect(log.names).to.eql(['user.limits.cleared']);
    expect(log.facts('user.limits.cleared')).to.eql(facts);
  });

  it('are in the store until they are deleted', () => {
    const { users, store } = arrange();
    users.put({ name: 'u' });
    store.commit();
    expect(users.delete('u')).to.equal(true);
    expect(users.delete('u')).to.equal(false);
  });

  for (const [request, reason] of [
    [{ name: '' }, 'a name has 1 to 255 characters'],
    [{ name: 'u', tags: ['t'.repeat(5_000)] }, 'tags have at most 4096 characters'],
    [{ name: 'u', channelCountMax: 0.5 }, 'a limit is an integer, not 0.5'],
  ] as const) {
    it(`cannot be such that ${reason}`, () => {
      const { users } = arrange();
      expect(faultOf(() => users.put(request))).to.include(reason);
      expect(users.count).to.equal(0);
    });
  }
});
