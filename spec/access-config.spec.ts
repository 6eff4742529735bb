import { expect } from 'chai';
import { accessOptions } from '../src/access-config.js';
import { resolveConfig } from '../src/config.js';

function optionsOf(
  flags: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): ReturnType<typeof accessOptions> {
  return accessOptions(resolveConfig({ flags, environment, readFile: () => '' }).config);
}

describe('The options of the first user', () => {
  it('make guest, who may only come from this machine', () => {
    expect(optionsOf({})).to.eql({
      defaultUser: { name: 'guest', password: 'guest', tags: ['administrator'] },
      loopbackUsers: ['guest'],
      loginThrottle: { failureCountMax: 10, windowMs: 60_000 },
    });
  });

  it('name another, and from where it may come', () => {
    const flags = { 'default-user': 'u', 'default-pass': 'p', 'default-user-tags': 'a,b' };
    expect(optionsOf({ ...flags, 'loopback-users': 'none' })).to.eql({
      defaultUser: { name: 'u', password: 'p', tags: ['a', 'b'] },
      loopbackUsers: [],
      loginThrottle: { failureCountMax: 10, windowMs: 60_000 },
    });
  });

  it('say how often a login may fail', () => {
    const flags = { 'login-failure-max': '0', 'login-failure-window': '5000' };
    const { loginThrottle } = optionsOf(flags);
    expect(loginThrottle).to.eql({ failureCountMax: 0, windowMs: 5_000 });
  });

  it('may stand under the names of RabbitMQ’s container, which ours go before', () => {
    const rabbit = { RABBITMQ_DEFAULT_USER: 'u', RABBITMQ_DEFAULT_PASS: 'p' };
    const { defaultUser } = optionsOf({}, { ...rabbit, LEVERET_DEFAULT_PASS: 'q' });
    expect(defaultUser).to.include({ name: 'u', password: 'q' });
  });
});
