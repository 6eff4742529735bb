/**
 * Results of routing that an exchange remembers, so that the steady state is one look-up. Filled by
 * router.ts, which bounds it and empties it whenever anything changes that a route may depend on.
 */
import type { Target } from '../target.js';

export class RouteCache {
  /** The route of every message, where it depends on nothing. */
  #only: readonly Target[] | undefined;
  readonly #byKey = new Map<string, readonly Target[]>();

  get(routingKey: string): readonly Target[] | undefined {
    return this.#only ?? this.#byKey.get(routingKey);
  }

  rememberForAll(targets: readonly Target[]): void {
    this.#only = targets;
  }

  remember(routingKey: string, targets: readonly Target[]): void {
    this.#byKey.set(routingKey, targets);
  }

  clear(): void {
    this.#only = undefined;
    this.#byKey.clear();
  }
}
