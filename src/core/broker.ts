/**
 * The broker: virtual hosts by name, the clock and the store that they share, and recovery. Built
 * by whoever composes a server; protocols are given it and reach everything else through it.
 */
import { Access } from './access.js';
import { Alarms } from './alarms.js';
import type { Clock } from './clock.js';
import type { MessageFormat } from './message.js';
import { Residency } from './queue/residency.js';
import { Recovery } from './recovery.js';
import type { Recovered } from './recovery.js';
import type { QueueMark, Store } from './store.js';
import { Vhost } from './vhost.js';

export interface BrokerOptions {
  readonly clock: Clock;
  readonly store: Store;
  /** Gives stored messages their meaning back. */
  readonly format: MessageFormat;
  /** Another unguessable text at each call, fit for a queue's name. */
  readonly token: () => string;
  /** Another number at each call, from 0 up to and without 1. */
  readonly random: () => number;
  readonly access?: Access;
  /**
   * What messages in memory may take before durable queues keep the rest on the disk alone, if the
   * store gives it back. Without it there is no limit.
   */
  readonly residentBytesMax?: number;
  /** Of which each queue has so much for itself. */
  readonly windowBytes?: number;
}

export class Broker {
  readonly clock: Clock;
  readonly store: Store;
  readonly access: Access;
  readonly alarms = new Alarms();
  /** Called whenever more may have become durable (Store.onDurable), or is back from the disk. */
  readonly durable = new Set<() => void>();

  readonly #format: MessageFormat;
  readonly #residency: Residency;
  readonly #vhosts = new Map<string, Vhost>();
  #lastQueueId = 0;

  constructor({ clock, store, format, token, random, access, ...limits }: BrokerOptions) {
    this.clock = clock;
    this.store = store;
    this.access = access ?? new Access();
    this.#format = format;
    const nextQueueId = (): number => ++this.#lastQueueId;
    const residency = new Residency({ store, format, durable: this.durable, ...limits });
    this.#residency = residency;
    this.#vhosts.set('/', new Vhost('/', { clock, store, token, random, residency, nextQueueId }));
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
    const recovery = new Recovery(this.#vhosts, this.#format);
    this.store.recover(recovery, (error) => {
      this.#lastQueueId = Math.max(this.#lastQueueId, recovery.highestQueueId);
      done(error ?? recovery.fault, recovery.recovered);
    });
  }

  /** Stops all timers and closes the store. No client may be left. */
  close(done: (error?: Error) => void): void {
    const marks: QueueMark[] = [];
    for (const vhost of this.#vhosts.values()) {
      for (const { definition, deliveredThrough } of vhost.queues()) {
        if (definition.durable) marks.push({ queueId: definition.id, deliveredThrough });
      }
      vhost.dispose();
    }
    this.store.close(marks, done);
  }

  #tellDurable(): void {
    for (const listener of this.durable) listener();
  }
}
