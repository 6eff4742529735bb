/**
 * All bindings of a vhost, as seen from both ends: the source holds its own (exchange.ts), and this
 * remembers what leads to each destination, so that a queue or an exchange goes without a search.
 * Conducted by exchanges.ts.
 */
import type { Owner } from '../consumer.js';
import type { Store } from '../store.js';
import type { VhostEvents } from '../vhost-events.js';
import type { Binding, Destination } from './binding.js';
import type { Exchange } from './exchange.js';

export class Bindings {
  readonly #store: Store;
  readonly #events: VhostEvents;
  readonly #incoming = new Map<Destination, Set<Binding>>();

  constructor(store: Store, events: VhostEvents) {
    this.#store = store;
    this.#events = events;
  }

  /** False if there is such a binding: binding twice is binding once. */
  add(binding: Binding): boolean {
    const { source, destination } = binding;
    if (source.binding(binding.identity) !== undefined) return false;
    source.addBinding(binding);
    const incoming = this.#incoming.get(destination);
    if (incoming === undefined) this.#incoming.set(destination, new Set([binding]));
    else incoming.add(binding);
    return true;
  }

  /** The store forgets the binding too, if it knew it. */
  remove(binding: Binding, by: Owner): void {
    const { definition, source, destination } = binding;
    source.removeBinding(binding);
    const incoming = this.#incoming.get(destination);
    incoming?.delete(binding);
    if (incoming?.size === 0) this.#incoming.delete(destination);
    if (binding.isDurable) this.#store.undefine(definition);
    this.#events.bindingDeleted(definition, by);
  }

  removeFrom(source: Exchange, by: Owner): void {
    for (const binding of [...source.bindings()]) this.remove(binding, by);
  }

  /** The exchanges that lost a binding by this. */
  removeTo(destination: Destination, by: Owner): Set<Exchange> {
    const sources = new Set<Exchange>();
    for (const binding of [...(this.#incoming.get(destination) ?? [])]) {
      this.remove(binding, by);
      sources.add(binding.source);
    }
    return sources;
  }
}
