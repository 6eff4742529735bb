import { expect } from 'chai';
import { Permissions } from '../../../src/core/access/permissions.js';
import { Clock } from '../../../src/core/clock.js';
import { Events } from '../../../src/core/events.js';
import { compilePattern } from '../../../src/pattern.js';
import { ScriptedStore } from '../../support/scripted-store.js';
import { faultOf } from '../../support/spec-vhost.js';

function permissions(): Permissions {
  const events = new Events(new Clock(0));
  const onChanged = (): void => {};
  return new Permissions({
    store: new ScriptedStore(),
    events,
    compile: compilePattern,
    onChanged,
  });
}

const OF = { user: 'u', vhost: 'v' };

describe('Permissions', () => {
  it('are for one user in one vhost, and for each operation apart', () => {
    const given = permissions();
    given.put({ ...OF, configure: '^own', write: '^own|^shared', read: '.*' });
    expect(given.may('configure', 'u', 'v', 'own.q')).to.equal(true);
    expect(given.may('configure', 'u', 'v', 'shared')).to.equal(false);
    expect(given.may('write', 'u', 'v', 'shared')).to.equal(true);
    expect(given.may('read', 'u', 'v', 'any')).to.equal(true);
    expect(given.may('read', 'u', 'w', 'any')).to.equal(false);
    expect(given.may('read', 'other', 'v', 'any')).to.equal(false);
  });

  it('are found anywhere in a name, as in RabbitMQ', () => {
    const given = permissions();
    given.put({ ...OF, configure: 'part', write: '', read: '' });
    expect(given.may('configure', 'u', 'v', 'a part of it')).to.equal(true);
  });

  it('allow nothing where they are empty', () => {
    const given = permissions();
    given.put({ ...OF, configure: '', write: '', read: '' });
    expect(given.may('write', 'u', 'v', 'x')).to.equal(false);
    expect(given.get('u', 'v')).to.include({ write: '' });
  });

  it('stay as they were when an expression is none', () => {
    const given = permissions();
    given.put({ ...OF, configure: 'a', write: 'a', read: 'a' });
    expect(faultOf(() => given.put({ ...OF, configure: '(', write: '', read: '' }))).to.include(
      'precondition-failed',
    );
    expect(given.get('u', 'v')).to.include({ configure: 'a' });
  });

  it('say whether they are new, and whether there were any to delete', () => {
    const given = permissions();
    const request = { ...OF, configure: '', write: '', read: '' };
    expect(given.put(request)).to.equal(true);
    expect(given.put(request)).to.equal(false);
    expect(given.delete('u', 'v')).to.equal(true);
    expect(given.delete('u', 'v')).to.equal(false);
    expect([...given.all()]).to.eql([]);
  });
});
