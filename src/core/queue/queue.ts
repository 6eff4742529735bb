/**
 * A queue: takes messages from the vhost's router, hands them to consumers, and lets go of them
 * when they are settled. It conducts the files beside it and holds no algorithm of its own; durable
 * messages are enlisted in the store as they come and struck as they go.
 */
import { assert } from '../assert.js';
import type { Consumer, Owner } from '../consumer.js';
import type { QueueDefinition } from '../definitions.js';
import { BrokerError } from '../errors.js';
import type { FieldTable } from '../field.js';
import type { JsonObject } from '../json.js';
import type { Message } from '../message.js';
import { type AppliedPolicies, NO_POLICIES, type Policed, type Policy } from '../policy/policy.js';
import { resourceText } from '../resource-name.js';
import type { StoredMessage } from '../store.js';
import type { RoomWaiter, Target } from '../target.js';
import type { ReturnCause } from '../trace/step.js';
import type { Tracer } from '../trace/tracer.js';
import { parseQueueArguments } from './arguments.js';
import { Backlog, type WaitingFacts } from './backlog.js';
import { Browse, type BrowsePage, type BrowseRequest } from './browsing.js';
import type { Burial } from './burial.js';
import { consumerPriority } from './consumer-priority.js';
import { Dispatch } from './dispatch.js';
import { effectiveOptions } from './effective-options.js';
import { NOT_TO_BE_STRUCK, QueueEntry } from './entry.js';
import { IdleTimer } from './idle-timer.js';
import type { QueueOptions } from './options.js';
import type { QueueContext } from './queue-context.js';
import { QueueCounters } from './queue-counters.js';
import { queueDeduplication, type QueueDeduplication } from './queue-deduplication.js';
import { ENTRY_OVERHEAD } from './residency.js';

type Stored = Pick<StoredMessage, 'sequence' | 'expiresAt' | 'redelivered' | 'note'>;

export class Queue implements Policed, Target {
  /** Replaced when it is paused or resumed. */
  definition: QueueDefinition;
  readonly name: string;
  readonly owner: Owner | undefined;
  /** Those of its arguments and its policies; replaced as a whole when these change. */
  options: QueueOptions;
  readonly deduplication: QueueDeduplication | undefined;
  /** Ready + unsettled + delayed + dying + settled = enqueued, always. */
  readonly counters = new QueueCounters();
  /** Every message up to this sequence may have been handed out. */
  deliveredThrough = 0;
  /** When a message last came, left or came back, or a get found none: ms since the epoch. */
  lastActiveAt: number;

  /** What else is known of what waits. */
  readonly waiting: WaitingFacts;
  readonly tracer: Tracer | undefined;
  readonly #context: QueueContext;
  readonly #dispatch: Dispatch;
  #idle: IdleTimer | undefined;
  readonly #backlog: Backlog;
  readonly #burial: Burial;
  readonly #arguments: FieldTable;
  /** Those of its arguments alone. */
  readonly #ownOptions: QueueOptions;
  #policies = NO_POLICIES;
  #sequence = 0;
  #unsettledCount = 0;
  #unsettledBytes = 0;
  #isDeleted = false;

  constructor(definition: QueueDefinition, context: QueueContext) {
    const { name, vhost } = definition;
    this.#arguments = context.arguments ?? definition.arguments;
    const options = parseQueueArguments(name, vhost, this.#arguments, definition);
    this.definition = definition;
    this.name = name;
    this.owner = context.owner;
    this.#ownOptions = options;
    this.options = options;
    this.#context = context;
    this.tracer = context.tracer;
    this.lastActiveAt = context.clock.now;
    this.#dispatch = new Dispatch(context.clock, options);
    this.#dispatch.isPaused = this.isPaused;
    this.deduplication = queueDeduplication(definition, this.#arguments, context);
    this.#backlog = new Backlog(this, context);
    this.waiting = this.#backlog;
    this.#burial = this.#backlog.burial;
    this.#idle = this.#createIdleTimer();
  }

  get isDeleted(): boolean {
    return this.#isDeleted;
  }

  get isPaused(): boolean {
    return this.definition.paused === true;
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

  /** How many messages are ready: AMQP's message-count. */
  get messageCount(): number {
    return this.#backlog.size;
  }

  get unsettledCount(): number {
    return this.#unsettledCount;
  }

  /** Sizes of the bodies of those that are ready, and of those that were handed out. */
  get readyBytes(): number {
    return this.#backlog.bytes;
  }

  get unsettledBytes(): number {
    return this.#unsettledBytes;
  }

  /** Messages that came back and are not to go out before their time. */
  get delayedCount(): number {
    return this.#backlog.delayedCount;
  }

  /** Messages on their way to the dead letters: as soon as they are here, or taken there. */
  get dyingCount(): number {
    return this.#burial.dyingCount;
  }

  /** What its entries take in memory; their messages are counted in residency.ts. */
  get entryBytes(): number {
    const others = this.#unsettledCount + this.dyingCount + this.delayedCount;
    return (this.messageCount + others) * ENTRY_OVERHEAD;
  }

  get consumerUtilisation(): number {
    return this.#dispatch.utilisation;
  }

  get consumerCount(): number {
    return this.#dispatch.count;
  }

  consumers(): Iterable<Consumer<QueueEntry>> {
    return this.#dispatch.all();
  }

  /** Under single active consumer: who is it. */
  get activeConsumer(): Consumer<QueueEntry> | undefined {
    return this.#dispatch.active;
  }

  /**
   * Other policies apply from now on, and to what is in the queue: but for the time to live, which
   * a message is given when it comes.
   */
  applyPolicies(policies: AppliedPolicies): void {
    if (policies === this.#policies) return;
    const { expiresMs } = this.options;
    this.#policies = policies;
    const { definition } = policies;
    this.options = effectiveOptions(this.#ownOptions, this.#arguments, definition);
    if (this.options.expiresMs !== expiresMs) {
      this.#idle?.stop();
      this.#idle = this.#createIdleTimer();
    }
    this.#backlog.configure();
  }

  /**
   * Hands out nothing, neither to consumers nor to `get`, until it is resumed, over restarts if it
   * is durable. Consumers keep what they hold; messages come, expire and are dropped as ever.
   */
  pause(): void {
    this.#setPaused(true);
  }

  resume(): void {
    this.#setPaused(false);
    this.pump();
  }

  /** False: the queue is full, and its publisher is to be told (x-overflow). */
  enqueue(message: Message, redelivered = false): boolean {
    if (this.#isDeleted) return true;
    if (this.deduplication?.isDuplicate(message) === true) return this.#drop(message);
    if (this.#backlog.refuses(message)) return this.#refuse(message);
    const entry = new QueueEntry(this, message, ++this.#sequence);
    entry.redelivered = redelivered;
    this.deduplication?.enter(entry, true);
    this.#setExpiration(entry);
    if (this.tracer?.isOn === true) this.tracer.onQueued(entry, this.#backlog.size);
    this.lastActiveAt = this.#context.clock.now;
    this.#backlog.admit(entry);
    if (this.#backlog.size === 0) {
      const consumer = this.#dispatch.next();
      if (consumer !== undefined) {
        if (!consumer.noAck) this.#backlog.enlist(entry);
        this.#deliver(entry, consumer);
        return true;
      }
    }
    this.#backlog.keep(entry);
    return true;
  }

  /** Would `enqueue` say false now? */
  refuses(message: Message): boolean {
    if (this.#isDeleted || this.deduplication?.isDuplicate(message) === true) return false;
    return this.#backlog.refuses(message);
  }

  /** Takes the message in until `dueAt`, when it expires, whatever its own time to live. */
  hold(message: Message, dueAt: number): QueueEntry {
    const entry = new QueueEntry(this, message, ++this.#sequence);
    entry.expiration = { deadline: dueAt, entry, heapIndex: -1 };
    this.#backlog.admit(entry);
    this.#backlog.keep(entry);
    return entry;
  }

  /** Of the ready messages with a deadline the first `count` that are due, in order. */
  firstDue(count: number): QueueEntry[] {
    return this.#backlog.firstDue(count);
  }

  /**
   * Takes back a message that the store had kept: in order of sequence, before anything else
   * happens here, and while the clock stands still, so that no dead letter of another queue comes
   * in between.
   */
  restore(message: Message, { sequence, expiresAt, redelivered, note }: Stored): void {
    assert(sequence > this.#sequence, 'stored messages come back in order');
    const entry = new QueueEntry(this, message, sequence);
    this.#sequence = sequence;
    entry.appended = NOT_TO_BE_STRUCK;
    entry.redelivered = redelivered;
    if (redelivered) this.deliveredThrough = sequence;
    this.deduplication?.enter(entry, false);
    if (expiresAt > 0) entry.expiration = { deadline: expiresAt, entry, heapIndex: -1 };
    this.counters.recovered++;
    this.#backlog.admit(entry);
    this.#backlog.restore(entry, note);
  }

  /** Hands out nothing yet: the protocol answers its client first, then calls `pump`. */
  subscribe(consumer: Consumer<QueueEntry>): void {
    assert(!this.#isDeleted, 'nobody subscribes to a queue that is gone');
    const text = resourceText('queue', this.name, this.definition.vhost);
    const priority = consumerPriority(consumer.arguments, text, this.options.type);
    if (!this.#dispatch.admits(consumer)) {
      throw new BrokerError('access-refused', `${text} in exclusive use`);
    }
    this.#dispatch.add(consumer, priority);
    this.#idle?.stop();
  }

  /**
   * What the consumer holds it keeps; with `isLost` it is about to come back, and `pump` to follow:
   * whoever takes the place of a single active consumer is to meet it in order.
   */
  unsubscribe(consumer: Consumer<QueueEntry>, isLost = false): void {
    if (!this.#dispatch.remove(consumer)) return;
    if (this.#dispatch.count > 0) {
      if (this.options.singleActiveConsumer && !isLost) this.pump();
    } else if (this.definition.autoDelete) {
      this.#context.remove(this);
    } else {
      this.#idle?.start();
    }
  }

  /** To be called when a consumer has credit again, and after requeues. */
  pump(): void {
    if (this.#isDeleted) return;
    this.#dispatch.wake();
    const backlog = this.#backlog;
    if (backlog.size === 0) return;
    backlog.expireDue();
    while (backlog.size > 0) {
      if (backlog.isHeadAway) {
        return this.#dispatch.hasTaker ? backlog.fetchHead() : undefined;
      }
      const consumer = this.#dispatch.next();
      if (consumer === undefined) return;
      const entry = backlog.take();
      if (entry !== undefined) this.#deliver(entry, consumer);
    }
  }

  /**
   * Can `get` answer now? If not, what it would give is on its way from the disk, and
   * Broker.durable tells when to ask again.
   */
  awaitHead(): boolean {
    this.#backlog.expireDue();
    if (this.isPaused || !this.#backlog.isHeadAway) return true;
    this.#idle?.touch();
    this.#backlog.fetchHead();
    return false;
  }

  /** One message on request, when `awaitHead` allows; with `noAck` it is settled at once. */
  get(noAck: boolean): QueueEntry | undefined {
    this.#idle?.touch();
    this.lastActiveAt = this.#context.clock.now;
    this.#backlog.expireDue();
    const { isPaused } = this;
    assert(isPaused || !this.#backlog.isHeadAway, 'what is on the disk alone is waited for');
    const entry = isPaused ? undefined : this.#backlog.take();
    if (entry === undefined) {
      this.counters.getEmpty++;
      return undefined;
    }
    if (noAck) this.counters.gotNoAck++;
    else this.counters.got++;
    if (entry.note !== undefined) this.#backlog.returns?.mark(entry);
    this.#handOut(entry, noAck);
    return entry;
  }

  acknowledge(entry: QueueEntry): void {
    if (this.#isDeleted) return;
    this.counters.acknowledged++;
    this.#takeBack(entry);
    this.#burial.acknowledge(entry);
  }

  /**
   * Back to its original place, at once or after a while. Does not pump: whoever requeues many
   * pumps once.
   */
  requeue(entry: QueueEntry, cause: ReturnCause = 'nacked'): void {
    if (this.#isDeleted) return;
    this.#takeBack(entry);
    entry.redelivered = true;
    this.#backlog.takeBack(entry, cause);
  }

  reject(entry: QueueEntry): void {
    if (this.#isDeleted) return;
    this.#takeBack(entry);
    this.#burial.bury(entry, 'rejected');
  }

  /** Looks at what is ready, and changes nothing. `done` may be called at once. */
  browse(request: BrowseRequest, done: (page: BrowsePage) => void): void {
    this.#backlog.expireDue();
    new Browse({ queue: this, backlog: this.#backlog, ...this.#context }, request, done).start();
  }

  /** The latest message that ever came has it. */
  get lastSequence(): number {
    return this.#sequence;
  }

  /** The ready message with this sequence. */
  readyEntry(sequence: number): QueueEntry | undefined {
    const [entry] = this.#backlog.entriesFrom(sequence, 1);
    return entry?.sequence === sequence ? entry : undefined;
  }

  /**
   * One message goes, as if it had been acknowledged. `hasCopies`: it lives on elsewhere, enlisted
   * in this run. False if it is not ready any more.
   */
  discard(entry: QueueEntry, hasCopies: boolean): boolean {
    assert(entry.queue === this, 'a queue discards its own entries');
    if (this.#isDeleted || entry.state !== 'ready') return false;
    if (hasCopies) entry.keepAppend();
    this.#backlog.discard(entry, hasCopies ? 'moved' : 'deleted');
    return true;
  }

  /** How many are gone: all that nobody holds. */
  purge(): number {
    return this.#backlog.purge();
  }

  /** There was no room for a dead letter: it is to be tried again when there is some. */
  awaitRoom(waiter: RoomWaiter): void {
    this.#backlog.awaitRoom(waiter);
  }

  /** It was declared again: x-expires starts anew, but not of quorum queues, as in RabbitMQ. */
  touch(): void {
    if (this.options.type !== 'quorum') this.#idle?.touch();
  }

  /**
   * Called by dead-letter.ts for each entry sent there, once its copies are enlisted.
   */
  forget(entry: QueueEntry, hasCopies: boolean): void {
    this.#burial.forget(entry, hasCopies);
  }

  /**
   * Called by residency.ts: drops the message of an entry that is on the disk, unless it has left.
   * What came back in this run stays in memory: it is among the next to be taken.
   */
  evict(entry: QueueEntry): void {
    if (!this.#isDeleted) this.#backlog.evict(entry);
  }

  /** Less may stay in memory than before. */
  pageOut(): void {
    if (!this.#isDeleted) this.#backlog.pageOut();
  }

  /** Called by whoever took the queue out of the vhost. The store learns of it from there. */
  dispose(): void {
    if (this.#isDeleted) return;
    this.#isDeleted = true;
    this.#idle?.stop();
    this.#backlog.dispose(this.#unsettledBytes, this.#unsettledCount);
    for (const consumer of this.#dispatch.removeAll()) consumer.cancelled();
  }

  #setPaused(paused: boolean): void {
    if (this.#isDeleted || paused === this.isPaused) return;
    this.definition = { ...this.definition, paused };
    this.#dispatch.isPaused = paused;
    const { durable, exclusive } = this.definition;
    if (durable && !exclusive) this.#context.store.define(this.definition);
  }

  #createIdleTimer(): IdleTimer | undefined {
    const { expiresMs } = this.options;
    if (expiresMs === undefined) return undefined;
    const context = this.#context;
    const timer = new IdleTimer(context.clock, expiresMs, () => context.remove(this));
    if (this.consumerCount > 0) timer.stop();
    return timer;
  }

  #setExpiration(entry: QueueEntry): void {
    const own = entry.message.ttlMs;
    const common = this.options.messageTtlMs ?? own;
    const ttlMs = own >= 0 && own < common ? own : common;
    if (ttlMs < 0) return;
    entry.expiration = { deadline: this.#context.clock.now + ttlMs, entry, heapIndex: -1 };
  }

  #drop(message: Message): boolean {
    if (this.tracer?.isOn === true) this.tracer.onDuplicate(this, message);
    return true;
  }

  #refuse(message: Message): boolean {
    this.counters.refused++;
    if (this.tracer?.isOn === true) this.tracer.onRefused(this, message);
    if (this.options.overflow === 'reject-publish-dlx') this.#burial.sendRefused(message);
    return false;
  }

  #deliver(entry: QueueEntry, consumer: Consumer<QueueEntry>): void {
    entry.consumer = consumer;
    if (consumer.noAck) this.counters.consumedNoAck++;
    else this.counters.consumed++;
    if (entry.note !== undefined) this.#backlog.returns?.mark(entry);
    if (this.options.singleActiveConsumer && !consumer.noAck) this.#dispatch.noteHeld(consumer, 1);
    this.#handOut(entry, consumer.noAck);
    consumer.deliver(entry);
  }

  #handOut(entry: QueueEntry, noAck: boolean): void {
    if (entry.redelivered) this.counters.redelivered++;
    this.lastActiveAt = this.#context.clock.now;
    if (entry.sequence > this.deliveredThrough) this.deliveredThrough = entry.sequence;
    this.#backlog.tellRoom();
    if (noAck) {
      this.#burial.settle(entry);
      return;
    }
    entry.state = 'unsettled';
    this.#unsettledCount++;
    this.#unsettledBytes += entry.bodySize;
  }

  #takeBack(entry: QueueEntry): void {
    assert(entry.queue === this, 'an entry comes back to its own queue');
    assert(entry.state === 'unsettled', 'an entry comes back once');
    this.lastActiveAt = this.#context.clock.now;
    this.#unsettledCount--;
    this.#unsettledBytes -= entry.bodySize;
    if (this.options.singleActiveConsumer) this.#dispatch.noteHeld(entry.consumer, -1);
    entry.consumer = undefined;
  }
}
