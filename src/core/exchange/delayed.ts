/**
 * The delayed exchange (x-delayed-message, RabbitMQ's community plugin): routes by the rules of
 * another type, but has what says x-delay wait first. This is the part that decides;
 * delayed-messages.ts keeps what waits.
 */
import type { ExchangeDefinition } from '../definitions.js';
import { BrokerError } from '../errors.js';
import { textOf } from '../field.js';
import type { Message } from '../message.js';
import type { Binding } from './binding.js';
import { delayOf } from './delay-header.js';
import type { Matcher, Matching } from './matcher.js';

export const DELAYED_TYPE = 'x-delayed-message';

const NO_HISTORY: readonly Message[] = [];

export class DelayedMatcher implements Matcher {
  readonly decidedBy = 'message';
  readonly isAskedByKey: boolean;
  readonly #inner: Matcher;

  constructor(inner: Matcher) {
    this.#inner = inner;
    this.isAskedByKey = inner.isAskedByKey;
  }

  validate(binding: Binding): void {
    this.#inner.validate(binding);
  }

  add(binding: Binding): void {
    this.#inner.add(binding);
  }

  remove(binding: Binding): void {
    this.#inner.remove(binding);
  }

  match(matching: Matching): void {
    if (delayOf(matching.headers()) > 0) matching.hold();
    else this.#inner.match(matching);
  }

  history(): Iterable<Message> {
    return this.#inner.history?.() ?? NO_HISTORY;
  }

  dispose(): void {
    this.#inner.dispose?.();
  }
}

/** The same exchange, of the type whose rules it is to route by. The plugin's faults. */
export function undelayed(definition: ExchangeDefinition): ExchangeDefinition {
  const type = textOf(definition.arguments.get('x-delayed-type'));
  if (type === undefined) {
    throw refusal("Invalid argument, 'x-delayed-type' must be an existing exchange type");
  }
  if (type === DELAYED_TYPE) {
    throw refusal(`Invalid argument, '${DELAYED_TYPE}' can't be used for 'x-delayed-type'`);
  }
  return { ...definition, type };
}

function refusal(message: string): BrokerError {
  return new BrokerError('precondition-failed', message);
}
