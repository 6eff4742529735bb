import { expect } from 'chai';
import type { PasswordHashing } from '../../src/core/access/password-hashing.js';
import { loginCounts, Logins, LOGINS_IN_FLIGHT_MAX } from '../../src/management/logins.js';
import { admitGuest } from '../support/guest.js';
import { plainHashing } from '../support/plain-hashing.js';
import { SpecBroker } from '../support/spec-broker.js';

/** Each check waits in `waiting` to be let go. */
function buildLogins() {
  const waiting: (() => void)[] = [];
  const hashing: PasswordHashing = {
    ...plainHashing,
    verify: (password, user, done) => {
      waiting.push(() => plainHashing.verify(password, user, done));
    },
  };
  const { broker } = new SpecBroker(undefined, { access: { hashing } });
  admitGuest(broker.access, '/');
  const logins = new Logins(broker);
  const request = (isLoopback: boolean) =>
    ({ req: { socket: {} }, state: { isLoopback } }) as Parameters<Logins['admit']>[1];
  /** The name of who was admitted, or what he is told. */
  const logIn = (password: string, isLoopback = true): Promise<string> =>
    logins.admit({ name: 'guest', password }, request(isLoopback)).then(
      ({ name }) => name,
      (fault: Error) => fault.message,
    );
  const letGo = (): void => {
    for (const go of waiting.splice(0)) go();
  };
  return { broker, counters: broker.counters, logIn, waiting, letGo };
}

const GUEST_HASH = {
  passwordHash: 'guest',
  hashingAlgorithm: 'rabbit_password_hashing_sha256',
} as const;
const BUSY = 'service_unavailable: Too many logins are under way. Try again in a while.';

describe('Logins over HTTP', () => {
  it('are refused while so many others are being tried, and let in again after them', async () => {
    const { logIn, waiting, letGo, counters } = buildLogins();
    const first = Array.from({ length: LOGINS_IN_FLIGHT_MAX }, () => logIn('guest'));
    expect(await logIn('guest')).to.equal(BUSY);
    expect(waiting, 'nothing was tried').to.have.lengthOf(LOGINS_IN_FLIGHT_MAX);
    letGo();
    expect(new Set(await Promise.all(first))).to.deep.equal(new Set(['guest']));
    const next = logIn('guest');
    letGo();
    expect(await next).to.equal('guest');
    expect(counters.httpLoginsAdmitted).to.equal(LOGINS_IN_FLIGHT_MAX + 1);
    expect(counters.httpLoginsRefused).to.equal(0);
  });

  it('make place for others when they fail, too', async () => {
    const { logIn, letGo } = buildLogins();
    const first = Array.from({ length: LOGINS_IN_FLIGHT_MAX }, () => logIn('wrong'));
    letGo();
    await Promise.all(first);
    const next = logIn('guest');
    letGo();
    expect(await next).not.to.equal(BUSY);
  });

  it('are counted, whatever they are refused for', async () => {
    const { broker, counters, logIn, letGo } = buildLogins();
    const outcome = async (login: Promise<string>): Promise<string> => {
      letGo();
      return login;
    };
    expect(await outcome(logIn('guest'))).to.equal('guest');
    expect(await outcome(logIn('wrong'))).to.equal('not_authorized: Login failed');
    expect(await outcome(logIn('guest', false))).to.equal(
      'not_authorised: User can only log in via localhost',
    );
    broker.access.users.put({
      name: 'guest',
      tags: ['impersonator'],
      ...GUEST_HASH,
    });
    expect(await outcome(logIn('guest'))).to.equal('not_authorised: Not management user');
    expect(loginCounts(counters)).to.deep.equal([
      { protocol: 'http', admitted: 1, refused: 3 },
      { protocol: 'amqp091', admitted: 0, refused: 0 },
    ]);
  });
});
