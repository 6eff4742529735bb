/**
 * An exchange: its definition, the bindings from it, and the matcher of its type. Kept by vhost.ts,
 * bound by bindings.ts, asked by router.ts.
 */
import type { ExchangeDefinition } from '../definitions.js';
import type { Deduplication } from '../deduplication.js';
import { textOf } from '../field.js';
import type { JsonObject } from '../json.js';
import { type AppliedPolicies, NO_POLICIES, type Policed, type Policy } from '../policy/policy.js';
import type { Binding } from './binding.js';
import type { DelayedMessages } from './delayed-messages.js';
import type { Matcher } from './matcher.js';
import { RouteCache } from './route-cache.js';

export class Exchange implements Policed {
  readonly definition: ExchangeDefinition;
  readonly matcher: Matcher;
  /** Where a message goes that matches no binding; undefined if nowhere. */
  alternate: string | undefined;
  /** Messages that were published here, and copies of them that queues were to take. */
  publishedIn = 0;
  publishedOut = 0;
  /** Of those that were published here, the ones that reached no queue. */
  unroutable = 0;
  /** Filled and emptied by the router. */
  readonly routes = new RouteCache();

  /** What waits here; of a delayed exchange alone. Set by exchanges.ts. */
  delayed: DelayedMessages | undefined = undefined;

  /** What came here before; of an exchange that is to know. Set by exchanges.ts. */
  deduplication: Deduplication | undefined = undefined;

  #policies = NO_POLICIES;
  /** Bindings from this exchange, by identity. */
  readonly #bindings = new Map<string, Binding>();

  constructor(definition: ExchangeDefinition, matcher: Matcher) {
    this.definition = definition;
    this.matcher = matcher;
    this.alternate = this.#alternate();
  }

  get policy(): Policy | undefined {
    return this.#policies.policy;
  }

  get operatorPolicy(): Policy | undefined {
    return this.#policies.operatorPolicy;
  }

  get effectivePolicyDefinition(): JsonObject {
    return this.#policies.definition;
  }

  /** Other policies apply from now on. Whoever calls this makes the router forget its routes. */
  applyPolicies(policies: AppliedPolicies): void {
    this.#policies = policies;
    this.alternate = this.#alternate();
  }

  get name(): string {
    return this.definition.name;
  }

  /** Gives what a publish then gives: no bit of publish-result.ts. */
  countUnroutable(): number {
    this.unroutable++;
    return 0;
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

  /** The argument goes before the policy. */
  #alternate(): string | undefined {
    const own = textOf(this.definition.arguments.get('alternate-exchange'));
    const { 'alternate-exchange': policy } = this.#policies.definition;
    return own ?? (typeof policy === 'string' ? policy : undefined);
  }
}
