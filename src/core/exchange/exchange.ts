/**
 * An exchange: its definition, the bindings from it, and the matcher of its type. Kept by vhost.ts,
 * bound by bindings.ts, asked by router.ts.
 */
import type { ExchangeDefinition } from '../definitions.js';
import type { Deduplication } from '../deduplication.js';
import { textOf } from '../field.js';
import type { Binding } from './binding.js';
import type { DelayedMessages } from './delayed-messages.js';
import type { Matcher } from './matcher.js';
import { RouteCache } from './route-cache.js';

export class Exchange {
  readonly definition: ExchangeDefinition;
  readonly matcher: Matcher;
  /** Where a message goes that matches no binding; undefined if nowhere. */
  readonly alternate: string | undefined;
  /** Filled and emptied by the router. */
  readonly routes = new RouteCache();

  /** What waits here; of a delayed exchange alone. Set by exchanges.ts. */
  delayed: DelayedMessages | undefined = undefined;

  /** What came here before; of an exchange that is to know. Set by exchanges.ts. */
  deduplication: Deduplication | undefined = undefined;

  /** Bindings from this exchange, by identity. */
  readonly #bindings = new Map<string, Binding>();

  constructor(definition: ExchangeDefinition, matcher: Matcher) {
    this.definition = definition;
    this.matcher = matcher;
    this.alternate = textOf(definition.arguments.get('alternate-exchange'));
  }

  get name(): string {
    return this.definition.name;
  }

  get bindingCount(): number {
    return this.#bindings.size;
  }

  bindings(): Iterable<Binding> {
    return this.#bindings.values();
  }

  binding(identity: string): Binding | undefined {
    return this.#bindings.get(identity);
  }

  addBinding(binding: Binding): void {
    this.#bindings.set(binding.identity, binding);
    this.matcher.add(binding);
  }

  removeBinding(binding: Binding): void {
    this.#bindings.delete(binding.identity);
    this.matcher.remove(binding);
  }
}
