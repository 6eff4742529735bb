/**
 * How many connections and channels each user has open, over all vhosts, and whether he may have
 * one more: RabbitMQ's user limits, with its texts. Kept by access.ts; broker.ts counts the
 * connections, the protocols count the channels.
 */
import { BrokerError } from '../errors.js';
import type { User } from './users.js';

interface Open {
  connections: number;
  channels: number;
}

export class UserSessions {
  readonly #users: { get(name: string): User | undefined };
  /** Of those who have any. */
  readonly #open = new Map<string, Open>();

  constructor(users: { get(name: string): User | undefined }) {
    this.#users = users;
  }

  /** A negative limit is none, and so is that of a user who has gone. */
  requireConnectionRoom(user: string): void {
    const limit = this.#users.get(user)?.connectionCountMax ?? -1;
    if (limit < 0 || this.#countsOf(user).connections < limit) return;
    throw new BrokerError(
      'not-allowed',
      `connection refused for user '${user}': user connection limit (${limit}) is reached`,
    );
  }

  requireChannelRoom(user: string): void {
    const limit = this.#users.get(user)?.channelCountMax ?? -1;
    if (limit < 0 || this.#countsOf(user).channels < limit) return;
    throw new BrokerError(
      'not-allowed',
      `number of channels opened for user '${user}' has reached the maximum allowed user limit ` +
        `of (${limit})`,
    );
  }

  addConnection(user: string): void {
    this.#change(user, 1, 0);
  }

  deleteConnection(user: string): void {
    this.#change(user, -1, 0);
  }

  addChannel(user: string): void {
    this.#change(user, 0, 1);
  }

  deleteChannel(user: string): void {
    this.#change(user, 0, -1);
  }

  #countsOf(user: string): Readonly<Open> {
    return this.#open.get(user) ?? NONE;
  }

  #change(user: string, connections: number, channels: number): void {
    const open = this.#open.get(user) ?? { ...NONE };
    open.connections += connections;
    open.channels += channels;
    if (open.connections === 0 && open.channels === 0) this.#open.delete(user);
    else this.#open.set(user, open);
  }
}

const NONE: Readonly<Open> = { connections: 0, channels: 0 };
