import { expect } from 'chai';
import { type LoginSource, LoginThrottle } from '../../../src/core/access/login-throttle.js';
import { Clock } from '../../../src/core/clock.js';

function far(address: string): LoginSource {
  return { address, isLoopback: false };
}

const PEER = far('192.0.2.1');

function arrange(failureCountMax = 3) {
  const clock = new Clock(0);
  const throttle = new LoginThrottle(clock, { failureCountMax, windowMs: 1_000 });
  const told: string[] = [];
  throttle.onRefusing = (address) => told.push(address);
  const fail = (count: number, source = PEER): void => {
    for (let failed = 0; failed < count; failed++) throttle.noteFailure(source);
  };
  return { clock, throttle, told, fail };
}

describe('The throttle of logins', () => {
  it('refuses an address that has failed so often, until the window is over', () => {
    const { clock, throttle, fail } = arrange();
    fail(2);
    clock.advance(600);
    expect(throttle.refuses(PEER)).to.equal(false);
    expect(throttle.refusesForMs(PEER)).to.equal(0);
    fail(1);
    expect(throttle.refuses(PEER)).to.equal(true);
    expect(throttle.refusesForMs(PEER)).to.equal(400);
    expect(throttle.refuses(far('192.0.2.2'))).to.equal(false);
    clock.advance(999);
    expect(throttle.refuses(PEER)).to.equal(true);
    expect(throttle.refusesForMs(PEER)).to.equal(1);
    clock.advance(1_000);
    expect(throttle.refuses(PEER)).to.equal(false);
    expect(throttle.refusesForMs(PEER)).to.equal(0);
  });

  it('forgets failures after the window, and at a login', () => {
    const { clock, throttle, fail } = arrange();
    fail(2);
    clock.advance(1_000);
    fail(2);
    expect(throttle.refuses(PEER)).to.equal(false);
    throttle.noteSuccess(PEER);
    fail(2);
    expect(throttle.refuses(PEER)).to.equal(false);
  });

  it('tells once of each address that is refused from now on', () => {
    const { clock, told, fail } = arrange();
    fail(5);
    expect(told).to.eql(['192.0.2.1']);
    clock.advance(1_000);
    fail(3);
    expect(told).to.eql(['192.0.2.1', '192.0.2.1']);
  });

  it('has ten times the patience with this machine', () => {
    const { throttle, fail } = arrange();
    const here = { address: '127.0.0.1', isLoopback: true };
    fail(29, here);
    expect(throttle.refuses(here)).to.equal(false);
    fail(1, here);
    expect(throttle.refuses(here)).to.equal(true);
  });

  it('counts a network of IPv6 as one address', () => {
    const { throttle, fail } = arrange();
    fail(3, far('2001:db8::1'));
    expect(throttle.refuses(far('2001:db8:0:0:5:6:7:8'))).to.equal(true);
    expect(throttle.refuses(far('2001:db8:0:1::1'))).to.equal(false);
    fail(3, far('::ffff:192.0.2.9'));
    expect(throttle.refuses(far('::ffff:192.0.2.8'))).to.equal(false);
  });

  it('remembers so many addresses, and forgets the one that failed first', () => {
    const { throttle, fail } = arrange(1);
    for (let index = 0; index < 10_000; index++) fail(1, far(`a${index}`));
    expect(throttle.refuses(far('a0'))).to.equal(true);
    fail(1, far('one more'));
    expect(throttle.refuses(far('a0'))).to.equal(false);
    for (const address of ['a1', 'one more']) expect(throttle.refuses(far(address))).to.equal(true);
  });

  it('refuses nobody where there is no limit', () => {
    const { throttle, told, fail } = arrange(0);
    fail(100);
    expect([throttle.refuses(PEER), told]).to.eql([false, []]);
  });
});
