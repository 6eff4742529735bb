/**
 * The connections that are open in a vhost: how many there may be, and who is to hear that the
 * vhost goes. Kept by vhost.ts; protocols enter through Broker.enter and leave through
 * Broker.leave.
 */
import type { ClientFacts } from './client.js';
import type { Owner } from './consumer.js';
import { BrokerError } from './errors.js';

export interface VhostClient extends Owner {
  readonly user: string;
  readonly facts: ClientFacts;
  /**
   * It is to let go of what it has, and take its leave: where the vhost is deleted everything in it
   * goes right after this.
   */
  dismiss(reason: string): void;
}

export class VhostClients {
  readonly #vhost: string;
  readonly #clients = new Set<VhostClient>();

  constructor(vhost: string) {
    this.#vhost = vhost;
  }

  get count(): number {
    return this.#clients.size;
  }

  all(): Iterable<VhostClient> {
    return this.#clients;
  }

  /** A negative `countMax` is no limit. */
  requireRoom(user: string, countMax: number): void {
    if (countMax < 0 || this.#clients.size < countMax) return;
    throw new BrokerError(
      'not-allowed',
      `access to vhost '${this.#vhost}' refused for user '${user}': ` +
        `connection limit (${countMax}) is reached`,
    );
  }

  add(client: VhostClient): void {
    this.#clients.add(client);
  }

  /** False if it was not there. */
  delete(client: VhostClient): boolean {
    return this.#clients.delete(client);
  }

  dismissAll(): void {
    for (const client of [...this.#clients]) client.dismiss(`vhost '${this.#vhost}' is deleted`);
    this.#clients.clear();
  }

  dismissUser(name: string): void {
    for (const client of [...this.#clients]) {
      if (client.user === name) client.dismiss(`user '${name}' is deleted`);
    }
  }
}
