/**
 * A queue: takes messages from the vhost's router, hands them to consumers, and lets go of them
 * when they are settled. It conducts the files beside it and holds no algorithm of its own; durable
 * messages are enlisted in the store as they come and struck as they go.
 */
import { assert } from '../assert.js';
import type { Clock } from '../clock.js';
import type { Consumer, Owner } from '../consumer.js';
import type { QueueDefinition } from '../definitions.js';
import { BrokerError } from '../errors.js';
import type { Message } from '../message.js';
import { resourceText } from '../resource-name.js';
import type { QueueOptions } from './arguments.js';
import { parseQueueArguments } from './arguments.js';
import { Burial } from './burial.js';
import { consumerPriority } from './consumer-priority.js';
import type { DeathReason } from './death-history.js';
import { withDeliveryCount } from './delivery-count.js';
import { Dispatch } from './dispatch.js';
import { NOT_TO_BE_STRUCK, QueueEntry } from './entry.js';
import { Expiry } from './expiry.js';
import { IdleTimer } from './idle-timer.js';
import { Overflow } from './overflow.js';
import { Paging, type PagingOwner } from './paging.js';
import type { QueueContext, QueueCounters } from './queue-context.js';
import { ReadyList } from './ready-list.js';
import { ENTRY_OVERHEAD, MESSAGE_OVERHEAD, type Residency } from './residency.js';

export class Queue implements PagingOwner {
  readonly definition: QueueDefinition;
  readonly name: string;
  readonly owner: Owner | undefined;
  readonly options: QueueOptions;
  readonly counters: QueueCounters = { enqueued: 0, delivered: 0, settled: 0, refused: 0 };
  /** Every message up to this sequence may have been handed out. */
  deliveredThrough = 0;

  readonly #context: QueueContext;
  readonly #clock: Clock;
  readonly #isStored: boolean;
  readonly #ready: ReadyList;
  readonly #dispatch: Dispatch;
  readonly #overflow: Overflow;
  readonly #expiry: Expiry;
  readonly #idle: IdleTimer | undefined;
  readonly #residency: Residency;
  readonly #paging: Paging;
  readonly #burial: Burial;
  #sequence = 0;
  #unsettledCount = 0;
  #unsettledBytes = 0;
  #isDeleted = false;

  constructor(definition: QueueDefinition, context: QueueContext) {
    const { name, vhost } = definition;
    const options = parseQueueArguments(name, vhost, definition.arguments, definition);
    this.definition = definition;
    this.name = name;
    this.owner = context.owner;
    this.options = options;
    this.#context = context;
    this.#clock = context.clock;
    // An exclusive queue ends with its connection: no restart will see it.
    this.#isStored = definition.durable && !definition.exclusive;
    this.#ready = new ReadyList(options.maxPriority);
    this.#dispatch = new Dispatch(options.singleActiveConsumer);
    this.#overflow = new Overflow(options);
    this.#residency = context.residency;
    this.#paging = new Paging(definition.id, context.residency, this);
    this.#burial = new Burial(this, context, this.#paging);
    this.#expiry = new Expiry(context.clock, () => this.#expireDue());
    if (options.expiresMs !== undefined) {
      this.#idle = new IdleTimer(context.clock, options.expiresMs, () => context.remove(this));
    }
  }

  get isDeleted(): boolean {
    return this.#isDeleted;
  }

  /** How many messages are ready: AMQP's message-count. */
  get messageCount(): number {
    return this.#ready.size;
  }

  get unsettledCount(): number {
    return this.#unsettledCount;
  }

  /** Messages that are to be dead-lettered as soon as they are back from the disk. */
  get dyingCount(): number {
    return this.#paging.dyingCount;
  }

  /** What its entries take in memory; their messages are counted in residency.ts. */
  get entryBytes(): number {
    return (this.#ready.size + this.#unsettledCount + this.dyingCount) * ENTRY_OVERHEAD;
  }

  get consumerCount(): number {
    return this.#dispatch.count;
  }

  /** False: the queue is full, and its publisher is to be told (x-overflow). */
  enqueue(message: Message, redelivered = false): boolean {
    if (this.#isDeleted) return true;
    if (this.#overflow.refuses(this.#ready, message.bodySize)) return this.#refuse(message);
    const entry = new QueueEntry(this, message, ++this.#sequence);
    entry.redelivered = redelivered;
    this.#setExpiration(entry);
    this.counters.enqueued++;
    this.#residency.bytes += entry.bodySize + MESSAGE_OVERHEAD;
    if (this.#ready.size === 0) {
      const consumer = this.#dispatch.next();
      if (consumer !== undefined) {
        if (!consumer.noAck) this.#enlist(entry);
        this.#deliver(entry, consumer);
        return true;
      }
    }
    this.#keep(entry);
    return true;
  }

  /** Takes the message in until `dueAt`, when it expires, whatever its own time to live. */
  hold(message: Message, dueAt: number): void {
    const entry = new QueueEntry(this, message, ++this.#sequence);
    entry.expiration = { deadline: dueAt, entry, heapIndex: -1 };
    this.counters.enqueued++;
    this.#residency.bytes += entry.bodySize + MESSAGE_OVERHEAD;
    this.#keep(entry);
  }

  /** Of the ready messages with a deadline the first `count` that are due, in order. */
  firstDue(count: number): QueueEntry[] {
    return this.#expiry.first(count);
  }

  /**
   * Takes back a message that the store had kept: in order of sequence, before anything else
   * happens here, and while the clock stands still, so that no dead letter of another queue comes
   * in between.
   */
  restore(message: Message, sequence: number, expiresAt: number, redelivered: boolean): void {
    assert(sequence > this.#sequence, 'stored messages come back in order');
    const entry = new QueueEntry(this, message, sequence);
    this.#sequence = sequence;
    entry.appended = NOT_TO_BE_STRUCK;
    entry.redelivered = redelivered;
    if (redelivered) this.deliveredThrough = sequence;
    if (expiresAt > 0) entry.expiration = { deadline: expiresAt, entry, heapIndex: -1 };
    this.counters.enqueued++;
    this.#residency.bytes += entry.bodySize + MESSAGE_OVERHEAD;
    this.#expiry.watch(entry);
    this.#ready.push(entry);
    if (this.#residency.isExceeded && this.#isBeyondWindow()) this.evict(entry);
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

  /** What the consumer holds it keeps. */
  unsubscribe(consumer: Consumer<QueueEntry>): void {
    if (!this.#dispatch.remove(consumer)) return;
    if (this.#dispatch.count > 0) {
      if (this.options.singleActiveConsumer) this.pump();
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
    if (this.#ready.size === 0) return;
    this.#expireDue();
    while (this.#ready.size > 0) {
      if (this.#isHeadAway()) {
        if (this.#dispatch.hasTaker) this.#paging.request(this.#ready);
        return;
      }
      const consumer = this.#dispatch.next();
      if (consumer === undefined) return;
      const entry = this.#take();
      if (entry !== undefined) this.#deliver(entry, consumer);
    }
  }

  /**
   * Can `get` answer now? If not, what it would give is on its way from the disk, and
   * Broker.durable tells when to ask again.
   */
  awaitHead(): boolean {
    this.#expireDue();
    if (!this.#isHeadAway()) return true;
    this.#idle?.touch();
    this.#paging.request(this.#ready);
    return false;
  }

  /** One message on request, when `awaitHead` allows; with `noAck` it is settled at once. */
  get(noAck: boolean): QueueEntry | undefined {
    this.#idle?.touch();
    this.#expireDue();
    assert(!this.#isHeadAway(), 'what is on the disk alone is waited for');
    const entry = this.#take();
    if (entry !== undefined) this.#handOut(entry, noAck);
    return entry;
  }

  acknowledge(entry: QueueEntry): void {
    if (this.#isDeleted) return;
    this.#takeBack(entry);
    this.#burial.settle(entry);
  }

  /** Back to its original place. Does not pump: whoever requeues many pumps once. */
  requeue(entry: QueueEntry): void {
    if (this.#isDeleted) return;
    this.#takeBack(entry);
    entry.redelivered = true;
    entry.returnCount++;
    if (this.#expiry.isOver(entry)) return this.#burial.bury(entry, 'expired');
    if (this.options.type === 'quorum') {
      if (entry.returnCount > this.#deliveryLimit)
        return this.#burial.bury(entry, 'delivery_limit');
      entry.resident = withDeliveryCount(entry.message, entry.returnCount);
    }
    entry.state = 'ready';
    this.#expiry.watch(entry);
    this.#ready.giveBack(entry);
    this.#dropExcess();
  }

  reject(entry: QueueEntry): void {
    if (this.#isDeleted) return;
    this.#takeBack(entry);
    this.#burial.bury(entry, 'rejected');
  }

  /** How many were ready, and are gone. */
  purge(): number {
    const count = this.#ready.size;
    for (let entry = this.#take(); entry !== undefined; entry = this.#take())
      this.#burial.settle(entry);
    return count;
  }

  /** The queue was used: x-expires starts anew. */
  touch(): void {
    this.#idle?.touch();
  }

  /**
   * Called by dead-letter.ts for each entry sent there, once its copies are enlisted. Where there
   * are copies the entry must not be struck from a batch that waits: its publisher would be told at
   * once that the message is safe, while the copies still wait for the disk.
   */
  forget(entry: QueueEntry, hasCopies: boolean): void {
    this.#burial.forget(entry, hasCopies);
  }

  /**
   * Called by residency.ts: drops the message of an entry that is on the disk, unless it has left.
   * What came back stays in memory: it is among the next to be taken.
   */
  evict(entry: QueueEntry): void {
    if (this.#isDeleted || entry.state !== 'ready' || entry.returnCount > 0) return;
    this.#paging.evict(entry);
  }

  /** Called by paging.ts once the message is here. */
  sendDead(entry: QueueEntry, reason: DeathReason): void {
    this.#burial.send(entry, reason);
  }

  /** Called by paging.ts. */
  onPaged(): void {
    this.pump();
    this.#burial.proceed();
  }

  /** Called by paging.ts. */
  onLost(sequence: number): void {
    this.#burial.onLost(sequence);
  }

  /** Called by whoever took the queue out of the vhost. The store learns of it from there. */
  dispose(): void {
    if (this.#isDeleted) return;
    this.#isDeleted = true;
    this.#residency.bytes -= this.#residentBytes(this.#unsettledBytes, this.#unsettledCount);
    this.#paging.dispose();
    this.#expiry.dispose();
    this.#idle?.stop();
    for (const consumer of this.#dispatch.removeAll()) consumer.cancelled();
  }

  get #deliveryLimit(): number {
    return this.options.deliveryLimit ?? Infinity;
  }

  #setExpiration(entry: QueueEntry): void {
    const own = entry.message.ttlMs;
    const common = this.options.messageTtlMs ?? own;
    const ttlMs = own >= 0 && own < common ? own : common;
    if (ttlMs < 0) return;
    entry.expiration = { deadline: this.#clock.now + ttlMs, entry, heapIndex: -1 };
  }

  #refuse(message: Message): boolean {
    this.counters.refused++;
    if (this.options.overflow === 'reject-publish-dlx') {
      this.#burial.sendRefused(message);
    }
    return false;
  }

  #keep(entry: QueueEntry): void {
    // A time to live of 0 means: to a consumer that waits, or not at all.
    if (this.#expiry.isOver(entry)) {
      this.#burial.bury(entry, 'expired');
      return;
    }
    this.#enlist(entry);
    this.#expiry.watch(entry);
    this.#ready.push(entry);
    if (this.#residency.isExceeded && entry.appended > 0 && this.#isBeyondWindow()) {
      this.#residency.offer(entry);
    }
    this.#dropExcess();
  }

  #enlist(entry: QueueEntry): void {
    if (!this.#isStored || !entry.message.persistent) return;
    const expiresAt = entry.expiration?.deadline ?? 0;
    const { store } = this.#context;
    entry.appended = store.append(this.definition.id, entry.sequence, entry.message, expiresAt);
  }

  #take(): QueueEntry | undefined {
    const entry = this.#ready.take();
    if (entry !== undefined) this.#expiry.unwatch(entry);
    return entry;
  }

  #deliver(entry: QueueEntry, consumer: Consumer<QueueEntry>): void {
    entry.consumer = consumer;
    this.#handOut(entry, consumer.noAck);
    consumer.deliver(entry);
  }

  #handOut(entry: QueueEntry, noAck: boolean): void {
    this.counters.delivered++;
    if (entry.sequence > this.deliveredThrough) this.deliveredThrough = entry.sequence;
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
    this.#unsettledCount--;
    this.#unsettledBytes -= entry.bodySize;
    entry.consumer = undefined;
  }

  /** Is what is to be taken next on the disk alone? */
  #isHeadAway(): boolean {
    if (this.#paging.evictedCount === 0) return false;
    const head = this.#ready.first;
    return head !== undefined && head.resident === undefined;
  }

  #isBeyondWindow(): boolean {
    return this.#residentBytes(0, 0) > this.#residency.windowBytes;
  }

  /** Of the ready messages in memory, and so many others. */
  #residentBytes(otherBytes: number, otherCount: number): number {
    const bytes = this.#ready.bytes - this.#paging.evictedBytes + otherBytes;
    const count = this.#ready.size - this.#paging.evictedCount + otherCount;
    return bytes + count * MESSAGE_OVERHEAD;
  }

  #dropExcess(): void {
    while (this.#overflow.mustDrop(this.#ready)) {
      const entry = this.#ready.leastImportant;
      if (entry === undefined) break;
      this.#ready.remove(entry);
      this.#expiry.unwatch(entry);
      this.#burial.buryReady(entry, 'maxlen');
    }
    this.#burial.proceed();
  }

  #expireDue(): void {
    for (let entry = this.#expiry.takeDue(); entry; entry = this.#expiry.takeDue()) {
      this.#ready.remove(entry);
      this.#burial.buryReady(entry, 'expired');
    }
    this.#burial.proceed();
  }
}
