import { expect } from 'chai';
import { Access, type AccessOptions, GUEST, type Login } from '../../../src/core/access/access.js';
import { Clock } from '../../../src/core/clock.js';
import { Events } from '../../../src/core/events.js';
import { compilePattern } from '../../../src/pattern.js';
import { plainHashing } from '../../support/plain-hashing.js';
import { ScriptedStore } from '../../support/scripted-store.js';
import { faultOf } from '../../support/spec-vhost.js';

const HERE = { address: '127.0.0.1', isLoopback: true };

function accessOf(options: AccessOptions = {}, clock = new Clock(0)): Access {
  const events = new Events(clock);
  const injected = { hashing: plainHashing, compile: compilePattern };
  return new Access({ store: new ScriptedStore(), events, clock, ...injected, ...options });
}

function withGuest(): Access {
  const access = accessOf();
  access.createFirstUser(GUEST, ['/', 'v'], () => {});
  return access;
}

function login(access: Access, name: string, password: string, isLoopback = true): string {
  let answer: Login | undefined;
  const source = { address: isLoopback ? '127.0.0.1' : '192.0.2.1', isLoopback };
  access.authenticate(name, password, source, (given) => (answer = given));
  return answer?.user?.name ?? answer?.refusal ?? 'no answer';
}

describe('Access', () => {
  it('lets the first user in from this machine, and from nowhere else', () => {
    const access = withGuest();
    expect(login(access, 'guest', 'guest')).to.equal('guest');
    expect(login(access, 'guest', 'guest', false)).to.equal('not from this machine');
  });

  it('allows the first user everything in the vhosts that there are', () => {
    const access = withGuest();
    for (const vhost of ['/', 'v']) {
      expect(access.may('configure', 'guest', vhost, 'any')).to.equal(true);
    }
    expect(access.users.get('guest')?.tags).to.eql(['administrator']);
  });

  it('lets the first user in from everywhere if it is not among the loopback users', () => {
    const access = accessOf({ loopbackUsers: [] });
    access.createFirstUser(GUEST, ['/'], () => {});
    expect(login(access, 'guest', 'guest', false)).to.equal('guest');
  });

  for (const [name, password, refusal] of [
    ['guest', 'Guest', 'wrong password'],
    ['guest', '', 'wrong password'],
    ['guest', 'guestguest', 'wrong password'],
    ['guess', 'guest', 'unknown user'],
    ['', '', 'unknown user'],
  ] as const) {
    it(`refuses user '${name}' with password '${password}': ${refusal}`, () => {
      expect(login(withGuest(), name, password)).to.equal(refusal);
    });
  }

  it('refuses whoever has no password, whatever is given for it', () => {
    const access = accessOf();
    access.users.put({ name: 'u' });
    expect(login(access, 'u', '')).to.equal('wrong password');
    expect(login(access, 'u', 'x')).to.equal('wrong password');
    expect(access.admit('u', false).user?.name).to.equal('u');
  });

  it('admits a proved user without a password, from where that user may come', () => {
    const access = withGuest();
    expect(access.admit('guest', true).user?.name).to.equal('guest');
    expect(access.admit('guest', false).refusal).to.equal('not from this machine');
    expect(access.admit('', true).refusal).to.equal('unknown user');
  });

  it('takes as long for a quick hash as for a user who is not there', () => {
    const access = withGuest();
    const hashed: string[] = [];
    const { hash } = plainHashing;
    plainHashing.hash = (password, algorithm, done) => {
      hashed.push(algorithm);
      hash(password, algorithm, done);
    };
    try {
      for (const name of ['guest', 'nobody']) login(access, name, 'wrong');
    } finally {
      plainHashing.hash = hash;
    }
    const scrypt = 'leveret_password_hashing_scrypt';
    expect(hashed).to.eql([scrypt, scrypt]);
  });

  it('refuses whoever has failed too often for a while, with the right password too', () => {
    const clock = new Clock(0);
    const throttle = { failureCountMax: 2, windowMs: 1_000 };
    const access = accessOf({ throttle, loopbackUsers: [] }, clock);
    access.createFirstUser(GUEST, ['/'], () => {});
    const attempt = (password: string): string => login(access, 'guest', password, false);
    expect(attempt('wrong')).to.equal('wrong password');
    expect(attempt('guest'), 'which clears the count').to.equal('guest');
    expect([attempt('wrong'), attempt('wrong')]).to.eql(['wrong password', 'wrong password']);
    expect(attempt('guest')).to.equal('too many failures');
    expect(login(access, 'guest', 'guest', true), 'from elsewhere').to.equal('guest');
    expect(access.admit('guest', false).user?.name, 'by a certificate').to.equal('guest');
    clock.advance(1_000);
    expect(attempt('guest')).to.equal('guest');
  });

  it('refuses a password that was changed while it was examined', () => {
    const access = withGuest();
    let examine = (): void => {};
    const verify = plainHashing.verify;
    plainHashing.verify = (password, hash, done) => {
      examine = () => verify(password, hash, done);
    };
    let answer: Login | undefined;
    try {
      access.authenticate('guest', 'guest', HERE, (given) => (answer = given));
    } finally {
      plainHashing.verify = verify;
    }
    access.users.put({ name: 'guest', passwordHash: 'other' });
    examine();
    expect(answer?.refusal).to.equal('wrong password');
  });

  it('does not let into a vhost whoever has no permissions there', () => {
    const access = withGuest();
    access.requireVhost('guest', 'v');
    expect(faultOf(() => access.requireVhost('guest', 'w'))).to.equal(
      "not-allowed: access to vhost 'w' refused for user 'guest'",
    );
  });

  it('deletes the permissions of a user with the user, and tells of it', () => {
    const access = withGuest();
    const deleted: string[] = [];
    access.onUserDeleted.add((name) => deleted.push(name));
    access.topicPermissions.put({
      user: 'guest',
      vhost: '/',
      exchange: 'x',
      write: 'a',
      read: 'a',
    });
    expect(access.deleteUser('guest')).to.equal(true);
    expect(access.deleteUser('guest')).to.equal(false);
    expect([...access.permissions.all(), ...access.topicPermissions.all()]).to.eql([]);
    expect(deleted).to.eql(['guest']);
  });

  it('forgets what was allowed in a vhost that is deleted', () => {
    const access = withGuest();
    access.onVhostDeleted('v');
    expect([...access.permissions.all()].map(({ vhost }) => vhost)).to.eql(['/']);
  });

  it('has another version after each change', () => {
    const access = withGuest();
    const seen = [access.version];
    const change = (step: () => unknown): void => {
      step();
      seen.push(access.version);
    };
    change(() => access.users.put({ name: 'u', tags: ['management'] }));
    change(() => access.allowAll('u', 'v'));
    change(() => access.permissions.delete('u', 'v'));
    change(() => access.deleteUser('u'));
    expect(new Set(seen).size).to.equal(seen.length);
  });
});
