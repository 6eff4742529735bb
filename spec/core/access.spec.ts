import { expect } from 'chai';
import { Access } from '../../src/core/access.js';

describe('access', () => {
  it('lets guest in with the password guest, from this machine', () => {
    expect(new Access().authenticate('guest', 'guest', true)).to.equal(true);
  });

  it('keeps guest out from anywhere else', () => {
    expect(new Access().authenticate('guest', 'guest', false)).to.equal(false);
  });

  it('lets a user in from everywhere if so configured', () => {
    const access = new Access({ user: 'u', password: 'p', loopbackOnly: false });
    expect(access.authenticate('u', 'p', false)).to.equal(true);
  });

  it('admits a proved user without a password, from where that user may come', () => {
    expect(new Access().admit('guest', true)).to.equal(true);
    expect(new Access().admit('guest', false)).to.equal(false);
    expect(new Access().admit('', true)).to.equal(false);
  });

  for (const [user, password] of [
    ['guest', 'Guest'],
    ['guest', ''],
    ['guest', 'guestguest'],
    ['guest', 'gues'],
    ['guess', 'guest'],
    ['', ''],
  ] as const) {
    it(`refuses user '${user}' with password '${password}'`, () => {
      expect(new Access().authenticate(user, password, true)).to.equal(false);
    });
  }

  it('takes an empty password only where it is the password', () => {
    const access = new Access({ user: 'u', password: '', loopbackOnly: false });
    expect(access.authenticate('u', '', true)).to.equal(true);
    expect(access.authenticate('u', 'x', true)).to.equal(false);
  });
});
