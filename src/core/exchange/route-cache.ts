/**
 * Results of routing that an exchange remembers, so that the steady state is one look-up. Filled by
 * router.ts, which bounds it and empties it whenever anything changes that a route may depend on.
 */
import type { Queue } from '../queue/queue.js';

export class RouteCache {
  /** The route of every message, where it depends on nothing. */
  #only: readonly Queue[] | undefined;
  readonly #byKey = new Map<string, readonly Queue[]>();

  get(routingKey: string): readonly Queue[] | undefined {
    return this.#only ?? this.#byKey.get(routingKey);
  }

  rememberForAll(queues: readonly Queue[]): void {
    this.#only = queues;
  }

  remember(routingKey: string, queues: readonly Queue[]): void {
    this.#byKey.set(routingKey, queues);
  }

  clear(): void {
    this.#only = undefined;
    this.#byKey.clear();
  }
}
