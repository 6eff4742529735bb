/** A binding in JSON, as RabbitMQ's HTTP API has it. Called by routes/bindings.ts. */
import { createHash } from 'node:crypto';
import type { BindingDefinition } from '../../core/definitions.js';
import { tableIdentity } from '../../core/field-equality.js';
import { jsonOfTable } from '../field-json.js';

/** Of the arguments; a text of six characters in RabbitMQ too. */
const HASH_SIZE = 4;

export function presentBinding(binding: Omit<BindingDefinition, 'kind'>) {
  const { source, vhost, destination, destinationKind, routingKey } = binding;
  return {
    source,
    vhost,
    destination,
    destination_type: destinationKind,
    routing_key: routingKey,
    arguments: jsonOfTable(binding.arguments),
    properties_key: propertiesKey(binding),
  };
}

/**
 * What tells a binding from the others between the same two: the key, and a hash of the arguments.
 * It can stand in a path.
 */
export function propertiesKey({
  routingKey,
  arguments: table,
}: Pick<BindingDefinition, 'routingKey' | 'arguments'>): string {
  if (table.size === 0) return routingKey === '' ? '~' : quote(routingKey);
  const hash = createHash('sha256').update(tableIdentity(table)).digest();
  return `${quote(routingKey)}~${hash.subarray(0, HASH_SIZE).toString('base64url')}`;
}

/** As in a form: all but letters, digits and ".-_" by their octets, and "+" for a blank. */
export function quote(text: string): string {
  // By octets, since a text need not be UTF-16 that can be encoded as a URI.
  return Buffer.from(text)
    .toString('latin1')
    .replace(/[^\w.-]/g, (one) =>
      one === ' ' ? '+' : `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
}

/** For whoever put it into a path without encoding it again. */
export function unquote(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
