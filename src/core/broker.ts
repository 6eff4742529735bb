/**
 * The broker: virtual hosts by name, the clock and the store that they share, and recovery. Built
 * by whoever composes a server; protocols are given it and reach everything else through it.
 */
import { Access, type AccessOptions } from './access/access.js';
import { Alarms } from './alarms.js';
import type { Clock } from './clock.js';
import type { Compatibility } from './compatibility.js';
import type { OnDifference } from './compatibility-watch.js';
import type { ParameterDefinition, VhostDefinition } from './definitions.js';
import type { Owner } from './consumer.js';
import { Counters } from './counters.js';
import { BrokerError } from './errors.js';
import { EventExchange } from './event-exchange.js';
import { BROKER_ITSELF, Events } from './events.js';
import { EVENT_VHOST } from './exchange/declare.js';
import { GLOBAL_COMPONENT, GlobalParameters } from './global-parameters.js';
import type { MessageFormat } from './message.js';
import { NodeLimits, type NodeLimitOptions } from './node-limits.js';
import { Residency } from './queue/residency.js';
import { type ParameterHandler, Parameters } from './parameters.js';
import type { CompilePattern } from './pattern.js';
import { Policies } from './policies.js';
import { PolicyParameters } from './policy/policy-parameters.js';
import { Replays } from './replay/replays.js';
import { Recovery } from './recovery.js';
import type { Recovered, RecoveredVhosts } from './recovery.js';
import type { QueueMark, Store } from './store.js';
import type { VhostClient } from './vhost-clients.js';
import { type VhostRequest, vhostDefinition } from './vhost-definition.js';
import { VhostLimits } from './vhost-limits.js';
import { Traces } from './trace/traces.js';
import { Vhost, type VhostContext } from './vhost.js';

export interface BrokerOptions {
  readonly clock: Clock;
  readonly store: Store;
  /** Gives stored messages their meaning back. */
  readonly format: MessageFormat;
  /** Another unguessable text at each call, fit for a queue's name. */
  readonly token: () => string;
  /** Another number at each call, from 0 up to and without 1. */
  readonly random: () => number;
  /** How the broker calls itself: "leveret@host". */
  readonly nodeName?: string;
  /** Without it there are no users, and nobody can log in. */
  readonly access?: AccessOptions;
  /** Without it there can be neither policies nor permissions. */
  readonly compilePattern?: CompilePattern;
  /**
   * What messages in memory may take before durable queues keep the rest on the disk alone, if the
   * store gives it back. Without it there is no limit.
   */
  readonly residentBytesMax?: number;
  /** Of which each queue has so much for itself. */
  readonly windowBytes?: number;
  readonly nodeLimits?: NodeLimitOptions;
  /** Of vhosts that were not told theirs: classic or quorum. Empty leaves declares as they are. */
  readonly defaultQueueType?: string;
  /** Of vhosts that were not told theirs. */
  readonly compatibility?: Compatibility;
  readonly onDifference?: OnDifference;
  /** Milliseconds since the epoch with fractions; that of the clock, if it is not given. */
  readonly preciseTime?: () => number;
}

const NO_PATTERNS: CompilePattern = () => {
  throw new BrokerError('not-implemented', 'nothing was given that compiles patterns');
};

/** There from the first start on, until somebody deletes it. */
const ROOT: VhostRequest = { name: '/', description: 'Default virtual host' };

export class Broker {
  readonly clock: Clock;
  readonly store: Store;
  readonly access: Access;
  readonly events: Events;
  readonly counters = new Counters();
  /** For messages of the broker's own. */
  readonly format: MessageFormat;
  readonly nodeName: string;
  readonly alarms: Alarms;
  readonly limits: NodeLimits;
  readonly policies: Policies;
  readonly parameters: Parameters;
  readonly globalParameters: GlobalParameters;
  /** Dead letters on their way back. */
  readonly replays: Replays;
  readonly traces: Traces;
  /** Called whenever more may have become durable (Store.onDurable), or is back from the disk. */
  readonly durable = new Set<() => void>();

  readonly #residency: Residency;
  readonly #vhosts = new Map<string, Vhost>();
  readonly #context: VhostContext;
  readonly #eventExchange: EventExchange;
  #lastQueueId = 0;

  constructor({ clock, store, format, token, random, access, ...options }: BrokerOptions) {
    this.clock = clock;
    this.store = store;
    this.events = new Events(clock);
    const { compilePattern: compile = NO_PATTERNS } = options;
    this.access = new Access({ store, events: this.events, compile, clock, ...access });
    this.access.onUserDeleted.add((user) => {
      for (const { clients } of this.#vhosts.values()) clients.dismissUser(user);
    });
    this.nodeName = options.nodeName ?? 'leveret@localhost';
    this.alarms = new Alarms(this.events, this.nodeName);
    this.format = format;
    this.replays = new Replays(clock, store);
    this.traces = new Traces(clock);
    const nextQueueId = (): number => ++this.#lastQueueId;
    const residency = new Residency({ store, format, durable: this.durable, ...options });
    this.#residency = residency;
    const limits = new NodeLimits(options.nodeLimits ?? {}, this.#vhosts);
    this.limits = limits;
    const { compatibility = '3.x', onDifference = (): void => {} } = options;
    const { preciseTime = (): number => clock.now } = options;
    const told = { compatibility, onDifference, preciseTime };
    const { events } = this;
    this.policies = new Policies({ store, events, compile, vhosts: this.#vhosts });
    this.parameters = this.#createParameters();
    this.globalParameters = new GlobalParameters(store, events);
    const { counters, nodeName, policies } = this;
    const shared = { clock, store, events, counters, nodeName, residency, limits, policies };
    const { defaultQueueType = '' } = options;
    this.#context = { ...shared, token, random, nextQueueId, defaultQueueType, ...told };
    this.#addVhost(vhostDefinition(ROOT));
    const eventVhost = (): Vhost | undefined => this.#vhosts.get(EVENT_VHOST);
    this.#eventExchange = new EventExchange({ clock, format, vhost: eventVhost });
    events.observers.add(this.#eventExchange);
    store.onDurable = () => this.#tellDurable();
    store.onFetched = (queueId, messages) => {
      residency.onFetched(queueId, messages);
      this.#tellDurable();
    };
  }

  vhost(name: string): Vhost | undefined {
    return this.#vhosts.get(name);
  }

  vhosts(): Iterable<Vhost> {
    return this.#vhosts.values();
  }

  /** Makes one, or gives the one that is there what the request says and leaves the rest. */
  declareVhost(request: VhostRequest, by?: Owner): Vhost {
    const existing = this.#vhosts.get(request.name);
    const definition = vhostDefinition(request, existing?.definition);
    if (existing === undefined) this.limits.requireVhostRoom(request.name);
    this.store.define(definition);
    const vhost = this.#addVhost(definition);
    this.#tellVhost(existing === undefined ? 'vhost.created' : 'vhost.updated', vhost, by);
    return vhost;
  }

  /** Everything in it goes too, and its connections are closed. False if there was none. */
  deleteVhost(name: string, by?: Owner): boolean {
    const vhost = this.#vhosts.get(name);
    if (vhost === undefined) return false;
    this.#vhosts.delete(name);
    this.traces.deleteOf(name);
    vhost.clear(by);
    this.policies.deleteAll(name, by);
    this.access.onVhostDeleted(name, by);
    this.store.undefine(vhost.definition);
    if (this.events.isObserved) {
      this.events.emit('vhost.deleted', {
        name,
        user_who_performed_action: by?.user ?? BROKER_ITSELF,
      });
    }
    return true;
  }

  /** A connection opens a vhost. The checks stand in RabbitMQ's order: the first fault is told. */
  enter(name: string, client: VhostClient): Vhost {
    const vhost = this.#vhosts.get(name);
    if (vhost === undefined) throw new BrokerError('not-allowed', `vhost ${name} not found`);
    const { user } = client;
    vhost.clients.requireRoom(user, vhost.definition.connectionCountMax);
    this.access.sessions.requireConnectionRoom(user);
    this.access.requireVhost(user, name);
    vhost.clients.add(client);
    this.access.sessions.addConnection(user);
    return vhost;
  }

  /** May be called again: who has left leaves no more. */
  leave(vhost: Vhost, client: VhostClient): void {
    if (!vhost.clients.delete(client)) return;
    vhost.counters.noteClientGone(client.facts.traffic);
    this.access.sessions.deleteConnection(client.user);
  }

  /**
   * What messages in memory may take from now on: what is too much by that, and is on the disk,
   * leaves at once. Walks over all that leaves.
   */
  limitResidentBytes(bytesMax: number): void {
    this.#residency.limit(bytesMax);
    for (const vhost of this.#vhosts.values()) {
      if (!this.#residency.isExceeded) return;
      vhost.pageOut();
    }
  }

  /** About how many bytes of memory the messages of all queues take; walks over all queues. */
  heldBytes(): number {
    let bytes = this.#residency.bytes;
    for (const vhost of this.#vhosts.values()) bytes += vhost.entryBytes;
    return bytes;
  }

  /**
   * Takes back what the store kept. To be called once, before anything else is asked of the vhosts.
   */
  start(done: (error: Error | undefined, recovered: Recovered) => void): void {
    let hasVhosts = false;
    const root = this.#vhosts.get(ROOT.name);
    const vhosts: RecoveredVhosts = {
      get: (name) => this.#vhosts.get(name),
      restore: (definition) => {
        // What the store has is all there is: the first vhost may have been deleted.
        if (!hasVhosts) this.#vhosts.clear();
        hasVhosts = true;
        if (root !== undefined && definition.name === ROOT.name) this.#vhosts.set(ROOT.name, root);
        this.#addVhost(definition);
      },
      restoreParameter: (definition) => this.#restoreParameter(definition),
    };
    const recovery = new Recovery(vhosts, this.format, (of) => this.access.restore(of));
    this.store.recover(recovery, (error) => {
      this.#lastQueueId = Math.max(this.#lastQueueId, recovery.highestQueueId);
      if (error === undefined && !hasVhosts) this.store.define(vhostDefinition(ROOT));
      done(error ?? recovery.fault, recovery.recovered);
    });
  }

  /** Stops all timers and closes the store. No client may be left. */
  close(done: (error?: Error) => void): void {
    this.#eventExchange.flush();
    this.replays.cancelAll();
    this.traces.deleteAll();
    const marks: QueueMark[] = [];
    for (const vhost of this.#vhosts.values()) {
      for (const { definition, deliveredThrough } of vhost.queues()) {
        if (definition.durable) marks.push({ queueId: definition.id, deliveredThrough });
      }
      vhost.dispose();
    }
    this.store.close(marks, done);
  }

  #createParameters(): Parameters {
    const declare = (request: VhostRequest, by?: Owner): void => {
      this.declareVhost(request, by);
    };
    return new Parameters(
      new Map<string, ParameterHandler>([
        ['policy', new PolicyParameters(this.policies, 'policy')],
        ['operator_policy', new PolicyParameters(this.policies, 'operator_policy')],
        ['vhost-limits', new VhostLimits({ vhosts: this.#vhosts, events: this.events, declare })],
      ]),
    );
  }

  #restoreParameter(definition: ParameterDefinition): void {
    switch (definition.component) {
      case GLOBAL_COMPONENT:
        return this.globalParameters.restore(definition);
      case 'policy':
      case 'operator_policy':
        return this.policies.restore(definition.component, definition);
      default:
        throw new BrokerError('not-found', `component ${definition.component} not found`);
    }
  }

  /** Or tells the one that is there of its new definition. */
  #addVhost(definition: VhostDefinition): Vhost {
    const { name } = definition;
    const vhost = this.#vhosts.get(name) ?? new Vhost(name, this.#context);
    vhost.definition = definition;
    this.#vhosts.set(name, vhost);
    return vhost;
  }

  #tellVhost(
    event: 'vhost.created' | 'vhost.updated',
    { definition, firehose }: Vhost,
    by: Owner | undefined,
  ): void {
    if (!this.events.isObserved) return;
    const { name, description, tags, defaultQueueType } = definition;
    this.events.emit(event, {
      name,
      description,
      tags,
      default_queue_type: defaultQueueType,
      tracing: firehose.isOn,
      user_who_performed_action: by?.user ?? BROKER_ITSELF,
    });
  }

  #tellDurable(): void {
    for (const listener of this.durable) listener();
  }
}
