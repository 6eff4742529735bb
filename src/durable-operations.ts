/**
 * Turns a change of the broker into a promise that is kept when the change is on the disk. Used by
 * server.ts, for its own methods and for the HTTP API.
 */
import type { Broker } from './core/broker.js';

export class DurableOperations {
  readonly #broker: Broker;
  /** Who is to hear that what they wait for will never be on the disk. */
  readonly #waiting = new Set<(reason: Error) => void>();
  #failure: Error | undefined;

  constructor(broker: Broker) {
    this.#broker = broker;
  }

  /** Does it at once. Rejects with what it throws, or with the reason why storage failed. */
  run<T>(operation: () => T): Promise<T> {
    const { store, durable } = this.#broker;
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) throw this.#failure;
      const first = store.last + 1;
      const result = operation();
      const { last } = store;
      const settle = (): void => {
        if (!store.isDurable(first, last)) return;
        durable.delete(settle);
        this.#waiting.delete(reject);
        resolve(result);
      };
      durable.add(settle);
      this.#waiting.add(reject);
      settle();
    });
  }

  /** Nothing will be durable any more. */
  fail(reason: Error): void {
    this.#failure = reason;
    for (const reject of this.#waiting) reject(reason);
    this.#waiting.clear();
  }
}
