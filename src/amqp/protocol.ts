/** AMQP 0-9-1 as server.ts sees it: a Protocol that makes a Connection for each transport. */
import type { Broker } from '../core/broker.js';
import type { Protocol, Session, Transport } from '../core/protocol.js';
import { Connection } from './connection.js';
import type { AmqpOptions } from './options.js';
import { NameCache } from './wire/name-cache.js';

export class AmqpProtocol implements Protocol {
  readonly name = 'amqp';
  readonly #broker: Broker;
  readonly #options: AmqpOptions;
  readonly #names = new NameCache();

  constructor(broker: Broker, options: AmqpOptions) {
    this.#broker = broker;
    this.#options = options;
  }

  accept(transport: Transport): Session {
    return new Connection(this.#broker, transport, this.#options, this.#names);
  }
}
