/**
 * The events of what a vhost holds: exchanges, queues and bindings as they come and go. Called by
 * vhost.ts and exchange/ at every change; builds nothing unless somebody looks.
 */
import type { Owner } from './consumer.js';
import type { BindingDefinition, ExchangeDefinition } from './definitions.js';
import { BROKER_ITSELF, type EventFacts, type Events } from './events.js';
import type { Queue } from './queue/queue.js';

export class VhostEvents {
  readonly #events: Events;
  readonly #vhost: string;

  constructor(events: Events, vhost: string) {
    this.#events = events;
    this.#vhost = vhost;
  }

  exchangeCreated(definition: ExchangeDefinition, by: Owner): void {
    if (!this.#events.isObserved) return;
    const { name, type, durable, autoDelete, internal, arguments: arguments_ } = definition;
    this.#events.emit('exchange.created', {
      ...this.#doneTo(name, by),
      type,
      durable,
      auto_delete: autoDelete,
      internal,
      arguments: arguments_,
    });
  }

  exchangeDeleted({ name }: ExchangeDefinition, by: Owner): void {
    if (this.#events.isObserved) this.#events.emit('exchange.deleted', this.#doneTo(name, by));
  }

  queueCreated({ definition, options, owner }: Queue, by: Owner): void {
    if (!this.#events.isObserved) return;
    const { name, durable, autoDelete, exclusive, arguments: arguments_ } = definition;
    this.#events.emit('queue.created', {
      ...this.#doneTo(name, by),
      type: options.type,
      durable,
      auto_delete: autoDelete,
      exclusive,
      owner_pid: owner?.name ?? '',
      arguments: arguments_,
    });
  }

  queueDeleted({ name }: Queue, by: Owner): void {
    if (this.#events.isObserved) this.#events.emit('queue.deleted', this.#doneTo(name, by));
  }

  bindingCreated(definition: BindingDefinition, by: Owner): void {
    if (this.#events.isObserved) this.#events.emit('binding.created', bindingFacts(definition, by));
  }

  bindingDeleted(definition: BindingDefinition, by: Owner): void {
    if (this.#events.isObserved) this.#events.emit('binding.deleted', bindingFacts(definition, by));
  }

  #doneTo(name: string, by: Owner): EventFacts['queue.deleted'] {
    return { name, vhost: this.#vhost, user_who_performed_action: by.user ?? BROKER_ITSELF };
  }
}

function bindingFacts(definition: BindingDefinition, by: Owner): EventFacts['binding.created'] {
  const { vhost, source, destination, destinationKind, routingKey } = definition;
  return {
    vhost,
    source_name: source,
    source_kind: 'exchange',
    destination_name: destination,
    destination_kind: destinationKind,
    routing_key: routingKey,
    arguments: definition.arguments,
    user_who_performed_action: by.user ?? BROKER_ITSELF,
  };
}
