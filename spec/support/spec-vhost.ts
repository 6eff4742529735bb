/**
 * A vhost to arrange specs with: short requests with the usual flags, one owner, a store whose disk
 * waits.
 */
import { Clock } from '../../src/core/clock.js';
import type { Owner } from '../../src/core/consumer.js';
import { Counters } from '../../src/core/counters.js';
import type { BindingDefinition, ExchangeDefinition } from '../../src/core/definitions.js';
import { BrokerError } from '../../src/core/errors.js';
import { Events } from '../../src/core/events.js';
import type { Exchange } from '../../src/core/exchange/exchange.js';
import type { FieldTable } from '../../src/core/field.js';
import { NO_FIELDS } from '../../src/core/field.js';
import type { Queue } from '../../src/core/queue/queue.js';
import { Residency } from '../../src/core/queue/residency.js';
import { Vhost } from '../../src/core/vhost.js';
import type { QueueRequest } from './core-builders.js';
import { message, specFormat } from './core-builders.js';
import { ScriptedStore } from './scripted-store.js';
import { seedOfRun, SeededRandom } from './seed.js';

type ExchangeFlags = Partial<Omit<ExchangeDefinition, 'name' | 'type' | 'kind' | 'vhost'>>;

export class SpecVhost {
  readonly clock = new Clock(1_000_000);
  readonly store = new ScriptedStore();
  readonly events = new Events(this.clock);
  readonly counters = new Counters();
  readonly owner: Owner = { name: 'owner' };
  readonly random = new SeededRandom(seedOfRun());
  readonly residency: Residency;
  readonly vhost: Vhost;
  #tokenCount = 0;
  #queueCount = 0;

  constructor() {
    const { store } = this;
    this.residency = new Residency({ store, format: specFormat, durable: new Set() });
    this.vhost = new Vhost('/', {
      clock: this.clock,
      store: this.store,
      events: this.events,
      counters: this.counters,
      nodeName: 'leveret@here',
      residency: this.residency,
      token: () => `token-${String(++this.#tokenCount)}`,
      random: () => this.random.next(),
      nextQueueId: () => ++this.#queueCount,
    });
  }

  queue(name: string, flags: QueueRequest = {}, owner = this.owner): Queue {
    const { durable = false, exclusive = false, autoDelete = false } = flags;
    const args = flags.arguments ?? NO_FIELDS;
    return this.vhost.declareQueue(
      { name, durable, exclusive, autoDelete, arguments: args },
      owner,
    );
  }

  exchange(name: string, type = 'direct', flags: ExchangeFlags = {}): Exchange {
    const defaults = { durable: false, autoDelete: false, internal: false, arguments: NO_FIELDS };
    return this.vhost.declareExchange({ ...defaults, ...flags, name, type });
  }

  bind(queue: string, source: string, routingKey = '', args = NO_FIELDS, owner = this.owner): void {
    this.vhost.bind(binding('queue', queue, source, routingKey, args), owner);
  }

  unbind(queue: string, source: string, routingKey = '', args = NO_FIELDS): void {
    this.vhost.unbind(binding('queue', queue, source, routingKey, args), this.owner);
  }

  bindExchange(destination: string, source: string, routingKey = '', args = NO_FIELDS): void {
    this.vhost.bind(binding('exchange', destination, source, routingKey, args), this.owner);
  }

  unbindExchange(destination: string, source: string, routingKey = ''): void {
    this.vhost.unbind(binding('exchange', destination, source, routingKey, NO_FIELDS), this.owner);
  }

  /** Names of the queues that took the message, in order of name. */
  reached(exchange: string, routingKey = '', headers = NO_FIELDS): string[] {
    const queues = [...this.vhost.queues()];
    const before = new Map(queues.map((queue) => [queue, queue.messageCount]));
    this.vhost.publish(message({ exchange, routingKey, headers }));
    const reached = queues.filter((queue) => queue.messageCount > (before.get(queue) ?? 0));
    return reached.map((queue) => queue.name).sort();
  }

  /** What is bound, as "source key destination", in order. */
  get bindings(): string[] {
    return [...this.vhost.bindings()]
      .map(({ source, routingKey, destination }) => `${source} ${routingKey} ${destination}`)
      .sort();
  }
}

function binding(
  destinationKind: BindingDefinition['destinationKind'],
  destination: string,
  source: string,
  routingKey: string,
  args: FieldTable,
): Omit<BindingDefinition, 'kind' | 'vhost'> {
  return { destinationKind, destination, source, routingKey, arguments: args };
}

/** "kind: message" of the fault that `act` makes. */
export function faultOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof BrokerError) return `${error.kind}: ${error.message}`;
    throw error;
  }
  throw new Error('no fault was made');
}
