/** The direct exchange: a binding matches the messages that carry its own routing key. */
import type { Binding } from './binding.js';
import type { Matcher, Matching } from './matcher.js';

export class DirectMatcher implements Matcher {
  readonly decidedBy = 'routing-key';
  readonly isAskedByKey = true;
  readonly #byKey = new Map<string, Set<Binding>>();

  validate(): void {}

  add(binding: Binding): void {
    const key = binding.definition.routingKey;
    const bindings = this.#byKey.get(key);
    if (bindings === undefined) this.#byKey.set(key, new Set([binding]));
    else bindings.add(binding);
  }

  remove(binding: Binding): void {
    const key = binding.definition.routingKey;
    const bindings = this.#byKey.get(key);
    bindings?.delete(binding);
    if (bindings?.size === 0) this.#byKey.delete(key);
  }

  match(matching: Matching): void {
    const bindings = this.#byKey.get(matching.routingKey);
    if (bindings === undefined) return;
    for (const binding of bindings) matching.add(binding.destination);
  }
}
