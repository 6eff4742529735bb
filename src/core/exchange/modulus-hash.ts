/**
 * The modulus hash exchange (RabbitMQ's x-modulus-hash): the hash of the routing key, modulo the
 * number of bindings, says which of them a message takes. They are counted in the order of their
 * identities, which is the same after a restart.
 */
import type { Binding } from './binding.js';
import { hashText } from './hash.js';
import type { Matcher, Matching } from './matcher.js';

export class ModulusHashMatcher implements Matcher {
  readonly decidedBy = 'routing-key';
  readonly isAskedByKey = false;
  readonly #bindings = new Set<Binding>();
  /** Undefined when a binding has come or gone since. */
  #sorted: readonly Binding[] | undefined;

  validate(): void {}

  add(binding: Binding): void {
    this.#bindings.add(binding);
    this.#sorted = undefined;
  }

  remove(binding: Binding): void {
    this.#bindings.delete(binding);
    this.#sorted = undefined;
  }

  match(matching: Matching): void {
    const sorted = (this.#sorted ??= [...this.#bindings].sort(byIdentity));
    const { routingKey, extraKeys } = matching.message;
    const text = extraKeys.length === 0 ? routingKey : [routingKey, ...extraKeys].join('\n');
    const binding = sorted[hashText(text) % sorted.length];
    if (binding !== undefined) matching.add(binding.destination);
  }
}

function byIdentity(a: Binding, b: Binding): number {
  return a.identity < b.identity ? -1 : 1;
}
