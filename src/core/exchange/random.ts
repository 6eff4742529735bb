/**
 * The random exchange (RabbitMQ's x-random): each message takes one of the bindings, whatever its
 * keys, so that a queue that is bound twice gets twice as many.
 */
import type { Binding } from './binding.js';
import type { Matcher, MatcherContext, Matching } from './matcher.js';

export class RandomMatcher implements Matcher {
  readonly decidedBy = 'message';
  readonly isAskedByKey = false;
  readonly #random: () => number;
  readonly #bindings: Binding[] = [];
  readonly #indexes = new Map<Binding, number>();

  constructor({ random }: MatcherContext) {
    this.#random = random;
  }

  validate(): void {}

  add(binding: Binding): void {
    this.#indexes.set(binding, this.#bindings.push(binding) - 1);
  }

  /** The last one takes its place: order means nothing here. */
  remove(binding: Binding): void {
    const index = this.#indexes.get(binding);
    if (index === undefined) return;
    this.#indexes.delete(binding);
    const last = this.#bindings.pop();
    if (last === undefined || last === binding) return;
    this.#bindings[index] = last;
    this.#indexes.set(last, index);
  }

  match(matching: Matching): void {
    const binding = this.#bindings[Math.floor(this.#random() * this.#bindings.length)];
    if (binding !== undefined) matching.add(binding.destination);
  }
}
