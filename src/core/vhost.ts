/**
 * A virtual host: exchanges, queues and bindings by name, and what may be done with them. Protocols
 * call it for every method of theirs; it asks exchange/ where a message goes, and tells the store
 * what is to outlive the process.
 */
import type { Clock } from './clock.js';
import type { Compatibility, DifferenceKind } from './compatibility.js';
import { checkExchange, checkQueue, checkTopicKey } from './compatibility-checks.js';
import { CompatibilityWatch, type OnDifference } from './compatibility-watch.js';
import type { Owner } from './consumer.js';
import type {
  BindingDefinition,
  DeduplicationDefinition,
  QueueDefinition,
  ResourceDefinition,
  VhostDefinition,
} from './definitions.js';
import type { Counters } from './counters.js';
import { DirectReplies } from './direct-replies.js';
import { BrokerError } from './errors.js';
import type { Events } from './events.js';
import { type ExchangeRequest, TRACE_EXCHANGE } from './exchange/declare.js';
import type { Exchange } from './exchange/exchange.js';
import type { Explanation } from './exchange/explain.js';
import { Exchanges } from './exchange/exchanges.js';
import type { BindingRequest } from './exchange/exchanges.js';
import { ExclusiveQueues } from './exclusive-queues.js';
import type { FieldTable } from './field.js';
import type { Firehose } from './firehose.js';
import type { Message } from './message.js';
import type { NodeLimits } from './node-limits.js';
import type { Policies } from './policies.js';
import { REFUSED, ROUTED } from './publish-result.js';
import {
  requireAccess,
  requireDeletable,
  requireSameQueue,
  requireServerNameAllowed,
  withDefaultType,
} from './queue-access.js';
import type { QueueDeleteConditions, QueueRequest } from './queue-access.js';
import { toleratedArguments } from './queue/arguments.js';
import { DeadLetters } from './queue/dead-letter.js';
import { Queue } from './queue/queue.js';
import type { Residency } from './queue/residency.js';
import {
  notFound,
  refuseDefaultExchange,
  refuseUnfitName,
  resourceText,
  stripLineBreaks,
} from './resource-name.js';
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

const NO_CLIENT: Owner = { name: 'no client' };
const NOWHERE: readonly Target[] = [];

export class Vhost {
  readonly name: string;
  /** Replaced when the vhost is declared anew. */
  definition: VhostDefinition;
  readonly clients: VhostClients;
  readonly directReplies: DirectReplies;
  readonly watch: MessageWatch;
  readonly counters = new VhostCounters();

  readonly #context: VhostContext;
  readonly #events: VhostEvents;
  readonly #watch: CompatibilityWatch;
  readonly #queues = new Map<string, Queue>();
  readonly #exclusiveQueues = new ExclusiveQueues();
  readonly #exchanges: Exchanges;
  readonly #deadLetters: DeadLetters;

  constructor(name: string, context: VhostContext) {
    this.name = name;
    this.definition = vhostDefinition({ name });
    this.clients = new VhostClients(name);
    this.#watch = new CompatibilityWatch(name, context.onDifference ?? (() => {}));
    this.#context = context;
    this.directReplies = new DirectReplies(context.token);
    this.#events = new VhostEvents(context.events, name);
    this.watch = this.#newWatch();
    const { tracer } = this.watch;
    const given = { vhost: name, events: this.#events, queues: this.#queues, tracer };
    this.#exchanges = new Exchanges({ ...context, ...given });
    const route = (message: Message): readonly Target[] => this.routeOwn(message);
    this.#deadLetters = new DeadLetters(context.clock, route, tracer);
  }

  get firehose(): Firehose {
    return this.watch.firehose;
  }

  exchange(name: string): Exchange | undefined {
    return this.#exchanges.get(name);
  }

  queue(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  exchanges(): Iterable<Exchange> {
    return this.#exchanges.all();
  }

  queues(): Iterable<Queue> {
    return this.#queues.values();
  }

  /** About how much memory all messages take besides their contents; walks over all queues. */
  get entryBytes(): number {
    let bytes = 0;
    for (const { entryBytes, deduplication } of this.#queues.values()) {
      bytes += entryBytes + (deduplication?.bytes ?? 0);
    }
    for (const { delayed, deduplication } of this.#exchanges.all()) {
      bytes += (delayed?.queue.entryBytes ?? 0) + (deduplication?.bytes ?? 0);
    }
    return bytes;
  }

  /** Less may stay in memory than before. */
  pageOut(): void {
    for (const queue of this.#queues.values()) queue.pageOut();
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
    const queue = this.#queues.get(name);
    if (queue === undefined) throw notFound('queue', name, this.name);
    requireAccess(queue, owner);
    return queue;
  }

  /** Can a message be got from this queue, or the want of one be told? See Queue.awaitHead. */
  awaitHead(name: string): boolean {
    return this.#queues.get(name)?.awaitHead() ?? true;
  }

  get queueCount(): number {
    return this.#queues.size;
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
    this.#deadLetters.onTopologyChanged();
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
    this.#deadLetters.onTopologyChanged();
  }

  /** Unbinding what is not bound, or not there, is no fault. */
  unbind(request: BindingRequest, owner: Owner): void {
    this.#exchanges.unbind(request, owner);
  }

  /**
   * An empty name asks for a new one, which nobody else has. `onNamed` hears the name before
   * anything is made of it, and may throw.
   */
  declareQueue(asked: QueueRequest, owner: Owner, onNamed?: (name: string) => void): Queue {
    const { counters } = this.#context;
    counters.queuesDeclared++;
    const { defaultQueueType = '' } = this.#context;
    const request = withDefaultType(asked, this.definition.defaultQueueType || defaultQueueType);
    const name = this.#nameForQueue(request);
    onNamed?.(name);
    const exclusiveOwner = request.exclusive ? owner : undefined;
    // An exclusive queue ends with its connection: it is never durable, whatever was asked.
    const durable = request.durable && !request.exclusive;
    const existing = this.#queues.get(name);
    if (existing !== undefined) {
      requireSameQueue(existing, { ...request, durable }, exclusiveOwner);
      existing.touch();
      return existing;
    }
    this.#requireQueueRoom(name);
    const resource = resourceText('queue', name, this.name);
    checkQueue(request, resource, (kind) => this.refuses(kind, owner));
    const id = this.#context.nextQueueId();
    const definition = { ...request, kind: 'queue', id, vhost: this.name, name, durable } as const;
    const queue = this.#addQueue(definition, exclusiveOwner);
    if (durable) this.#context.store.define(definition);
    counters.queuesCreated++;
    this.#events.queueCreated(queue, owner);
    return queue;
  }

  /** How many messages were ready. Deleting what is not there is no fault. */
  deleteQueue(name: string, conditions: QueueDeleteConditions, owner: Owner): number {
    const queue = this.#queues.get(stripLineBreaks(name));
    if (queue === undefined) return 0;
    requireAccess(queue, owner);
    requireDeletable(queue, conditions);
    const { messageCount } = queue;
    this.#removeQueue(queue, owner);
    return messageCount;
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
      onRouted?.(this.#queuesByName(message));
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
        ? this.#queuesByName(message)
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

  /** Called by policies.ts, once they apply. */
  onPoliciesChanged(): void {
    this.#exchanges.onPoliciesChanged();
    this.#deadLetters.onTopologyChanged();
  }

  /** A connection is gone, and its exclusive queues with it. */
  releaseOwner(owner: Owner): void {
    for (const queue of this.#exclusiveQueues.of(owner)) this.#removeQueue(queue);
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
        return this.#addQueue(definition, undefined, toleratedArguments(definition, onFault));
      case 'holding':
        return this.#exchanges.addHolding(definition);
      case 'binding':
        this.#exchanges.addBinding(definition);
        return undefined;
      case 'deduplication':
        this.#restoreKey(definition);
        return undefined;
    }
  }

  /** The vhost goes: its clients, and then everything in it, from the store too. */
  clear(owner = NO_CLIENT): void {
    this.clients.dismissAll();
    for (const queue of [...this.#queues.values()]) this.#removeQueue(queue, owner);
    this.#exchanges.clear(owner);
  }

  /** Stops all timers. Nothing may be asked of the vhost after this. */
  dispose(): void {
    for (const queue of this.#queues.values()) queue.dispose();
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
    const queue = this.#queues.get(message.routingKey);
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
    const queues = this.#queuesByName(message);
    if (queues.length === 0) this.directReplies.deliver(message);
    return queues;
  }

  #queuesByName(message: Message): readonly Target[] {
    const found = new Set<Queue>();
    for (const key of [message.routingKey, ...message.extraKeys]) {
      const queue = this.#queues.get(key);
      if (queue !== undefined) found.add(queue);
    }
    return [...found];
  }

  #nameForQueue(request: QueueRequest): string {
    const name = stripLineBreaks(request.name);
    if (name === '') {
      requireServerNameAllowed(request.arguments);
      return `amq.gen-${this.#context.token()}`;
    }
    refuseUnfitName('queue', name);
    return name;
  }

  #requireQueueRoom(name: string): void {
    const { queueCountMax } = this.definition;
    if (queueCountMax >= 0 && this.#queues.size >= queueCountMax) {
      throw new BrokerError(
        'precondition-failed',
        `cannot declare queue '${name}': queue limit in vhost '${this.name}' ` +
          `(${queueCountMax}) is reached`,
      );
    }
    this.#context.limits?.requireQueueRoom(name);
  }

  #restoreKey(definition: DeduplicationDefinition): void {
    const { scope, owner } = definition;
    if (scope === 'exchange') return this.#exchanges.addKey(definition);
    const queue = this.#queues.get(owner);
    if (queue === undefined) throw notFound('queue', owner, this.name);
    queue.deduplication?.restore(definition);
  }

  #addQueue(definition: QueueDefinition, owner: Owner | undefined, args?: FieldTable): Queue {
    const { clock, store, residency } = this.#context;
    const queue = new Queue(definition, {
      vhost: this.name,
      clock,
      store,
      residency,
      owner,
      arguments: args,
      deadLetters: this.#deadLetters,
      letters: this.#deadLetters,
      deaths: this.#context.counters.deaths,
      tracer: this.watch.tracer,
      remove: (leaving) => this.#removeQueue(leaving),
    });
    const { policies } = this.#context;
    if (policies !== undefined) {
      queue.applyPolicies(policies.effective(queue.options.type, this.name, queue.name));
    }
    this.#queues.set(definition.name, queue);
    this.#exclusiveQueues.add(queue);
    this.#deadLetters.onTopologyChanged();
    return queue;
  }

  /** Consumers are told last, when nothing of the queue is left to find. */
  #removeQueue(queue: Queue, by = NO_CLIENT): void {
    if (this.#queues.get(queue.name) !== queue) return;
    this.#queues.delete(queue.name);
    this.#exclusiveQueues.delete(queue);
    this.#exchanges.unbindAll(queue, by);
    if (queue.definition.durable) this.#context.store.undefine(queue.definition);
    this.#context.counters.noteGone(queue);
    this.counters.queuesGone.add(queue.counters);
    this.#events.queueDeleted(queue, by);
    queue.dispose();
  }
}
