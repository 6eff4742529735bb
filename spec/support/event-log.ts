/** Keeps the events of a broker, for specs to look at; says so to nobody while it is deaf. */
import type { BrokerEvent, Events, Observer } from '../../src/core/events.js';

export class EventLog implements Observer {
  isListening = true;
  readonly events: BrokerEvent[] = [];

  constructor(events: Events) {
    events.observers.add(this);
  }

  onEvent(event: BrokerEvent): void {
    this.events.push(event);
  }

  get names(): string[] {
    return this.events.map(({ name }) => name);
  }

  /** Of the latest event of this name. */
  facts(name: string): BrokerEvent['facts'] {
    const found = this.events.findLast((event) => event.name === name);
    if (found === undefined) throw new Error(`no ${name} among ${this.names.join()}`);
    return found.facts;
  }
}
