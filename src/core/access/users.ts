/**
 * Users by name: their tags, their passwords' hashes, their limits. Kept by access.ts; changed by
 * the HTTP API and at the first start.
 */
import type { Owner } from '../consumer.js';
import type { UserDefinition } from '../definitions.js';
import { BrokerError } from '../errors.js';
import { BROKER_ITSELF, type Events } from '../events.js';
import type { Store } from '../store.js';
import { HASHING_ALGORITHMS, type PasswordHash, type PasswordHashing } from './password-hashing.js';

export type User = UserDefinition;

/** What is left out stays as it was, or is nothing. */
export interface UserRequest extends Partial<PasswordHash> {
  readonly name: string;
  readonly tags?: readonly string[];
  /** Negative: no limit. */
  readonly connectionCountMax?: number;
  readonly channelCountMax?: number;
}

export interface UsersContext {
  readonly store: Store;
  readonly events: Events;
  readonly hashing: PasswordHashing;
  /** After each change, whatever it is. */
  readonly onChanged: () => void;
}

/** What a SASL response can name within reason, and the store's row holds. */
const NAME_SIZE_MAX = 255;
const TAGS_SIZE_MAX = 4_096;
const NO_LIMIT = -1;
/** By RabbitMQ's names. */
const LIMITS = {
  'max-connections': 'connectionCountMax',
  'max-channels': 'channelCountMax',
} as const;
const NO_PASSWORD: PasswordHash = {
  hashingAlgorithm: 'rabbit_password_hashing_sha256',
  passwordHash: '',
};

export class Users {
  readonly #context: UsersContext;
  readonly #users = new Map<string, User>();

  constructor(context: UsersContext) {
    this.#context = context;
  }

  get count(): number {
    return this.#users.size;
  }

  get(name: string): User | undefined {
    return this.#users.get(name);
  }

  all(): Iterable<User> {
    return this.#users.values();
  }

  /** Makes one, or changes the one that is there. Throws a BrokerError for what none can be. */
  put(request: UserRequest, by?: Owner): User {
    const current = this.#users.get(request.name);
    const user: User = {
      ...NO_PASSWORD,
      tags: [],
      connectionCountMax: NO_LIMIT,
      channelCountMax: NO_LIMIT,
      ...current,
      ...request,
      kind: 'user',
    };
    requireSound(user);
    if (user.passwordHash !== '' && !this.#context.hashing.isWellFormed(user)) {
      throw unfit(user.name, `the password hash is none of ${user.hashingAlgorithm}`);
    }
    this.#context.store.define(user);
    this.restore(user);
    this.#tell(user, current, by);
    return user;
  }

  /** False if there was none. Its permissions are not this file's business. */
  delete(name: string, by?: Owner): boolean {
    const user = this.#users.get(name);
    if (user === undefined) return false;
    this.#users.delete(name);
    this.#context.store.undefine(user);
    this.#context.onChanged();
    this.#emit('user.deleted', name, by);
    return true;
  }

  restore(user: User): void {
    this.#users.set(user.name, user);
    this.#context.onChanged();
  }

  #tell(user: User, current: User | undefined, by: Owner | undefined): void {
    const { name, tags } = user;
    if (current === undefined) this.#emit('user.created', name, by);
    else if (current.passwordHash !== user.passwordHash) {
      const isCleared = user.passwordHash === '';
      this.#emit(isCleared ? 'user.password.cleared' : 'user.password.changed', name, by);
    }
    const { events } = this.#context;
    if (!events.isObserved) return;
    const user_who_performed_action = by?.user ?? BROKER_ITSELF;
    if (current?.tags.join() !== tags.join()) {
      events.emit('user.tags.set', { name, tags, user_who_performed_action });
    }
    this.#tellLimits(user, current, user_who_performed_action);
  }

  /** What is a limit no more is not named, as in RabbitMQ. */
  #tellLimits(user: User, current: User | undefined, user_who_performed_action: string): void {
    const changed = Object.entries(LIMITS).filter(
      ([, key]) => user[key] !== (current?.[key] ?? NO_LIMIT),
    );
    const set = changed
      .filter(([, key]) => user[key] >= 0)
      .map(([name, key]) => [name, user[key]] as const);
    const { events } = this.#context;
    const facts = { name: 'limits', username: user.name, user_who_performed_action } as const;
    if (set.length > 0) events.emit('user.limits.set', { ...Object.fromEntries(set), ...facts });
    if (set.length < changed.length) events.emit('user.limits.cleared', facts);
  }

  #emit(
    event: 'user.created' | 'user.deleted' | 'user.password.changed' | 'user.password.cleared',
    name: string,
    by: Owner | undefined,
  ): void {
    const { events } = this.#context;
    if (!events.isObserved) return;
    events.emit(event, { name, user_who_performed_action: by?.user ?? BROKER_ITSELF });
  }
}

function requireSound({ name, tags, hashingAlgorithm, ...limits }: User): void {
  if (name === '' || name.length > NAME_SIZE_MAX) {
    throw unfit(name.slice(0, NAME_SIZE_MAX), `a name has 1 to ${NAME_SIZE_MAX} characters`);
  }
  if (tags.join().length > TAGS_SIZE_MAX) {
    throw unfit(name, `tags have at most ${TAGS_SIZE_MAX} characters`);
  }
  if (!HASHING_ALGORITHMS.includes(hashingAlgorithm)) {
    throw unfit(name, `unknown hashing algorithm '${String(hashingAlgorithm)}'`);
  }
  for (const limit of [limits.connectionCountMax, limits.channelCountMax]) {
    if (!Number.isSafeInteger(limit)) throw unfit(name, `a limit is an integer, not ${limit}`);
  }
}

function unfit(name: string, why: string): BrokerError {
  return new BrokerError('precondition-failed', `invalid user '${name}': ${why}`);
}
