/**
 * Resources that run short. Whoever can measure one (server.ts: memory) raises and clears its
 * alarm; while any is raised, protocols take nothing in from publishers, and tell them why (AMQP:
 * connection.blocked).
 */
import type { Events } from './events.js';

export type Resource = 'memory' | 'disk';

export class Alarms {
  /** Called when the first alarm is raised and when the last is cleared. */
  readonly listeners = new Set<() => void>();
  /** Asked for each publish. */
  isActive = false;
  readonly #raised = new Set<Resource>();
  readonly #events: Events;
  readonly #nodeName: string;

  constructor(events: Events, nodeName: string) {
    this.#events = events;
    this.#nodeName = nodeName;
  }

  /** RabbitMQ's words: "low on memory". */
  get reason(): string {
    return [...this.#raised].map((resource) => `low on ${resource}`).join(' & ');
  }

  isRaised(resource: Resource): boolean {
    return this.#raised.has(resource);
  }

  set(resource: Resource, isShort: boolean): void {
    if (isShort === this.#raised.has(resource)) return;
    if (isShort) this.#raised.add(resource);
    else this.#raised.delete(resource);
    if (this.#events.isObserved) {
      const facts = { source: resource, node: this.#nodeName };
      this.#events.emit(isShort ? 'alarm.set' : 'alarm.cleared', facts);
    }
    const isActive = this.#raised.size > 0;
    if (isActive === this.isActive) return;
    this.isActive = isActive;
    for (const listener of this.listeners) listener();
  }
}
