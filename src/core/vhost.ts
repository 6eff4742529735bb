/**
 * A virtual host: exchanges, queues and bindings by name, and what may be done with them. Protocols
 * call it for every method of theirs; it asks exchange/ where a message goes, and tells the store
 * what is to outlive the process.
 */
import type { Clock } from './clock.js';
import type { Compatibility, DifferenceKind } from './compatibility.js';
import { checkExchange, checkTopicKey } from './compatibility-checks.js';
import { CompatibilityWatch, type OnDifference } from './compatibility-watch.js';
import { NO_CLIENT, type Owner } from './consumer.js';
import type { BindingDefinition, ResourceDefinition, VhostDefinition } from './definitions.js';
import type { Counters } from './counters.js';
import { DirectReplies } from './direct-replies.js';
import { BrokerError } from './errors.js';
import type { Events } from './events.js';
import { type ExchangeRequest, TRACE_EXCHANGE } from './exchange/declare.js';
import type { Exchange } from './exchange/exchange.js';
import type { Explanation } from './exchange/explain.js';
import { Exchanges } from './exchange/exchanges.js';
import type { BindingRequest } from './exchange/exchanges.js';
import type { Firehose } from './firehose.js';
import type { Message } from './message.js';
import type { NodeLimits } from './node-limits.js';
import type { Policies } from './policies.js';
import { REFUSED, ROUTED } from './publish-result.js';
import type { QueueDeleteConditions, QueueRequest } from './queue/access.js';
import { toleratedArguments } from './queue/arguments.js';
import type { Queue } from './queue/queue.js';
import { Queues, type QueuesHost } from './queue/queues.js';
import type { Residency } from './queue/residency.js';
import { refuseDefaultExchange, resourceText, stripLineBreaks } from './resource-name.js';
import { DUPLICATE } from './router.js';
import type { Store } from './store.js';
import type { Target } from './target.js';
import { MessageWatch } from './trace/message-watch.js';
import { VhostClients } from './vhost-clients.js';
import { VhostCounters } from './vhost-counters.js';
import { vhostDefinition } from './vhost-definition.js';
import { VhostEvents } from './vhost-events.js';

export interface VhostContext {
  readonly clock: Clock;
  readonly store: Store;
  readonly events: Events;
  readonly counters: Counters;
  /** How the broker calls itself. */
  readonly nodeName: string;
  readonly residency: Residency;
  /** Another unguessable text at each call. */
  readonly token: () => string;
  /** Another number at each call, from 0 up to and without 1. */
  readonly random: () => number;
  /** Another number at each call, for the life of a data folder. */
  readonly nextQueueId: () => number;
  /** Of the whole broker; without it there are none. */
  readonly limits?: NodeLimits;
  /** Of vhosts that have none; empty for none here either. */
  readonly defaultQueueType?: string;
  /** Likewise. */
  readonly policies?: Policies;
  /** Of vhosts that were not told theirs; 3.x, if it is not given. */
  readonly compatibility?: Compatibility;
  readonly onDifference?: OnDifference;
  /** Milliseconds since the epoch with fractions; that of the clock, if it is not given. */
  readonly preciseTime?: () => number;
}

/** Told of each argument that is without effect. */
export type OnFault = (fault: BrokerError) => void;

/** Where a message goes: told before it is there. */
export type OnRouted = (targets: readonly Target[]) => void;

const NOWHERE: readonly Target[] = [];

export class Vhost implements QueuesHost {
  readonly name: string;
  /** Replaced when the vhost is declared anew. */
  definition: VhostDefinition;
  readonly clients: VhostClients;
  readonly directReplies: DirectReplies;
  readonly watch: MessageWatch;
  readonly counters = new VhostCounters();

  readonly #context: VhostContext;
  readonly #watch: CompatibilityWatch;
  readonly #queues: Queues;
  readonly #queuesByName: ReadonlyMap<string, Queue>;
  readonly #exchanges: Exchanges;

  constructor(name: string, context: VhostContext) {
    this.name = name;
    this.definition = vhostDefinition({ name });
    this.clients = new VhostClients(name);
    this.#watch = new CompatibilityWatch(name, context.onDifference ?? (() => {}));
    this.#context = context;
    this.directReplies = new DirectReplies(context.token);
    this.watch = this.#newWatch();
    const { tracer } = this.watch;
    const given = { ...context, events: new VhostEvents(context.events, name), tracer };
    this.#queues = new Queues(this, given);
    this.#queuesByName = this.#queues.byName;
    this.#exchanges = new Exchanges({ ...given, vhost: name, queues: this.#queuesByName });
  }

  get firehose(): Firehose {
    return this.watch.firehose;
  }

  exchange(name: string): Exchange | undefined {
    return this.#exchanges.get(name);
  }

  queue(name: string): Queue | undefined {
    return this.#queuesByName.get(name);
  }

  exchanges(): Iterable<Exchange> {
    return this.#exchanges.all();
  }

  queues(): Iterable<Queue> {
    return this.#queuesByName.values();
  }

  /** About how much memory all messages take besides their contents; walks over all queues. */
  get entryBytes(): number {
    let bytes = 0;
    for (const { entryBytes, deduplication } of this.#queuesByName.values()) {
      bytes += entryBytes + (deduplication?.bytes ?? 0);
    }
    for (const { delayed, deduplication } of this.#exchanges.all()) {
      bytes += (delayed?.queue.entryBytes ?? 0) + (deduplication?.bytes ?? 0);
    }
    return bytes;
  }

  /** Less may stay in memory than before. */
  pageOut(): void {
    for (const queue of this.#queuesByName.values()) queue.pageOut();
    for (const { delayed } of this.#exchanges.all()) delayed?.queue.pageOut();
  }

  /**
   * Those that were made by binding; that the default exchange reaches every queue goes without
   * saying.
   */
  bindings(): Iterable<BindingDefinition> {
    return this.#exchanges.bindings();
  }

  /** What a passive declare asks; the default exchange is not to be asked for. */
  requireExchange(name: string): Exchange {
    const stripped = stripLineBreaks(name);
    refuseDefaultExchange(stripped);
    return this.#exchanges.require(stripped);
  }

  /** By its very name: RabbitMQ takes line breaks for nothing only in those that are declared. */
  requireQueue(name: string, owner: Owner): Queue {
    return this.#queues.require(name, owner);
  }

  /** Can a message be got from this queue, or the want of one be told? See Queue.awaitHead. */
  awaitHead(name: string): boolean {
    return this.#queuesByName.get(name)?.awaitHead() ?? true;
  }

  get queueCount(): number {
    return this.#queuesByName.size;
  }

  get exchangeCount(): number {
    return this.#exchanges.count;
  }

  get compatibility(): Compatibility {
    const { compatibility } = this.definition;
    return compatibility === '' ? (this.#context.compatibility ?? '3.x') : compatibility;
  }

  /** Is the connection to be refused what RabbitMQ 4.3 would refuse it? */
  refuses(kind: DifferenceKind, owner: Owner): boolean {
    return this.#watch.refuses(this.compatibility, kind, owner);
  }

  declareExchange(request: ExchangeRequest, owner = NO_CLIENT): Exchange {
    checkExchange(request, (kind) => this.refuses(kind, owner));
    const exchange = this.#exchanges.declare(request, owner);
    this.#queues.onTopologyChanged();
    return exchange;
  }

  /** Deleting what is not there is no fault. */
  deleteExchange(
    name: string,
    { ifUnused }: { readonly ifUnused: boolean },
    owner = NO_CLIENT,
  ): void {
    this.#exchanges.delete(name, ifUnused, owner);
  }

  /** Binding twice is binding once. */
  bind(request: BindingRequest, owner: Owner): void {
    const source = this.#exchanges.get(stripLineBreaks(request.source));
    if (source?.definition.type === 'topic') {
      checkTopicKey(request.routingKey, (kind) => this.refuses(kind, owner));
    }
    this.#exchanges.bind(request, owner);
    this.#queues.onTopologyChanged();
  }

  /** Unbinding what is not bound, or not there, is no fault. */
  unbind(request: BindingRequest, owner: Owner): void {
    this.#exchanges.unbind(request, owner);
  }

  /**
   * An empty name asks for a new one, which nobody else has. `onNamed` hears the name before
   * anything is made of it, and may throw.
   */
  declareQueue(request: QueueRequest, owner: Owner, onNamed?: (name: string) => void): Queue {
    return this.#queues.declare(request, owner, onNamed);
  }

  /** How many messages were ready. Deleting what is not there is no fault. */
  deleteQueue(name: string, conditions: QueueDeleteConditions, owner: Owner): number {
    return this.#queues.delete(name, conditions, owner);
  }

  /** Throws what a publish to this exchange throws. */
  requirePublishable(name: string): Exchange {
    const exchange = this.#exchanges.require(name);
    if (!exchange.definition.internal) return exchange;
    const text = resourceText('exchange', exchange.name, this.name);
    throw new BrokerError('access-refused', `cannot publish to internal ${text}`);
  }

  /** The bits of publish-result.ts. `onRouted` hears of the queues before they do. */
  publish(message: Message, onRouted?: OnRouted): number {
    if (message.exchange === '' && message.extraKeys.length === 0) {
      onRouted?.(this.#queues.named(message));
      return this.#publishByName(message);
    }
    return this.#publishBy(this.requirePublishable(message.exchange), message, onRouted);
  }

  /** By the broker itself: an internal exchange takes it too. */
  publishOwn(message: Message): void {
    this.#publishBy(this.#exchanges.require(message.exchange), message);
  }

  #publishBy(exchange: Exchange, message: Message, onRouted?: OnRouted): number {
    const queues =
      message.exchange === ''
        ? this.#queues.named(message)
        : this.#exchanges.route(exchange, message);
    const fresh = this.#exchanges.takeFresh();
    onRouted?.(queues);
    this.#context.counters.routed += queues.length;
    exchange.publishedIn++;
    exchange.publishedOut += queues.length;
    if (queues.length === 0) return queues === DUPLICATE ? ROUTED : exchange.countUnroutable();
    let result = ROUTED;
    for (const queue of queues) if (!queue.enqueue(message)) result |= REFUSED;
    // What was refused comes again, and is to be taken then.
    if (fresh !== undefined && result === ROUTED) fresh.remember(message);
    return result;
  }

  /** Called by queues.ts. */
  onQueueRemoved(queue: Queue, by: Owner): void {
    this.#exchanges.unbindAll(queue, by);
    this.counters.queuesGone.add(queue.counters);
  }

  /** Called by policies.ts, once they apply. */
  onPoliciesChanged(): void {
    this.#exchanges.onPoliciesChanged();
    this.#queues.onTopologyChanged();
  }

  /** A connection is gone, and its exclusive queues with it. */
  releaseOwner(owner: Owner): void {
    this.#queues.releaseOwner(owner);
  }

  /**
   * Recovery: as the store remembers it, and the queue if it is one. Throws a BrokerError if that
   * cannot have been; what an earlier release took and this one does not is without effect.
   */
  restore(definition: ResourceDefinition, onFault: OnFault): Queue | undefined {
    switch (definition.kind) {
      case 'exchange':
        this.#exchanges.add(definition, onFault);
        return undefined;
      case 'queue':
        return this.#queues.add(definition, undefined, toleratedArguments(definition, onFault));
      case 'holding':
        return this.#exchanges.addHolding(definition);
      case 'binding':
        this.#exchanges.addBinding(definition);
        return undefined;
      case 'deduplication':
        if (definition.scope === 'exchange') this.#exchanges.addKey(definition);
        else this.#queues.restoreKey(definition);
        return undefined;
    }
  }

  /** The vhost goes: its clients, and then everything in it, from the store too. */
  clear(owner = NO_CLIENT): void {
    this.clients.dismissAll();
    this.#queues.clear(owner);
    this.#exchanges.clear(owner);
  }

  /** Stops all timers. Nothing may be asked of the vhost after this. */
  dispose(): void {
    this.#queues.dispose();
    this.#exchanges.dispose();
    this.watch.firehose.dispose();
  }

  #newWatch(): MessageWatch {
    const { clock, nodeName, preciseTime } = this.#context;
    return new MessageWatch({
      firehose: {
        vhost: this.name,
        nodeName,
        clock,
        isBound: () => (this.exchange(TRACE_EXCHANGE)?.bindingCount ?? 0) > 0,
        publish: (message) => this.publishOwn(message),
      },
      tracer: {
        time: preciseTime ?? (() => clock.now),
        explain: (message) => this.exchange(message.exchange) && this.explain(message, false),
      },
    });
  }

  #publishByName(message: Message): number {
    const queue = this.#queuesByName.get(message.routingKey);
    const { unnamed } = this.#exchanges;
    unnamed.publishedIn++;
    if (queue !== undefined) {
      unnamed.publishedOut++;
      this.#context.counters.routed++;
      return queue.enqueue(message) ? ROUTED : ROUTED | REFUSED;
    }
    return this.directReplies.deliver(message) ? ROUTED : unnamed.countUnroutable();
  }

  /** Where the message would go; nothing is changed. The nearest bindings may take 20 ms. */
  explain(message: Message, hasNearest = true): Explanation {
    const exchange = this.#exchanges.require(message.exchange);
    const told = this.#exchanges.explain(exchange, message, hasNearest);
    const isByName = message.exchange === '' && message.extraKeys.length === 0;
    const consumer = isByName ? this.directReplies.find(message.routingKey) : undefined;
    return { ...told, isDirectReply: consumer !== undefined && told.queues.size === 0 };
  }

  /** An internal exchange takes dead letters, and a missing one loses them. */
  routeOwn(message: Message): readonly Target[] {
    const exchange = this.#exchanges.get(message.exchange);
    if (exchange === undefined) return NOWHERE;
    if (message.exchange !== '') return this.#exchanges.routeForGood(exchange, message);
    const queues = this.#queues.named(message);
    if (queues.length === 0) this.directReplies.deliver(message);
    return queues;
  }
}
