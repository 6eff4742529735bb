/** A broker to arrange specs with, on a store whose disk waits, and what such specs ask of it. */
import { Broker, type BrokerOptions } from '../../src/core/broker.js';
import { Clock } from '../../src/core/clock.js';
import type { Exchange } from '../../src/core/exchange/exchange.js';
import { NO_FIELDS } from '../../src/core/field.js';
import type { Queue } from '../../src/core/queue/queue.js';
import type { Vhost } from '../../src/core/vhost.js';
import { compilePattern } from '../../src/pattern.js';
import { type QueueRequest, specFormat } from './core-builders.js';
import { ScriptedStore } from './scripted-store.js';

const OWNER = { name: 'owner' };

export class SpecBroker {
  readonly store: ScriptedStore;
  readonly clock = new Clock(1_000_000);
  readonly broker: Broker;
  #tokenCount = 0;

  constructor(store = new ScriptedStore(), options: Partial<BrokerOptions> = {}) {
    this.store = store;
    this.broker = new Broker({
      clock: this.clock,
      store,
      format: specFormat,
      token: () => `token-${String(++this.#tokenCount)}`,
      random: () => 0,
      compilePattern,
      ...options,
    });
  }

  vhost(name = '/'): Vhost {
    const vhost = this.broker.vhost(name);
    if (vhost === undefined) throw new Error(`there is no vhost '${name}'`);
    return vhost;
  }

  queue(name: string, request: QueueRequest = {}, vhost = '/'): Queue {
    const { durable = true, exclusive = false, autoDelete = false } = request;
    const args = request.arguments ?? NO_FIELDS;
    return this.vhost(vhost).declareQueue(
      { name, durable, exclusive, autoDelete, arguments: args },
      OWNER,
    );
  }

  exchange(name: string, type = 'direct', args = NO_FIELDS, vhost = '/'): Exchange {
    const flags = { durable: true, autoDelete: false, internal: false };
    return this.vhost(vhost).declareExchange({ ...flags, name, type, arguments: args });
  }

  /** Throws what the broker says when it cannot start. */
  start(): void {
    let fault: Error | undefined;
    this.broker.start((error) => (fault = error));
    if (fault !== undefined) throw fault;
  }

  /** Another one on what the store has kept, which has started. */
  restarted(): SpecBroker {
    this.store.commit();
    const next = new SpecBroker(this.store.reopen());
    next.start();
    return next;
  }
}
