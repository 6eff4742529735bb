/**
 * The composition root: builds clock, broker, protocol and listeners over a store, and knows the
 * order in which they start, stop, and fall when storage fails. Built by main.ts and index.ts; the
 * only file that knows all the layers.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { amqpFormat } from './amqp/content.js';
import { AMQP_DEFAULTS, type AmqpOptions } from './amqp/options.js';
import { AmqpProtocol } from './amqp/protocol.js';
import { type DefaultUser, GUEST } from './core/access/access.js';
import type { LoginThrottleOptions } from './core/access/login-throttle.js';
import type { PasswordHash } from './core/access/password-hashing.js';
import type { Operation } from './core/access/permissions.js';
import { Broker } from './core/broker.js';
import { type Compatibility, DIFFERENCES, FOLLOWED_VERSION } from './core/compatibility.js';
import type { OnDifference } from './core/compatibility-watch.js';
import { Clock } from './core/clock.js';
import type { NodeLimitOptions } from './core/node-limits.js';
import type { PolicyRequest } from './core/policies.js';
import type { PolicyComponent } from './core/policy/terms.js';
import type { Recovered } from './core/recovery.js';
import { notFound } from './core/resource-name.js';
import type { Store } from './core/store.js';
import type { VhostRequest } from './core/vhost-definition.js';
import { DurableOperations } from './durable-operations.js';
import {
  type Addresses,
  HANDSHAKE_TIMEOUT_MS,
  Listeners,
  type ListenersOptions,
} from './listeners.js';
import type { Log } from './log.js';
import { LogLevels } from './log-levels.js';
import { createManagement } from './management/app.js';
import { Machine } from './management/machine.js';
import { Metrics } from './management/metrics/metrics.js';
import { createPrometheus } from './management/prometheus.js';
import { NodePasswordHashing } from './password-hashing.js';
import { residentBytesMax } from './memory-watch.js';
import { compilePattern } from './pattern.js';
import { type ResourceLimits, Resources } from './resources.js';
import { MemoryStore } from './store/memory.js';
import { loadDefinitions } from './stored-definitions.js';
import { machineTime, preciseTime, Ticker } from './ticker.js';
import { formatAddress } from './transport/address.js';
import type { ListenAddress } from './transport/listener.js';

/** 128 bits: nobody guesses the name of somebody else's queue. */
const TOKEN_SIZE = 16;

const token = (): string => randomBytes(TOKEN_SIZE).toString('base64url');
/** In the data folder; cli/target.ts looks for it. */
const SOCKET_NAME = 'management.sock';

/** How long clients may take to answer our Connection.Close. */
const STOP_LIMIT_MS = 5_000;
/** When storage has failed they are told, but the process must not linger. */
const FAILURE_LIMIT_MS = 1_000;

export interface ServerOptions extends Omit<ListenersOptions, 'prometheus'>, ResourceLimits {
  /** Where metrics are told without a login. */
  readonly prometheus?: ListenAddress | undefined;
  readonly store: Store;
  readonly log: Log;
  readonly version: string;
  /**
   * Storage has failed for good, and clients were told. Nothing can be done but to end the process.
   */
  readonly onFailed: (reason: Error) => void;
  /** AMQP_DEFAULTS has it where it is not given. */
  readonly consumerTimeoutMs?: number;
  /** The owner of the data folder wants it to end; without it the server stops. */
  readonly onStopAsked?: () => void;
  /** The user whom SASL ANONYMOUS logs in; without it the mechanism is not offered. */
  readonly anonymousUser?: string | undefined;
  /** A file of definitions, imported at each start. */
  readonly loadDefinitions?: string | undefined;
  /** Made at the start where they are missing. */
  readonly vhosts?: readonly string[];
  /** Made at the first start, with all permissions in the default vhost and those above. */
  readonly defaultUser?: DefaultUser;
  /** Users who may only come from this machine: guest, unless others are named. */
  readonly loopbackUsers?: readonly string[];
  readonly loginThrottle?: LoginThrottleOptions;
  readonly nodeLimits?: NodeLimitOptions;
  /** Of the store, if it has one: the disk that is watched. */
  readonly folder?: string;
  /** Of vhosts that were not told theirs. */
  readonly compatibility?: Compatibility;
  /** Of vhosts that have none: classic or quorum. */
  readonly defaultQueueType?: string;
  /** Made at each start where they are missing; with some of them there is no first user. */
  readonly users?: readonly InitialUser[];
  /** How operators call the broker; without it as they said last. */
  readonly clusterName?: string | undefined;
  readonly amqp?: Partial<
    Pick<AmqpOptions, 'heartbeatSeconds' | 'frameMax' | 'channelMax' | 'consumersPerChannelMax'>
  >;
}

/** A user to begin with. */
export interface InitialUser {
  readonly name: string;
  readonly password: string;
  readonly tags?: readonly string[];
  /** By virtual host, which is made where it is missing: regular expressions for names. */
  readonly permissions?: Readonly<Record<string, Permission>>;
}

type Permission = Readonly<Record<Operation, string>>;

/** What may change while the server runs. */
export type LiveOptions = Pick<
  ServerOptions,
  'nodeLimits' | 'amqp' | 'consumerTimeoutMs' | keyof ResourceLimits
>;

export interface Started extends Addresses {
  readonly queues: number;
  readonly messages: number;
}

export class Server {
  readonly #options: ServerOptions;
  readonly #ticker: Ticker;
  readonly #broker: Broker;
  /** Another, empty, to try things on. */
  readonly #stage: () => Broker;
  readonly #listeners: Listeners;
  readonly #resources: Resources;
  readonly #amqp: AmqpOptions;
  readonly #durable: DurableOperations;
  readonly #machine = new Machine(() => this.#resources.facts);
  readonly #metrics: Metrics;
  #started: Promise<Started> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: ServerOptions) {
    const { store, log, version } = options;
    this.#options = options;
    const clock = new Clock(machineTime.now());
    this.#ticker = new Ticker(clock);
    const nodeName = `leveret@${hostname()}`;
    const parts = {
      clock,
      format: amqpFormat,
      token,
      random: Math.random,
      compilePattern,
      nodeName,
      access: {
        hashing: new NodePasswordHashing(),
        ...(options.loopbackUsers && { loopbackUsers: options.loopbackUsers }),
        ...(options.loginThrottle && { throttle: options.loginThrottle }),
      },
      compatibility: options.compatibility ?? '3.x',
      defaultQueueType: options.defaultQueueType ?? '',
    };
    this.#stage = () => new Broker({ ...parts, clock: new Clock(), store: new MemoryStore() });
    this.#broker = new Broker({
      ...parts,
      store,
      residentBytesMax: residentBytesMax(options.memoryHighWatermark),
      nodeLimits: options.nodeLimits ?? {},
      preciseTime,
      onDifference: reportTo(log),
    });
    this.#durable = new DurableOperations(this.#broker);
    const { alarms, access } = this.#broker;
    access.throttle.onRefusing = (address) => {
      log.warn('logins are refused for a while: too many have failed', { address });
    };
    this.#resources = new Resources({
      ...options,
      clock,
      touch: this.#ticker.touch,
      alarms,
      heldBytes: () => this.#broker.heldBytes(),
    });
    this.#amqp = {
      ...AMQP_DEFAULTS,
      ...options.amqp,
      handshakeTimeoutMs: options.handshakeTimeoutMs ?? HANDSHAKE_TIMEOUT_MS,
      consumerTimeoutMs: options.consumerTimeoutMs ?? AMQP_DEFAULTS.consumerTimeoutMs,
      anonymousUser: options.anonymousUser,
      log: log.category('connection'),
      version,
      token,
      nodeName,
      platform: `Node.js ${process.versions.node}`,
    };
    this.#metrics = new Metrics({
      broker: this.#broker,
      machine: this.#machine,
      version,
      rabbitmqVersion: FOLLOWED_VERSION,
    });
    this.#listeners = new Listeners(this.#listenersOptions(), {
      protocol: new AmqpProtocol(this.#broker, this.#amqp),
      clock,
      touch: this.#ticker.touch,
      log,
    });
    store.onFailed = (reason) => {
      void this.#fail(reason);
    };
  }

  /** Recovers what was stored, then opens the port. Once. */
  start(): Promise<Started> {
    this.#started ??= this.#start();
    return this.#started;
  }

  /** Accepts no more, takes leave of the clients, commits, closes the store. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  /**
   * Reads the TLS certificates again, and takes on what is given of limits: those of the broker at
   * once, those of connections with the next one.
   */
  reload(options: LiveOptions = {}): void {
    this.#listeners.reload();
    const { nodeLimits, amqp, consumerTimeoutMs, ...limits } = options;
    if (nodeLimits !== undefined) this.#broker.limits.options = nodeLimits;
    Object.assign(this.#amqp, amqp, consumerTimeoutMs === undefined ? {} : { consumerTimeoutMs });
    this.#resources.limit(limits);
    const { memoryHighWatermark } = limits;
    if (memoryHighWatermark !== undefined) {
      this.#broker.limitResidentBytes(residentBytesMax(memoryHighWatermark));
    }
  }

  /** Makes one, or changes the one that is there. Kept for good once the promise is kept. */
  async declareVhost(request: VhostRequest): Promise<void> {
    await this.#durable.run(() => this.#declareVhost(request));
  }

  /** Another one in place of the one of that name, if there is one. */
  setPolicy(component: PolicyComponent, request: PolicyRequest): Promise<unknown> {
    return this.#durable.run(() => this.#broker.policies.put(component, request));
  }

  /** False if there was none. */
  deletePolicy(component: PolicyComponent, vhost: string, name: string): Promise<boolean> {
    return this.#durable.run(() => this.#broker.policies.delete(component, vhost, name));
  }

  /** Or resumes it. Rejects if there is no such queue. */
  pauseQueue(vhost: string, name: string, isToPause: boolean): Promise<void> {
    return this.#durable.run(() => {
      const queue = this.#broker.vhost(vhost)?.queue(name);
      if (queue === undefined) throw notFound('queue', name, vhost);
      if (isToPause) queue.pause();
      else queue.resume();
    });
  }

  /** With everything in it; its connections are closed. False if there was none. */
  deleteVhost(name: string): Promise<boolean> {
    return this.#durable.run(() => this.#broker.deleteVhost(name));
  }

  async #start(): Promise<Started> {
    const { log, vhosts = [], users = [], clusterName } = this.#options;
    try {
      // Time stands still until all is back: a message that expires now may go to a queue that is
      // not there yet.
      const { warnings, ...recovered } = await this.#recover();
      for (const warning of warnings) log.warn(warning);
      const { globalParameters } = this.#broker;
      globalParameters.seedClusterId(token());
      if (clusterName !== undefined) globalParameters.setClusterName(clusterName);
      for (const name of vhosts) {
        if (this.#broker.vhost(name) === undefined) this.#declareVhost({ name });
      }
      const { loadDefinitions: path } = this.#options;
      if (path !== undefined) await this.#loadDefinitions(path);
      for (const user of users) await this.#createUser(user);
      await this.#createFirstUser();
      this.#ticker.start();
      const addresses = await this.#listeners.open();
      this.#resources.start();
      const address = formatAddress(addresses.host, addresses.port);
      log.info('listening', { address, ...recovered });
      return { ...addresses, ...recovered };
    } catch (error) {
      // A store that could not recover gives the same reason again: the caller gets it below.
      await this.#closeBroker().catch((closeError: unknown) => {
        if (closeError !== error) log.error('the store did not close', { error: closeError });
      });
      this.#ticker.stop();
      throw error;
    }
  }

  /** Whoever makes a vhost here has no name: the default user may do everything in it. */
  #declareVhost(request: VhostRequest): void {
    const isNew = this.#broker.vhost(request.name) === undefined;
    this.#broker.declareVhost(request);
    const { access } = this.#broker;
    const { name } = this.#options.defaultUser ?? GUEST;
    if (isNew && access.users.get(name) !== undefined) access.allowAll(name, request.name);
  }

  #loadDefinitions(path: string): Promise<void> {
    const durably = <T>(operation: () => T): Promise<T> => this.#durable.run(operation);
    const context = { broker: this.#broker, stage: this.#stage, durably };
    return loadDefinitions(path, context, this.#options.log);
  }

  async #createUser({ name, password, tags = [], permissions = {} }: InitialUser): Promise<void> {
    const { access } = this.#broker;
    if (access.users.get(name) !== undefined) return;
    const hash = await new Promise<PasswordHash>((resolve) => {
      access.hashPassword(password, resolve);
    });
    await this.#durable.run(() => {
      access.users.put({ name, tags, ...hash });
      for (const [vhost, permission] of Object.entries(permissions)) {
        if (this.#broker.vhost(vhost) === undefined) this.#declareVhost({ name: vhost });
        access.permissions.put({ user: name, vhost, ...permission });
      }
    });
  }

  async #createFirstUser(): Promise<void> {
    const { access } = this.#broker;
    if (access.users.count > 0) return;
    const user = this.#options.defaultUser ?? GUEST;
    const vhosts = [...this.#broker.vhosts()].map(({ name }) => name);
    await new Promise<void>((resolve) => access.createFirstUser(user, vhosts, resolve));
  }

  async #stop(): Promise<void> {
    const { log } = this.#options;
    // A store can be closed only when its recovery is over; a start that failed has closed
    // everything.
    const isRunning = await this.#started?.then(
      () => true,
      () => false,
    );
    if (isRunning !== true) return;
    this.#resources.stop();
    this.#metrics.stop();
    log.info('stopping', { connections: this.#listeners.connectionCount });
    try {
      await this.#listeners.close('stop', STOP_LIMIT_MS);
      await this.#closeBroker();
    } finally {
      this.#ticker.stop();
    }
    log.info('stopped');
  }

  async #fail(reason: Error): Promise<void> {
    const { log, onFailed } = this.#options;
    log.fatal('storage has failed: nothing is confirmed any more', { reason });
    this.#durable.fail(reason);
    await this.#listeners.close('storage-failure', FAILURE_LIMIT_MS);
    onFailed(reason);
  }

  /** With the HTTP API behind the HTTP port, and metrics behind theirs. */
  #listenersOptions(): ListenersOptions {
    const { management, managementTls, prometheus, folder, log, version, ...others } =
      this.#options;
    const api = createManagement({
      broker: this.#broker,
      nodeName: this.#broker.nodeName,
      version,
      log,
      logLevels: new LogLevels(log),
      metrics: this.#metrics,
      machine: this.#machine,
      listeners: () => this.#listeners.facts,
      compilePattern,
      stop: this.#options.onStopAsked ?? (() => void this.stop()),
      stage: this.#stage,
      durably: (operation) => this.#durable.run(operation),
    });
    const forOwner = (request: IncomingMessage, response: ServerResponse): void => {
      api(request, response, true, true);
    };
    const metrics = createPrometheus(this.#metrics, log);
    return {
      ...others,
      management: management && { handler: api, ...management },
      managementTls: managementTls && { handler: api, ...managementTls },
      localManagement:
        folder === undefined ? undefined : { path: join(folder, SOCKET_NAME), handler: forOwner },
      prometheus: prometheus && { handler: metrics, ...prometheus },
    };
  }

  #recover(): Promise<Recovered> {
    return new Promise((resolve, reject) => {
      this.#broker.start((error, recovered) => {
        if (error === undefined) resolve(recovered);
        else reject(error);
      });
    });
  }

  #closeBroker(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#broker.close((error) => {
        if (error === undefined) resolve();
        else reject(error);
      });
    });
  }
}

function reportTo(log: Log): OnDifference {
  return (vhost, kind, { name: connection }) => {
    const { what, outcome } = DIFFERENCES[kind];
    const facts = { vhost, connection, kind, outcome };
    log.warn(`RabbitMQ 4.3 would not do the same: a client ${what}`, facts);
  };
}
