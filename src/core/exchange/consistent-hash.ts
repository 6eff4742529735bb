/**
 * The consistent hash exchange (RabbitMQ's x-consistent-hash): each message goes to one of the
 * bound queues, always the same one for the same key, and each queue gets its share by weight.
 * Rendezvous hashing: every queue draws a number for the key, and the lowest one wins. So a queue
 * that comes or goes moves the keys that it gains or loses, and no others.
 */
import type { ExchangeDefinition } from '../definitions.js';
import { erlangTerm, FIELD_TYPE_NAMES } from '../erlang-text.js';
import { BrokerError } from '../errors.js';
import { fieldIdentity } from '../field-equality.js';
import type { MessageProperty } from '../message.js';
import { resourceText } from '../resource-name.js';
import type { Binding, Destination } from './binding.js';
import { fractionOf, hashText } from './hash.js';
import type { DecidedBy, Matcher, Matching } from './matcher.js';

const PROPERTIES: ReadonlyMap<string, MessageProperty> = new Map([
  ['correlation_id', 'correlationId'],
  ['message_id', 'messageId'],
  ['timestamp', 'timestamp'],
]);

/** All messages without the header or property share a queue. */
const ABSENT = '';

interface Place {
  readonly hash: number;
  /** Of the oldest of `bindings`. */
  weight: number;
  readonly bindings: Set<Binding>;
}

/** The same as numbers in a row: a message is compared with each, and there may be a thousand. */
interface Draw {
  readonly destinations: readonly Destination[];
  readonly hashes: Uint32Array;
  readonly weights: Float64Array;
}

export class ConsistentHashMatcher implements Matcher {
  readonly decidedBy: DecidedBy;
  readonly isAskedByKey = false;
  readonly #header: string | undefined;
  readonly #property: MessageProperty | undefined;
  readonly #places = new Map<Destination, Place>();
  /** Undefined when a binding has come or gone since. */
  #draw: Draw | undefined;

  constructor(definition: ExchangeDefinition) {
    const header = textArgument(definition, 'hash-header');
    const property = textArgument(definition, 'hash-property');
    if (header !== undefined && property !== undefined) {
      throw refusal('hash-header and hash-property are mutually exclusive');
    }
    this.#header = header;
    if (property !== undefined) this.#property = PROPERTIES.get(property);
    if (property !== undefined && this.#property === undefined) {
      throw refusal(`Unsupported property: ${property}`);
    }
    this.decidedBy = header === undefined && property === undefined ? 'routing-key' : 'message';
  }

  validate({ definition }: Binding): void {
    const key = definition.routingKey;
    if (!/^[+-]?\d+$/.test(key)) {
      throw refusal(`The binding key must be an integer: ${erlangTerm({ type: 'S', value: key })}`);
    }
    if (weightOf(definition) < 1) throw refusal('The binding key must be greater than 0');
  }

  add(binding: Binding): void {
    this.#draw = undefined;
    const { definition, destination } = binding;
    const place = this.#places.get(destination);
    if (place !== undefined) {
      place.bindings.add(binding);
      return;
    }
    this.#places.set(destination, {
      hash: hashText(`${definition.destinationKind} ${destination.name}`),
      weight: weightOf(definition),
      bindings: new Set([binding]),
    });
  }

  remove(binding: Binding): void {
    this.#draw = undefined;
    const place = this.#places.get(binding.destination);
    if (place === undefined) return;
    place.bindings.delete(binding);
    const [oldest] = place.bindings;
    if (oldest === undefined) this.#places.delete(binding.destination);
    else place.weight = weightOf(oldest.definition);
  }

  match(matching: Matching): void {
    const { destinations, hashes, weights } = (this.#draw ??= drawOf(this.#places));
    const key = hashText(this.#keyOf(matching));
    let winner = -1;
    let lowest = Infinity;
    let highest = 0;
    for (let index = 0; index < hashes.length; index++) {
      const weight = weights[index];
      const fraction = fractionOf(key, hashes[index] ?? 0);
      // Of the same weight as the winner: no logarithm needs to tell.
      if (fraction <= highest && weight === weights[winner]) continue;
      // Waiting times of which each is the shortest as often as its weight says.
      const drawn = -Math.log(fraction) / (weight ?? 1);
      if (drawn >= lowest) continue;
      lowest = drawn;
      highest = fraction;
      winner = index;
    }
    const destination = destinations[winner];
    if (destination !== undefined) matching.add(destination);
  }

  #keyOf(matching: Matching): string {
    if (this.#header !== undefined) {
      const field = matching.headers().get(this.#header);
      return field === undefined ? ABSENT : fieldIdentity(field);
    }
    if (this.#property === undefined) return matching.routingKey;
    const { message } = matching;
    return message.format.property(message, this.#property) ?? ABSENT;
  }
}

function drawOf(places: ReadonlyMap<Destination, Place>): Draw {
  const each = [...places.values()];
  return {
    destinations: [...places.keys()],
    hashes: Uint32Array.from(each, ({ hash }) => hash),
    weights: Float64Array.from(each, ({ weight }) => weight),
  };
}

function weightOf({ routingKey }: Binding['definition']): number {
  return Number(routingKey);
}

function textArgument(definition: ExchangeDefinition, name: string): string | undefined {
  const field = definition.arguments.get(name);
  if (field === undefined || field.type === 'S') return field?.value;
  const exchange = resourceText('exchange', definition.name, definition.vhost);
  throw refusal(`invalid type '${FIELD_TYPE_NAMES[field.type]}' for arg '${name}' in ${exchange}`);
}

function refusal(message: string): BrokerError {
  return new BrokerError('precondition-failed', message);
}
