/**
 * Who may come in, and what they may do: users and their permissions, and the decisions drawn from
 * them. Asked by the protocols' handshakes and for each operation (authorization.ts), changed
 * by the HTTP API. Made by broker.ts.
 */
import type { Clock } from '../clock.js';
import type { Owner } from '../consumer.js';
import type { AccessDefinition } from '../definitions.js';
import { BrokerError } from '../errors.js';
import type { Events } from '../events.js';
import type { CompilePattern } from '../pattern.js';
import type { Store } from '../store.js';
import { type LoginSource, LoginThrottle, type LoginThrottleOptions } from './login-throttle.js';
import type { HashingAlgorithm, PasswordHash, PasswordHashing } from './password-hashing.js';
import { type Operation, Permissions } from './permissions.js';
import { TopicPermissions } from './topic-permissions.js';
import { UserSessions } from './user-sessions.js';
import { type User, Users } from './users.js';

export interface AccessOptions {
  readonly hashing?: PasswordHashing;
  /** Users who may only come from this machine: guest, as in RabbitMQ. */
  readonly loopbackUsers?: readonly string[];
  readonly throttle?: LoginThrottleOptions;
}

export interface AccessContext extends AccessOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly events: Events;
  readonly compile: CompilePattern;
}

/** `refusal` is for the log and the operator: the peer is not told which of its words was wrong. */
export type Login =
  | { readonly user: User; readonly refusal?: undefined }
  | { readonly user?: undefined; readonly refusal: Refusal };
export type Refusal =
  'unknown user' | 'wrong password' | 'not from this machine' | 'too many failures';

/** The first user: one that works on the machine itself and nowhere else. */
export interface DefaultUser {
  readonly name: string;
  readonly password: string;
  readonly tags: readonly string[];
}

export const GUEST: DefaultUser = { name: 'guest', password: 'guest', tags: ['administrator'] };

/** What is as good as public needs no costly hash; any other password gets one. */
const PUBLIC_PASSWORD_HASHING = 'rabbit_password_hashing_sha256';
const PASSWORD_HASHING = 'leveret_password_hashing_scrypt';

const NO_HASHING: PasswordHashing = {
  hash: () => {
    throw new BrokerError('not-implemented', 'nothing was given that hashes passwords');
  },
  verify: (_password, _hash, done) => done(false),
  isWellFormed: () => true,
};

export class Access {
  /** Grows with each change: whoever remembers a decision forgets it then. */
  version = 0;
  /** Told the name of each user who is deleted. */
  readonly onUserDeleted = new Set<(name: string) => void>();
  readonly users: Users;
  readonly sessions: UserSessions;
  readonly throttle: LoginThrottle;
  readonly permissions: Permissions;
  readonly topicPermissions: TopicPermissions;

  readonly #hashing: PasswordHashing;
  readonly #loopbackUsers: ReadonlySet<string>;

  constructor({ store, events, compile, clock, ...options }: AccessContext) {
    const { hashing = NO_HASHING, loopbackUsers = [GUEST.name] } = options;
    const onChanged = (): void => {
      this.version++;
    };
    const context = { store, events, compile, onChanged };
    this.#hashing = hashing;
    this.#loopbackUsers = new Set(loopbackUsers);
    this.users = new Users({ store, events, hashing, onChanged });
    this.throttle = new LoginThrottle(clock, options.throttle);
    this.sessions = new UserSessions(this.users);
    this.permissions = new Permissions(context);
    this.topicPermissions = new TopicPermissions(context);
  }

  /**
   * The answer may come within the call. It takes its time for users who are not there, too; only
   * who has failed too often has it at once.
   */
  authenticate(
    name: string,
    password: string,
    source: LoginSource,
    done: (login: Login) => void,
  ): void {
    if (this.throttle.refuses(source)) return done({ refusal: 'too many failures' });
    this.#examine(name, password, source.isLoopback, (login) => {
      if (login.user === undefined) this.throttle.noteFailure(source);
      else this.throttle.noteSuccess(source);
      done(login);
    });
  }

  #examine(
    name: string,
    password: string,
    isLoopback: boolean,
    done: (login: Login) => void,
  ): void {
    const user = this.users.get(name);
    if (user === undefined || user.passwordHash === '' || password === '') {
      return this.#hashing.hash(password, PASSWORD_HASHING, () =>
        done({ refusal: user === undefined ? 'unknown user' : 'wrong password' }),
      );
    }
    this.#hashing.verify(password, user, (isRight) => {
      // The user may have gone, or have been given another password, in the meantime.
      const current = this.users.get(name);
      if (!isRight || current?.passwordHash !== user.passwordHash) {
        return this.#refuseLate(password, user, done);
      }
      done(this.admit(name, isLoopback));
    });
  }

  /** A hash that is quick to make must not tell that there is such a user. */
  #refuseLate(password: string, user: User, done: (login: Login) => void): void {
    const refuse = (): void => done({ refusal: 'wrong password' });
    if (user.hashingAlgorithm === PASSWORD_HASHING) refuse();
    else this.#hashing.hash(password, PASSWORD_HASHING, refuse);
  }

  /** For a user who is known without a password: by a certificate, by the configuration. */
  admit(name: string, isLoopback: boolean): Login {
    const user = this.users.get(name);
    if (user === undefined) return { refusal: 'unknown user' };
    if (!isLoopback && this.#loopbackUsers.has(name)) return { refusal: 'not from this machine' };
    return { user };
  }

  may(operation: Operation, user: string, vhost: string, name: string): boolean {
    return this.permissions.may(operation, user, vhost, name);
  }

  /** For `users.put`; with RabbitMQ's own algorithm where another program is to take the hash. */
  hashPassword(
    password: string,
    done: (hash: PasswordHash) => void,
    algorithm: HashingAlgorithm = PASSWORD_HASHING,
  ): void {
    this.#hashing.hash(password, algorithm, done);
  }

  /** Its permissions go with it. False if there was none. */
  deleteUser(name: string, by?: Owner): boolean {
    if (this.users.get(name) === undefined) return false;
    this.#deletePermissions(({ user }) => user === name, by);
    this.users.delete(name, by);
    for (const listener of this.onUserDeleted) listener(name);
    return true;
  }

  /** A vhost goes, and what was allowed in it. */
  onVhostDeleted(name: string, by?: Owner): void {
    this.#deletePermissions(({ vhost }) => vhost === name, by);
  }

  /** Throws a BrokerError where the vhost lets the user not in (RabbitMQ: connection.open). */
  requireVhost(user: string, vhost: string): void {
    if (this.permissions.get(user, vhost) !== undefined) return;
    throw new BrokerError('not-allowed', `access to vhost '${vhost}' refused for user '${user}'`);
  }

  /** Where there is no user, nobody could ever make one. `done` may be called at once. */
  createFirstUser(request: DefaultUser, vhosts: Iterable<string>, done: () => void): void {
    const { name, password, tags } = request;
    const isPublic = password === GUEST.password;
    const algorithm = isPublic ? PUBLIC_PASSWORD_HASHING : PASSWORD_HASHING;
    this.#hashing.hash(password, algorithm, (hash) => {
      this.users.put({ name, tags, ...hash });
      for (const vhost of vhosts) this.allowAll(name, vhost);
      done();
    });
  }

  allowAll(user: string, vhost: string): void {
    this.permissions.put({ user, vhost, configure: '.*', write: '.*', read: '.*' });
  }

  restore(definition: AccessDefinition): void {
    switch (definition.kind) {
      case 'user':
        return this.users.restore(definition);
      case 'permission':
        return this.permissions.restore(definition);
      case 'topic-permission':
        return this.topicPermissions.restore(definition);
    }
  }

  #deletePermissions(
    isConcerned: (of: { readonly user: string; readonly vhost: string }) => boolean,
    by: Owner | undefined,
  ): void {
    for (const permission of [...this.permissions.all()].filter(isConcerned)) {
      this.permissions.delete(permission.user, permission.vhost, by);
    }
    for (const permission of [...this.topicPermissions.all()].filter(isConcerned)) {
      this.topicPermissions.delete(permission.user, permission.vhost, permission.exchange, by);
    }
  }
}
