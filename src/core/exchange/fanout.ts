/** The fanout exchange: every binding matches, whatever its routing key. */
import type { Binding } from './binding.js';
import type { Matcher, Matching } from './matcher.js';

export class FanoutMatcher implements Matcher {
  readonly decidedBy = 'nothing';
  readonly isAskedByKey = false;
  readonly #bindings = new Set<Binding>();

  validate(): void {}

  add(binding: Binding): void {
    this.#bindings.add(binding);
  }

  remove(binding: Binding): void {
    this.#bindings.delete(binding);
  }

  match(matching: Matching): void {
    for (const binding of this.#bindings) matching.add(binding.destination);
  }
}
