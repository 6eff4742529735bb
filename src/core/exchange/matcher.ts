/**
 * The contract of an exchange type: which of its bindings does a message match? Implemented by
 * direct.ts, fanout.ts, topic.ts and headers.ts, made by types.ts, asked by router.ts.
 */
import type { BindingDefinition } from '../definitions.js';
import type { FieldTable } from '../field.js';
import type { Binding, Destination } from './binding.js';

/**
 * What a match is decided by; a router may remember the result for all messages that agree in it.
 */
export type DecidedBy = 'nothing' | 'routing-key' | 'message';

/** What a matcher may look at, and whom it tells. */
export interface Matching {
  readonly routingKey: string;
  /** Decoded at the first call. */
  headers(): FieldTable;
  /** The same destination may be given any number of times. */
  add(destination: Destination): void;
}

export interface Matcher {
  readonly decidedBy: DecidedBy;
  /** Throws a BrokerError if this type of exchange cannot have such a binding. */
  validate(definition: BindingDefinition): void;
  /** Each binding is added once, and removed at most once. */
  add(binding: Binding): void;
  remove(binding: Binding): void;
  match(matching: Matching): void;
}
