/**
 * A connection that publishes while a resource runs short: it is not read from, and told so if it
 * wants to hear of it (RabbitMQ's extension). Owned by connection.ts.
 */
import type { Connection } from './connection.js';
import type { Intake } from './intake.js';

export class Blocking {
  readonly #connection: Connection;
  readonly #intake: Intake;
  readonly #onAlarm = (): void => this.#onChange();

  constructor(connection: Connection, intake: Intake) {
    this.#connection = connection;
    this.#intake = intake;
  }

  begin(): void {
    if (this.#intake.isHeldBy('alarm')) return;
    this.#intake.hold('alarm');
    const { alarms } = this.#connection.broker;
    alarms.listeners.add(this.#onAlarm);
    if (!this.#wantsToHear) return;
    this.#connection.send(0, 'connection.blocked', { reason: alarms.reason });
  }

  /** The connection ends. */
  stop(): void {
    this.#connection.broker.alarms.listeners.delete(this.#onAlarm);
  }

  get #wantsToHear(): boolean {
    return this.#connection.capabilities.has('connection.blocked');
  }

  #onChange(): void {
    if (this.#connection.broker.alarms.isActive) return;
    this.stop();
    this.#intake.release('alarm');
    if (this.#wantsToHear) this.#connection.send(0, 'connection.unblocked', {});
  }
}
