/**
 * The exchanges of a vhost and all that is bound to them: declare, delete, bind, unbind and route.
 * The part of vhost.ts that knows no messages' fate; it tells the store what is to outlive the
 * process.
 */
import type { Clock } from '../clock.js';
import type { Owner } from '../consumer.js';
import { Deduplication, type FreshKeys } from '../deduplication.js';
import { parseDeduplication, withoutFaults } from '../deduplication-arguments.js';
import type {
  BindingDefinition,
  DeduplicationDefinition,
  ExchangeDefinition,
  HoldingDefinition,
} from '../definitions.js';
import { BrokerError } from '../errors.js';
import type { Message } from '../message.js';
import type { NodeLimits } from '../node-limits.js';
import type { Policies } from '../policies.js';
import { requireAccess } from '../queue/access.js';
import type { Queue } from '../queue/queue.js';
import {
  notFound,
  refuseDefaultExchange,
  resourceText,
  stripLineBreaks,
} from '../resource-name.js';
import { Router } from '../router.js';
import type { Store } from '../store.js';
import type { Target } from '../target.js';
import type { Tracer } from '../trace/tracer.js';
import type { VhostEvents } from '../vhost-events.js';
import { Binding, bindingIdentity, isQueue } from './binding.js';
import type { Destination } from './binding.js';
import { Bindings } from './bindings.js';
import {
  createExchange,
  isPredeclared,
  predeclaredExchanges,
  requireDeclarable,
  requireSameExchange,
} from './declare.js';
import type { ExchangeRequest } from './declare.js';
import { DelayedMessages } from './delayed-messages.js';
import { DELAYED_TYPE } from './delayed.js';
import { explainRoute } from './explain.js';
import type { Exchange } from './exchange.js';
import type { MatcherContext } from './matcher.js';
import { requireKnownType } from './types.js';

export type BindingRequest = Omit<BindingDefinition, 'kind' | 'vhost'>;

const NO_HISTORY: readonly Message[] = [];

export interface ExchangesContext extends MatcherContext {
  readonly vhost: string;
  readonly clock: Clock;
  readonly store: Store;
  readonly events: VhostEvents;
  readonly nextQueueId: () => number;
  /** Of the whole broker. */
  readonly limits?: NodeLimits;
  readonly policies?: Policies;
  readonly tracer?: Tracer;
  /** The vhost's own, so that queues are found as they come and go. */
  readonly queues: ReadonlyMap<string, Queue>;
}

export class Exchanges {
  readonly #vhost: string;
  /** The default exchange. */
  readonly unnamed: Exchange;
  readonly #store: Store;
  readonly #events: VhostEvents;
  readonly #queues: ReadonlyMap<string, Queue>;
  readonly #byName: Map<string, Exchange>;
  readonly #context: ExchangesContext;
  readonly #bindings: Bindings;
  readonly #router: Router;

  constructor(context: ExchangesContext) {
    const { vhost, store, events, queues } = context;
    this.#vhost = vhost;
    this.#context = context;
    this.#store = store;
    this.#events = events;
    this.#queues = queues;
    this.#byName = new Map(predeclaredExchanges(vhost, context).map((each) => [each.name, each]));
    this.unnamed = this.require('');
    this.#bindings = new Bindings(store, events);
    this.#router = new Router(this.#byName);
  }

  get(name: string): Exchange | undefined {
    return this.#byName.get(name);
  }

  require(name: string): Exchange {
    const exchange = this.#byName.get(name);
    if (exchange === undefined) throw notFound('exchange', name, this.#vhost);
    return exchange;
  }

  /** With those that were there from the start. */
  get count(): number {
    return this.#byName.size;
  }

  all(): Iterable<Exchange> {
    return this.#byName.values();
  }

  *bindings(): Iterable<BindingDefinition> {
    for (const exchange of this.#byName.values()) {
      for (const binding of exchange.bindings()) yield binding.definition;
    }
  }

  route(exchange: Exchange, message: Message): readonly Target[] {
    return this.#router.route(exchange, message);
  }

  /**
   * For what the broker itself publishes, and will not publish again: what was seen of it is
   * remembered in the run in which the targets take it.
   */
  routeForGood(exchange: Exchange, message: Message): readonly Target[] {
    return this.#seen(this.#router.route(exchange, message), message);
  }

  /** Where the message would go, which changes nothing. */
  explain(
    exchange: Exchange,
    message: Message,
    hasNearest: boolean,
  ): ReturnType<typeof explainRoute> {
    const context = { ...this.#context, exchanges: this.#byName };
    return explainRoute(exchange, message, context, hasNearest);
  }

  /** See router.ts: to be taken right after `route`, before anything else is routed. */
  takeFresh(): FreshKeys | undefined {
    return this.#router.takeFresh();
  }

  declare(request: ExchangeRequest, by: Owner): Exchange {
    requireKnownType(request.type);
    const name = stripLineBreaks(request.name);
    refuseDefaultExchange(name);
    const definition = { ...request, kind: 'exchange', vhost: this.#vhost, name } as const;
    const existing = this.#byName.get(name);
    if (existing !== undefined) {
      requireSameExchange(existing.definition, definition);
      return existing;
    }
    requireDeclarable(definition);
    this.#context.limits?.requireExchangeRoom(resourceText('exchange', name, this.#vhost));
    const exchange = this.#create(definition);
    if (definition.durable) this.#store.define(definition);
    if (definition.type === DELAYED_TYPE) this.#hold(exchange);
    this.#events.exchangeCreated(definition, by);
    return this.#add(exchange);
  }

  delete(name: string, ifUnused: boolean, by: Owner): void {
    const stripped = stripLineBreaks(name);
    const text = resourceText('exchange', stripped, this.#vhost);
    refuseDefaultExchange(stripped);
    if (stripped.startsWith('amq.')) {
      throw new BrokerError('access-refused', `deletion of system ${text} not allowed`);
    }
    const exchange = this.#byName.get(stripped);
    if (exchange === undefined) return;
    if (ifUnused && exchange.bindingCount > 0) {
      throw new BrokerError('precondition-failed', `${text} in use`);
    }
    this.#remove([exchange], by);
  }

  bind(request: BindingRequest, owner: Owner): void {
    const definition = this.#definitionOf(request);
    const binding = this.#bindingOf(definition);
    binding.source.matcher.validate(binding);
    if (isQueue(binding.destination)) requireAccess(binding.destination, owner);
    if (!this.#addBinding(binding)) return;
    if (binding.isDurable) this.#store.define(definition);
    this.#events.bindingCreated(definition, owner);
    this.#tellHistory(binding);
  }

  unbind(request: BindingRequest, owner: Owner): void {
    const definition = this.#definitionOf(request);
    const source = this.#byName.get(definition.source);
    const binding = source?.binding(bindingIdentity(definition));
    if (source === undefined || binding === undefined) return;
    if (isQueue(binding.destination)) requireAccess(binding.destination, owner);
    this.#bindings.remove(binding, owner);
    this.#router.forget();
    if (this.#isToGo(source)) this.#remove([source], owner);
  }

  /** The vhost is going, and its queues have gone. */
  clear(by: Owner): void {
    const exchanges = [...this.#byName.values()];
    for (const exchange of exchanges) this.#bindings.removeFrom(exchange, by);
    this.#remove(
      exchanges.filter(({ name }) => !isPredeclared(name)),
      by,
    );
  }

  /** The queue is going: the bindings to it go first. */
  unbindAll(queue: Queue, by: Owner): void {
    const sources = this.#bindings.removeTo(queue, by);
    if (sources.size === 0) return;
    // Even if none of them is to go: what the router remembers is forgotten there.
    this.#remove(
      [...sources].filter((source) => this.#isToGo(source)),
      by,
    );
  }

  /** As it is: for recovery, which has no request to check. */
  add(definition: ExchangeDefinition, onFault: (fault: BrokerError) => void): Exchange {
    return this.#add(this.#create(definition, withoutFaults(definition.arguments, onFault)));
  }

  /** Likewise: a key that an exchange has seen. */
  addKey(definition: DeduplicationDefinition): void {
    const { deduplication } = this.require(definition.owner);
    deduplication?.restore(definition);
  }

  /** Likewise. The exchange that it is of has been added before. */
  addHolding(definition: HoldingDefinition): Queue {
    const exchange = this.require(definition.exchange);
    exchange.delayed = this.#delayedMessages(exchange, definition);
    return exchange.delayed.queue;
  }

  /** Likewise. */
  addBinding(definition: BindingDefinition): void {
    this.#addBinding(this.#bindingOf(definition));
  }

  /** An exchange leads elsewhere when it matches nothing. */
  onPoliciesChanged(): void {
    this.#router.forget();
  }

  /** Stops all timers. */
  dispose(): void {
    for (const { delayed } of this.#byName.values()) delayed?.dispose();
  }

  #create(definition: ExchangeDefinition, args = definition.arguments): Exchange {
    const exchange = createExchange(definition, this.#context);
    const policies = this.#context.policies?.effective('exchange', this.#vhost, definition.name);
    if (policies !== undefined) exchange.applyPolicies(policies);
    const { durable, vhost, name: owner, type } = definition;
    const options = parseDeduplication(args, type);
    if (options === undefined) return exchange;
    const { clock, store } = this.#context;
    const place = { vhost, scope: 'exchange', owner } as const;
    exchange.deduplication = new Deduplication(options, { clock, store, durable, place });
    return exchange;
  }

  #hold(exchange: Exchange): void {
    const id = this.#context.nextQueueId();
    const definition = {
      kind: 'holding',
      id,
      vhost: this.#vhost,
      exchange: exchange.name,
    } as const;
    exchange.delayed = this.#delayedMessages(exchange, definition);
    if (exchange.definition.durable) this.#store.define(definition);
  }

  #delayedMessages(exchange: Exchange, definition: HoldingDefinition): DelayedMessages {
    const { clock, store, residency, tracer } = this.#context;
    const { durable } = exchange.definition;
    const route = (message: Message): readonly Target[] =>
      this.#seen(this.#router.routeOn(exchange, message), message);
    return new DelayedMessages(definition, { clock, store, residency, durable, route, tracer });
  }

  #add(exchange: Exchange): Exchange {
    this.#byName.set(exchange.name, exchange);
    this.#router.forget();
    return exchange;
  }

  /** A new binding of an exchange that remembers messages is given them. */
  #tellHistory({ source, destination }: Binding): void {
    for (const message of source.matcher.history?.() ?? NO_HISTORY) {
      if (isQueue(destination)) destination.enqueue(message);
      else for (const target of this.routeForGood(destination, message)) target.enqueue(message);
    }
  }

  #seen(targets: readonly Target[], message: Message): readonly Target[] {
    const fresh = this.takeFresh();
    if (targets.length > 0) fresh?.remember(message);
    return targets;
  }

  #addBinding(binding: Binding): boolean {
    const isNew = this.#bindings.add(binding);
    if (isNew) this.#router.forget();
    return isNew;
  }

  #definitionOf(request: BindingRequest): BindingDefinition {
    const source = stripLineBreaks(request.source);
    const destination = stripLineBreaks(request.destination);
    refuseDefaultExchange(source);
    if (request.destinationKind === 'exchange') refuseDefaultExchange(destination);
    return { ...request, kind: 'binding', vhost: this.#vhost, source, destination };
  }

  #bindingOf(definition: BindingDefinition): Binding {
    const source = this.require(definition.source);
    return new Binding(definition, source, this.#destinationOf(definition));
  }

  #destinationOf({ destinationKind, destination }: BindingDefinition): Destination {
    if (destinationKind === 'exchange') return this.require(destination);
    const queue = this.#queues.get(destination);
    if (queue === undefined) throw notFound('queue', destination, this.#vhost);
    return queue;
  }

  /** Auto-delete exchanges that lose their last binding by this go too, however long the chain. */
  #remove(leaving: Exchange[], by: Owner): void {
    for (const exchange of leaving) {
      this.#byName.delete(exchange.name);
      this.#bindings.removeFrom(exchange, by);
      exchange.matcher.dispose?.();
      this.#release(exchange);
      const sources = this.#bindings.removeTo(exchange, by);
      if (exchange.definition.durable) this.#store.undefine(exchange.definition);
      this.#events.exchangeDeleted(exchange.definition, by);
      for (const source of sources) if (this.#isToGo(source)) leaving.push(source);
    }
    this.#router.forget();
  }

  /** What waits at the exchange goes with it. */
  #release({ delayed, definition }: Exchange): void {
    if (delayed === undefined) return;
    delayed.dispose();
    if (definition.durable) this.#store.undefine(delayed.definition);
  }

  /** Asked of an exchange that has just lost a binding. */
  #isToGo(exchange: Exchange): boolean {
    return exchange.definition.autoDelete && exchange.bindingCount === 0;
  }
}
