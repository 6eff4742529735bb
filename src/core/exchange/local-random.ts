/**
 * The local random exchange (RabbitMQ's x-local-random, new in version 4): each message goes to one
 * of the bound queues of this node, and all queues are. What may be bound is checked as there.
 */
import { BrokerError } from '../errors.js';
import { isQueue, type Binding } from './binding.js';
import type { Matcher, MatcherContext, Matching } from './matcher.js';
import { RandomMatcher } from './random.js';

export class LocalRandomMatcher implements Matcher {
  readonly decidedBy = 'message';
  readonly isAskedByKey = false;
  readonly #random: RandomMatcher;

  constructor(context: MatcherContext) {
    this.#random = new RandomMatcher(context);
  }

  validate({ definition, destination }: Binding): void {
    const { routingKey } = definition;
    if (routingKey !== '') throw refusal(`Non empty binding '${routingKey}' key not permitted`);
    if (!isQueue(destination)) throw refusal('Destination not found');
    const { type } = destination.options;
    if (type === 'classic') return;
    throw refusal(`Queue type rabbit_${type}_queue not valid for this exchange type`);
  }

  add(binding: Binding): void {
    this.#random.add(binding);
  }

  remove(binding: Binding): void {
    this.#random.remove(binding);
  }

  match(matching: Matching): void {
    this.#random.match(matching);
  }
}

function refusal(message: string): BrokerError {
  return new BrokerError('precondition-failed', message);
}
