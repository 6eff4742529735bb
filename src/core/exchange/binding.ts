/**
 * One binding as its two ends hold it: the definition, and the objects that the names in it stand
 * for. Made by exchanges.ts, matched by the matchers of this folder.
 */
import type { BindingDefinition } from '../definitions.js';
import { tableIdentity } from '../field-equality.js';
import type { Queue } from '../queue/queue.js';
import type { Exchange } from './exchange.js';

export type Destination = Queue | Exchange;

export class Binding {
  readonly definition: BindingDefinition;
  readonly source: Exchange;
  readonly destination: Destination;
  readonly identity: string;

  constructor(definition: BindingDefinition, source: Exchange, destination: Destination) {
    this.definition = definition;
    this.source = source;
    this.destination = destination;
    this.identity = bindingIdentity(definition);
  }

  /** A binding outlives the process if both of its ends do. */
  get isDurable(): boolean {
    return this.source.definition.durable && this.destination.definition.durable;
  }
}

/** What tells a binding from the others of its source: everything but the source itself. */
export function bindingIdentity(definition: BindingDefinition): string {
  const { destinationKind, destination, routingKey } = definition;
  const names = `${destination.length}:${destination}${routingKey.length}:${routingKey}`;
  return `${destinationKind} ${names}${tableIdentity(definition.arguments)}`;
}

export function isQueue(destination: Destination): destination is Queue {
  return destination.definition.kind === 'queue';
}
