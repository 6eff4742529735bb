/**
 * Declaring again what exists must say the same as the first time. These checks throw RabbitMQ's
 * faults, in RabbitMQ's words; vhost.ts calls them for exchanges and queues.
 */
import { erlangText, FIELD_TYPE_NAMES } from './erlang-text.js';
import { BrokerError } from './errors.js';
import { fieldsEquivalent } from './field-equality.js';
import { textOf } from './field.js';
import type { Field, FieldTable } from './field.js';

/** `resource` is what resourceText of resource-name.ts says. */
export interface Redeclared<T> {
  readonly resource: string;
  readonly received: T;
  readonly current: T;
}

export function requireSameProperty(
  property: string,
  { resource, received, current }: Redeclared<string | boolean>,
): void {
  if (received !== current) throw inequivalent(property, resource, `'${received}'`, `'${current}'`);
}

/** Only the arguments named in `keys` are compared; all others may differ. */
export function requireSameArguments(
  keys: readonly string[],
  { resource, received, current }: Redeclared<FieldTable>,
): void {
  for (const key of keys) {
    requireSameArgument(key, { resource, received: received.get(key), current: current.get(key) });
  }
}

function requireSameArgument(
  key: string,
  { resource, received, current }: Redeclared<Field | undefined>,
): void {
  if (received === undefined && current === undefined) return;
  if (received !== undefined && current !== undefined) {
    if (fieldsEquivalent(received, current)) return;
    throw inequivalent(key, resource, valueText(received), valueText(current));
  }
  if (key === 'x-queue-type' && textOf(received ?? current) === 'classic') return;
  throw inequivalent(key, resource, typedText(received), typedText(current));
}

function inequivalent(
  key: string,
  resource: string,
  received: string,
  current: string,
): BrokerError {
  return new BrokerError(
    'precondition-failed',
    `inequivalent arg '${key}' for ${resource}: received ${received} but current is ${current}`,
  );
}

function valueText(field: Field): string {
  return field.type === 'V' ? 'none' : `'${erlangText(field)}'`;
}

function typedText(field: Field | undefined): string {
  if (field === undefined) return 'none';
  return `the value '${erlangText(field)}' of type '${FIELD_TYPE_NAMES[field.type]}'`;
}
