/**
 * The queues of a vhost by their names: declared, restored and removed, each with what it is given
 * of the vhost. The part of vhost.ts that knows no exchanges; it tells the store what is to outlive
 * the process.
 */
import type { Clock } from '../clock.js';
import type { DifferenceKind } from '../compatibility.js';
import { checkQueue } from '../compatibility-checks.js';
import { NO_CLIENT, type Owner } from '../consumer.js';
import type { Counters } from '../counters.js';
import type { DeduplicationDefinition, QueueDefinition, VhostDefinition } from '../definitions.js';
import { BrokerError } from '../errors.js';
import type { FieldTable } from '../field.js';
import type { Message } from '../message.js';
import type { NodeLimits } from '../node-limits.js';
import type { Policies } from '../policies.js';
import { notFound, refuseUnfitName, resourceText, stripLineBreaks } from '../resource-name.js';
import type { Store } from '../store.js';
import type { Target } from '../target.js';
import type { Tracer } from '../trace/tracer.js';
import type { VhostEvents } from '../vhost-events.js';
import {
  requireAccess,
  requireDeletable,
  requireSameQueue,
  requireServerNameAllowed,
  withDefaultType,
} from './access.js';
import type { QueueDeleteConditions, QueueRequest } from './access.js';
import { DeadLetters } from './dead-letter.js';
import { ExclusiveQueues } from './exclusive-queues.js';
import { Queue } from './queue.js';
import type { Residency } from './residency.js';

/** The vhost that they are in: vhost.ts. */
export interface QueuesHost {
  readonly name: string;
  readonly definition: VhostDefinition;
  refuses(kind: DifferenceKind, owner: Owner): boolean;
  routeOwn(message: Message): readonly Target[];
  /** It is to be found no more; its consumers are told after this. */
  onQueueRemoved(queue: Queue, by: Owner): void;
}

export interface QueuesContext {
  readonly clock: Clock;
  readonly store: Store;
  readonly events: VhostEvents;
  readonly counters: Counters;
  readonly residency: Residency;
  readonly tracer: Tracer;
  /** Another unguessable text at each call. */
  readonly token: () => string;
  readonly nextQueueId: () => number;
  /** Of the whole broker. */
  readonly limits?: NodeLimits;
  /** Of vhosts that have none; empty for none here either. */
  readonly defaultQueueType?: string;
  readonly policies?: Policies;
}

export class Queues {
  readonly byName: ReadonlyMap<string, Queue>;
  readonly #byName = new Map<string, Queue>();
  readonly #exclusive = new ExclusiveQueues();
  readonly #host: QueuesHost;
  readonly #context: QueuesContext;
  readonly #deadLetters: DeadLetters;

  constructor(host: QueuesHost, context: QueuesContext) {
    const { clock, tracer } = context;
    this.byName = this.#byName;
    this.#host = host;
    this.#context = context;
    const route = (message: Message): readonly Target[] => host.routeOwn(message);
    this.#deadLetters = new DeadLetters(clock, route, tracer);
  }

  /** By its very name: RabbitMQ takes line breaks for nothing only in those that are declared. */
  require(name: string, owner: Owner): Queue {
    const queue = this.#byName.get(name);
    if (queue === undefined) throw notFound('queue', name, this.#host.name);
    requireAccess(queue, owner);
    return queue;
  }

  /** Each queue once, whatever its keys. */
  named(message: Message): readonly Target[] {
    const found = new Set<Queue>();
    for (const key of [message.routingKey, ...message.extraKeys]) {
      const queue = this.#byName.get(key);
      if (queue !== undefined) found.add(queue);
    }
    return [...found];
  }

  declare(asked: QueueRequest, owner: Owner, onNamed?: (name: string) => void): Queue {
    const { counters, defaultQueueType = '', events, nextQueueId, store } = this.#context;
    const host = this.#host;
    counters.queuesDeclared++;
    const request = withDefaultType(asked, host.definition.defaultQueueType || defaultQueueType);
    const name = this.#nameFor(request);
    onNamed?.(name);
    const exclusiveOwner = request.exclusive ? owner : undefined;
    // An exclusive queue ends with its connection: it is never durable, whatever was asked.
    const durable = request.durable && !request.exclusive;
    const existing = this.#byName.get(name);
    if (existing !== undefined) {
      requireSameQueue(existing, { ...request, durable }, exclusiveOwner);
      existing.touch();
      return existing;
    }
    this.#requireRoom(name);
    const resource = resourceText('queue', name, host.name);
    checkQueue(request, resource, (kind) => host.refuses(kind, owner));
    const id = nextQueueId();
    const definition = { ...request, kind: 'queue', id, vhost: host.name, name, durable } as const;
    const queue = this.add(definition, exclusiveOwner);
    if (durable) store.define(definition);
    counters.queuesCreated++;
    events.queueCreated(queue, owner);
    return queue;
  }

  /** `args` are those of its arguments that have an effect; all, if they are not given. */
  add(definition: QueueDefinition, owner?: Owner, args?: FieldTable): Queue {
    const { clock, store, residency, counters, policies, tracer } = this.#context;
    const queue = new Queue(definition, {
      vhost: this.#host.name,
      clock,
      store,
      residency,
      owner,
      arguments: args,
      deadLetters: this.#deadLetters,
      letters: this.#deadLetters,
      deaths: counters.deaths,
      tracer,
      remove: (leaving) => this.remove(leaving),
    });
    if (policies !== undefined) {
      queue.applyPolicies(policies.effective(queue.options.type, this.#host.name, queue.name));
    }
    this.#byName.set(definition.name, queue);
    this.#exclusive.add(queue);
    this.#deadLetters.onTopologyChanged();
    return queue;
  }

  restoreKey(definition: DeduplicationDefinition): void {
    const queue = this.#byName.get(definition.owner);
    if (queue === undefined) throw notFound('queue', definition.owner, this.#host.name);
    queue.deduplication?.restore(definition);
  }

  delete(name: string, conditions: QueueDeleteConditions, owner: Owner): number {
    const queue = this.#byName.get(stripLineBreaks(name));
    if (queue === undefined) return 0;
    requireAccess(queue, owner);
    requireDeletable(queue, conditions);
    const { messageCount } = queue;
    this.remove(queue, owner);
    return messageCount;
  }

  /** Consumers are told last, when nothing of the queue is left to find. */
  remove(queue: Queue, by = NO_CLIENT): void {
    if (this.#byName.get(queue.name) !== queue) return;
    this.#byName.delete(queue.name);
    this.#exclusive.delete(queue);
    this.#host.onQueueRemoved(queue, by);
    const { counters, events, store } = this.#context;
    if (queue.definition.durable) store.undefine(queue.definition);
    counters.noteGone(queue);
    events.queueDeleted(queue, by);
    queue.dispose();
  }

  /** A connection is gone, and its exclusive queues with it. */
  releaseOwner(owner: Owner): void {
    for (const queue of this.#exclusive.of(owner)) this.remove(queue);
  }

  clear(by: Owner): void {
    for (const queue of [...this.#byName.values()]) this.remove(queue, by);
  }

  /** Letters that went nowhere may be taken now. */
  onTopologyChanged(): void {
    this.#deadLetters.onTopologyChanged();
  }

  dispose(): void {
    for (const queue of this.#byName.values()) queue.dispose();
  }

  #nameFor(request: QueueRequest): string {
    const name = stripLineBreaks(request.name);
    if (name === '') {
      requireServerNameAllowed(request.arguments);
      return `amq.gen-${this.#context.token()}`;
    }
    refuseUnfitName('queue', name);
    return name;
  }

  #requireRoom(name: string): void {
    const { queueCountMax } = this.#host.definition;
    if (queueCountMax >= 0 && this.#byName.size >= queueCountMax) {
      throw new BrokerError(
        'precondition-failed',
        `cannot declare queue '${name}': queue limit in vhost '${this.#host.name}' ` +
          `(${queueCountMax}) is reached`,
      );
    }
    this.#context.limits?.requireQueueRoom(name);
  }
}
