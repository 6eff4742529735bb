/**
 * The logins of all requests over HTTP: bounded in number while their passwords are hashed, and
 * counted beside those over AMQP. One for all routers, made by app.ts; asked by
 * middleware/authenticate.ts and routes/logins.ts.
 */
import type { Login } from '../core/access/access.js';
import type { LoginSource } from '../core/access/login-throttle.js';
import type { Broker } from '../core/broker.js';
import type { Counters } from '../core/counters.js';
import { ApiError } from './api-error.js';
import { requireManagement } from './authorize.js';
import type { ApiContext, ApiUser } from './context.js';

/** Each keeps a thread busy for a while, and a password in memory. */
export const LOGINS_IN_FLIGHT_MAX = 64;

export interface Credentials {
  readonly name: string;
  readonly password: string;
}

type LoginRequest = Pick<ApiContext, 'state' | 'req'>;

/** So many were made over one protocol, since the start. */
export interface LoginCounts {
  readonly protocol: 'http' | 'amqp091';
  readonly admitted: number;
  readonly refused: number;
}

export class Logins {
  readonly #broker: Broker;
  #inFlightCount = 0;

  constructor(broker: Broker) {
    this.#broker = broker;
  }

  /** Who it is, with a tag for the API. Throws an ApiError for all others: 401, 429, 503. */
  async admit(credentials: Credentials, { state, req }: LoginRequest): Promise<ApiUser> {
    // Nothing is tried, so nothing is counted.
    if (this.#inFlightCount >= LOGINS_IN_FLIGHT_MAX) throw ApiError.tooManyLogins();
    const source = { address: req.socket.remoteAddress ?? '', isLoopback: state.isLoopback };
    const login = await this.#authenticate(credentials, source);
    const { access, counters } = this.#broker;
    try {
      const user = userOf(login, () => access.throttle.refusesForMs(source));
      counters.httpLoginsAdmitted++;
      return user;
    } catch (refusal) {
      counters.httpLoginsRefused++;
      throw refusal;
    }
  }

  async #authenticate({ name, password }: Credentials, source: LoginSource): Promise<Login> {
    const { access } = this.#broker;
    this.#inFlightCount++;
    try {
      return await new Promise((resolve) => access.authenticate(name, password, source, resolve));
    } finally {
      this.#inFlightCount--;
    }
  }
}

function userOf({ user, refusal }: Login, throttledForMs: () => number): ApiUser {
  if (refusal === 'too many failures') throw ApiError.throttled(throttledForMs());
  if (refusal === 'not from this machine') {
    throw ApiError.notAuthorised('User can only log in via localhost');
  }
  if (user === undefined) throw ApiError.loginFailed();
  requireManagement(user);
  return user;
}

export function loginCounts(counters: Counters): readonly LoginCounts[] {
  const { loginsAdmitted, loginsRefused, httpLoginsAdmitted, httpLoginsRefused } = counters;
  return [
    { protocol: 'http', admitted: httpLoginsAdmitted, refused: httpLoginsRefused },
    { protocol: 'amqp091', admitted: loginsAdmitted, refused: loginsRefused },
  ];
}
