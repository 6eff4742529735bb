/**
 * A virtual host: exchanges, queues and bindings by name, and what may be done with them. Protocols call it for
 * every method of theirs; it asks the router where a message goes, and tells the store what is to outlive the
 * process.
 */
import type { Clock } from './clock.js';
import type { Owner } from './consumer.js';
import type { BindingDefinition, Definition, ExchangeDefinition } from './definitions.js';
import type { QueueDefinition } from './definitions.js';
import { DirectReplies } from './direct-replies.js';
import { BrokerError } from './errors.js';
import { Binding, bindingIdentity } from './exchange/binding.js';
import type { Destination } from './exchange/binding.js';
import { Bindings } from './exchange/bindings.js';
import { createExchange, predeclaredExchanges, requireDeclarable } from './exchange/declare.js';
import { requireKnownType, requireSameExchange } from './exchange/declare.js';
import type { ExchangeRequest } from './exchange/declare.js';
import type { Exchange } from './exchange/exchange.js';
import type { Message } from './message.js';
import { REFUSED, ROUTED } from './publish-result.js';
import { requireAccess, requireSameQueue, requireServerNameAllowed } from './queue-access.js';
import type { QueueRequest } from './queue-access.js';
import { DeadLetters } from './queue/dead-letter.js';
import { Queue } from './queue/queue.js';
import { refuseDefaultExchange, refuseReservedName, stripLineBreaks } from './resource-name.js';
import { resourceText } from './resource-name.js';
import type { ResourceKind } from './resource-name.js';
import { Router } from './router.js';
import type { Store } from './store.js';

export type BindingRequest = Omit<BindingDefinition, 'kind' | 'vhost'>;

export interface VhostContext {
  readonly clock: Clock;
  readonly store: Store;
  /** Another unguessable text at each call. */
  readonly token: () => string;
  /** Another number at each call, for the life of a data folder. */
  readonly nextQueueId: () => number;
}

const NOWHERE: readonly Queue[] = [];

export class Vhost {
  readonly name: string;
  readonly directReplies: DirectReplies;

  readonly #context: VhostContext;
  readonly #exchanges: Map<string, Exchange>;
  readonly #queues = new Map<string, Queue>();
  readonly #exclusive = new Map<Owner, Set<Queue>>();
  readonly #bindings: Bindings;
  readonly #router: Router;
  readonly #deadLetters: DeadLetters;

  constructor(name: string, context: VhostContext) {
    this.name = name;
    this.#context = context;
    this.directReplies = new DirectReplies(context.token);
    this.#exchanges = new Map(predeclaredExchanges(name).map((each) => [each.name, each]));
    this.#bindings = new Bindings(context.store);
    this.#router = new Router(this.#exchanges);
    this.#deadLetters = new DeadLetters(context.clock, (message) => this.#routeDeadLetter(message));
  }

  exchange(name: string): Exchange | undefined {
    return this.#exchanges.get(name);
  }

  queue(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  exchanges(): Iterable<Exchange> {
    return this.#exchanges.values();
  }

  queues(): Iterable<Queue> {
    return this.#queues.values();
  }

  /** Those that were made by binding; that the default exchange reaches every queue goes without saying. */
  *bindings(): Iterable<BindingDefinition> {
    for (const exchange of this.#exchanges.values()) {
      for (const binding of exchange.bindings()) yield binding.definition;
    }
  }

  /** What a passive declare asks; the default exchange is not to be asked for. */
  requireExchange(name: string): Exchange {
    const stripped = stripLineBreaks(name);
    refuseDefaultExchange(stripped);
    return this.#exchanges.get(stripped) ?? this.#refuseMissing('exchange', stripped);
  }

  requireQueue(name: string, owner: Owner): Queue {
    const stripped = stripLineBreaks(name);
    const queue = this.#queues.get(stripped) ?? this.#refuseMissing('queue', stripped);
    requireAccess(queue, owner);
    return queue;
  }

  declareExchange(request: ExchangeRequest): Exchange {
    requireKnownType(request.type);
    const name = stripLineBreaks(request.name);
    refuseDefaultExchange(name);
    const definition = { ...request, kind: 'exchange', vhost: this.name, name } as const;
    const existing = this.#exchanges.get(name);
    if (existing !== undefined) {
      requireSameExchange(existing.definition, definition);
      return existing;
    }
    requireDeclarable(definition);
    const exchange = this.#addExchange(definition);
    if (definition.durable) this.#context.store.define(definition);
    return exchange;
  }

  /** Deleting what is not there is no fault. */
  deleteExchange(name: string, { ifUnused }: { readonly ifUnused: boolean }): void {
    const stripped = stripLineBreaks(name);
    const text = resourceText('exchange', stripped, this.name);
    refuseDefaultExchange(stripped);
    if (stripped.startsWith('amq.')) {
      throw new BrokerError('access-refused', `deletion of system ${text} not allowed`);
    }
    const exchange = this.#exchanges.get(stripped);
    if (exchange === undefined) return;
    if (ifUnused && exchange.bindingCount > 0) {
      throw new BrokerError('precondition-failed', `${text} in use`);
    }
    this.#removeExchanges([exchange]);
  }

  /** An empty name asks for a new one, which nobody else has. */
  declareQueue(request: QueueRequest, owner: Owner): Queue {
    const name = this.#nameForQueue(request);
    const exclusiveOwner = request.exclusive ? owner : undefined;
    // An exclusive queue ends with its connection, so it is never durable, whatever the client asks.
    const durable = request.durable && !request.exclusive;
    const existing = this.#queues.get(name);
    if (existing !== undefined) {
      requireSameQueue(existing, { ...request, durable }, exclusiveOwner);
      existing.touch();
      return existing;
    }
    const id = this.#context.nextQueueId();
    const definition = { ...request, kind: 'queue', id, vhost: this.name, name, durable } as const;
    const queue = this.#addQueue(definition, exclusiveOwner);
    if (durable) this.#context.store.define(definition);
    return queue;
  }

  /** How many messages were ready. Deleting what is not there is no fault. */
  deleteQueue(
    name: string,
    { ifUnused, ifEmpty }: { readonly ifUnused: boolean; readonly ifEmpty: boolean },
    owner: Owner,
  ): number {
    const queue = this.#queues.get(stripLineBreaks(name));
    if (queue === undefined) return 0;
    requireAccess(queue, owner);
    const text = resourceText('queue', queue.name, this.name);
    if (ifEmpty && queue.messageCount > 0) {
      throw new BrokerError('precondition-failed', `${text} not empty`);
    }
    if (ifUnused && queue.consumerCount > 0) {
      throw new BrokerError('precondition-failed', `${text} in use`);
    }
    const { messageCount } = queue;
    this.#removeQueue(queue);
    return messageCount;
  }

  bind(request: BindingRequest, owner: Owner): void {
    const definition = this.#bindingDefinition(request);
    const source =
      this.#exchanges.get(definition.source) ?? this.#refuseMissing('exchange', definition.source);
    const destination =
      this.#destination(definition) ??
      this.#refuseMissing(definition.destinationKind, definition.destination);
    source.matcher.validate(definition);
    if (destination instanceof Queue) requireAccess(destination, owner);
    const binding = new Binding(definition, source, destination);
    if (!this.#bindings.add(binding)) return;
    this.#router.forget();
    if (binding.isDurable) this.#context.store.define(definition);
  }

  /** Unbinding what is not bound, or not there, is no fault. */
  unbind(request: BindingRequest, owner: Owner): void {
    const definition = this.#bindingDefinition(request);
    const source = this.#exchanges.get(definition.source);
    const binding = source?.binding(bindingIdentity(definition));
    if (source === undefined || binding === undefined) return;
    if (binding.destination instanceof Queue) requireAccess(binding.destination, owner);
    this.#bindings.remove(binding);
    this.#router.forget();
    if (this.#isToGo(source)) this.#removeExchanges([source]);
  }

  /** The bits of publish-result.ts. */
  publish(message: Message): number {
    const exchange =
      this.#exchanges.get(message.exchange) ?? this.#refuseMissing('exchange', message.exchange);
    if (message.exchange === '') return this.#publishByName(message);
    if (exchange.definition.internal) {
      const text = resourceText('exchange', exchange.name, this.name);
      throw new BrokerError('access-refused', `cannot publish to internal ${text}`);
    }
    const queues = this.#router.route(exchange, message);
    if (queues.length === 0) return 0;
    let result = ROUTED;
    for (const queue of queues) if (!queue.enqueue(message)) result |= REFUSED;
    return result;
  }

  /** A connection is gone, and its exclusive queues with it. */
  releaseOwner(owner: Owner): void {
    for (const queue of [...(this.#exclusive.get(owner) ?? [])]) this.#removeQueue(queue);
  }

  /** Recovery: as the store remembers it. Throws a BrokerError if that cannot have been. */
  restore(definition: Definition): void {
    switch (definition.kind) {
      case 'exchange':
        this.#addExchange(definition);
        return;
      case 'queue':
        this.#addQueue(definition, undefined);
        return;
      case 'binding':
        this.#restoreBinding(definition);
    }
  }

  /** Stops all timers. Nothing may be asked of the vhost after this. */
  dispose(): void {
    for (const queue of this.#queues.values()) queue.dispose();
  }

  #publishByName(message: Message): number {
    const queue = this.#queues.get(message.routingKey);
    if (queue !== undefined) return queue.enqueue(message) ? ROUTED : ROUTED | REFUSED;
    return this.directReplies.deliver(message) ? ROUTED : 0;
  }

  #routeDeadLetter(message: Message): readonly Queue[] {
    const exchange = this.#exchanges.get(message.exchange);
    if (exchange === undefined) return NOWHERE;
    if (message.exchange !== '') return this.#router.route(exchange, message);
    const queue = this.#queues.get(message.routingKey);
    if (queue !== undefined) return [queue];
    this.directReplies.deliver(message);
    return NOWHERE;
  }

  #nameForQueue(request: QueueRequest): string {
    const name = stripLineBreaks(request.name);
    if (name === '') {
      requireServerNameAllowed(request.arguments);
      return `amq.gen-${this.#context.token()}`;
    }
    refuseReservedName('queue', name);
    return name;
  }

  #bindingDefinition(request: BindingRequest): BindingDefinition {
    const source = stripLineBreaks(request.source);
    const destination = stripLineBreaks(request.destination);
    refuseDefaultExchange(source);
    if (request.destinationKind === 'exchange') refuseDefaultExchange(destination);
    return { ...request, kind: 'binding', vhost: this.name, source, destination };
  }

  #destination({ destinationKind, destination }: BindingDefinition): Destination | undefined {
    const byName = destinationKind === 'queue' ? this.#queues : this.#exchanges;
    return byName.get(destination);
  }

  #refuseMissing(kind: ResourceKind, name: string): never {
    throw new BrokerError('not-found', `no ${resourceText(kind, name, this.name)}`);
  }

  #addExchange(definition: ExchangeDefinition): Exchange {
    const exchange = createExchange(definition);
    this.#exchanges.set(definition.name, exchange);
    this.#router.forget();
    return exchange;
  }

  #addQueue(definition: QueueDefinition, owner: Owner | undefined): Queue {
    const { clock, store } = this.#context;
    const queue = new Queue(definition, {
      vhost: this.name,
      clock,
      store,
      owner,
      deadLetters: this.#deadLetters,
      remove: (leaving) => this.#removeQueue(leaving),
    });
    this.#queues.set(definition.name, queue);
    if (owner === undefined) return queue;
    const owned = this.#exclusive.get(owner);
    if (owned === undefined) this.#exclusive.set(owner, new Set([queue]));
    else owned.add(queue);
    return queue;
  }

  #restoreBinding(definition: BindingDefinition): void {
    const source =
      this.#exchanges.get(definition.source) ?? this.#refuseMissing('exchange', definition.source);
    const destination =
      this.#destination(definition) ??
      this.#refuseMissing(definition.destinationKind, definition.destination);
    this.#bindings.add(new Binding(definition, source, destination));
    this.#router.forget();
  }

  #removeQueue(queue: Queue): void {
    this.#queues.delete(queue.name);
    const owned = queue.owner === undefined ? undefined : this.#exclusive.get(queue.owner);
    owned?.delete(queue);
    if (queue.owner !== undefined && owned?.size === 0) this.#exclusive.delete(queue.owner);
    const sources = this.#bindings.removeTo(queue);
    if (queue.definition.durable) this.#context.store.undefine(queue.definition);
    this.#router.forget();
    queue.dispose();
    this.#removeExchanges([...sources].filter((source) => this.#isToGo(source)));
  }

  /** Auto-delete exchanges that lose their last binding by this go as well, however long the chain. */
  #removeExchanges(leaving: Exchange[]): void {
    for (const exchange of leaving) {
      this.#exchanges.delete(exchange.name);
      this.#bindings.removeFrom(exchange);
      const sources = this.#bindings.removeTo(exchange);
      if (exchange.definition.durable) this.#context.store.undefine(exchange.definition);
      for (const source of sources) if (this.#isToGo(source)) leaving.push(source);
    }
    this.#router.forget();
  }

  /** Asked of an exchange that has just lost a binding. */
  #isToGo(exchange: Exchange): boolean {
    const isKnown = this.#exchanges.get(exchange.name) === exchange;
    return isKnown && exchange.definition.autoDelete && exchange.bindingCount === 0;
  }
}
