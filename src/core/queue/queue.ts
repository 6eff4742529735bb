/**
 * A queue: takes messages from the vhost's router, hands them to consumers, and lets go of them
 * when they are settled. It conducts the files beside it and holds no algorithm of its own; durable
 * messages are enlisted in the store as they come and struck as they go.
 */
import { assert } from '../assert.js';
import type { Consumer, Owner } from '../consumer.js';
import type { QueueDefinition } from '../definitions.js';
import { BrokerError } from '../errors.js';
import type { Message } from '../message.js';
import { resourceText } from '../resource-name.js';
import type { MessageNote, StoredMessage } from '../store.js';
import type { RoomWaiter, Target } from '../target.js';
import type { QueueOptions } from './arguments.js';
import { parseQueueArguments } from './arguments.js';
import { Burial } from './burial.js';
import { consumerPriority } from './consumer-priority.js';
import { Dispatch } from './dispatch.js';
import { NOT_TO_BE_STRUCK, QueueEntry } from './entry.js';
import { Expiry } from './expiry.js';
import { IdleTimer } from './idle-timer.js';
import { Overflow } from './overflow.js';
import { Paging, type PagingOwner } from './paging.js';
import type { QueueContext, QueueCounters } from './queue-context.js';
import { queueDeduplication, type QueueDeduplication } from './queue-deduplication.js';
import { ReadyList } from './ready-list.js';
import { ENTRY_OVERHEAD, MESSAGE_OVERHEAD } from './residency.js';
import { Returns } from './returns.js';

type Stored = Pick<StoredMessage, 'sequence' | 'expiresAt' | 'redelivered' | 'note'>;

export class Queue implements PagingOwner, Target {
  readonly definition: QueueDefinition;
  readonly name: string;
  readonly owner: Owner | undefined;
  readonly options: QueueOptions;
  readonly deduplication: QueueDeduplication | undefined;
  readonly counters: QueueCounters = { enqueued: 0, delivered: 0, settled: 0, refused: 0 };
  /** Every message up to this sequence may have been handed out. */
  deliveredThrough = 0;

  readonly #context: QueueContext;
  readonly #isStored: boolean;
  readonly #ready: ReadyList;
  readonly #dispatch: Dispatch;
  readonly #overflow: Overflow;
  readonly #expiry: Expiry;
  readonly #idle: IdleTimer | undefined;
  readonly #paging: Paging;
  readonly #burial: Burial;
  /** Undefined where nobody counts what comes back. */
  readonly #returns: Returns | undefined;
  /** Dead letters of other queues that there was no room for. */
  #roomWaiters: Set<RoomWaiter> | undefined;
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
    // An exclusive queue ends with its connection: no restart will see it.
    this.#isStored = definition.durable && !definition.exclusive;
    this.#ready = new ReadyList(options.maxPriority);
    this.#dispatch = new Dispatch(options.singleActiveConsumer, options.type === 'quorum');
    this.#overflow = new Overflow(options);
    this.#paging = new Paging(definition.id, context.residency, this);
    this.deduplication = queueDeduplication(definition, context);
    this.#burial = new Burial(this, context, { paging: this.#paging, overflow: this.#overflow });
    if (Returns.areCounted(options)) {
      this.#returns = new Returns(options, context, () => this.#releaseDelayed());
    }
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

  /** Messages that came back and are not to go out before their time. */
  get delayedCount(): number {
    return this.#returns?.delayed.size ?? 0;
  }

  /** Messages on their way to the dead letters: as soon as they are here, or taken there. */
  get dyingCount(): number {
    return this.#burial.dyingCount;
  }

  /** Asked by paging.ts. */
  get mayFetchDying(): boolean {
    return this.#burial.mayFetchDying;
  }

  /** What its entries take in memory; their messages are counted in residency.ts. */
  get entryBytes(): number {
    const others = this.#unsettledCount + this.dyingCount + this.delayedCount;
    return (this.#ready.size + others) * ENTRY_OVERHEAD;
  }

  get consumerCount(): number {
    return this.#dispatch.count;
  }

  /** False: the queue is full, and its publisher is to be told (x-overflow). */
  enqueue(message: Message, redelivered = false): boolean {
    if (this.#isDeleted) return true;
    if (this.deduplication?.isDuplicate(message) === true) return true;
    if (this.#overflow.refuses(this.#ready, message.bodySize)) return this.#refuse(message);
    const entry = new QueueEntry(this, message, ++this.#sequence);
    entry.redelivered = redelivered;
    this.deduplication?.enter(entry, true);
    this.#setExpiration(entry);
    this.counters.enqueued++;
    this.#context.residency.bytes += entry.bodySize + MESSAGE_OVERHEAD;
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
    this.#context.residency.bytes += entry.bodySize + MESSAGE_OVERHEAD;
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
  restore(message: Message, { sequence, expiresAt, redelivered, note }: Stored): void {
    assert(sequence > this.#sequence, 'stored messages come back in order');
    const entry = new QueueEntry(this, message, sequence);
    this.#sequence = sequence;
    entry.appended = NOT_TO_BE_STRUCK;
    entry.redelivered = redelivered;
    if (redelivered) this.deliveredThrough = sequence;
    this.deduplication?.enter(entry, false);
    if (expiresAt > 0) entry.expiration = { deadline: expiresAt, entry, heapIndex: -1 };
    this.counters.enqueued++;
    this.#context.residency.bytes += entry.bodySize + MESSAGE_OVERHEAD;
    if (note !== undefined && this.#restoreNote(entry, note)) return;
    this.#expiry.watch(entry);
    this.#ready.push(entry);
    if (this.#context.residency.isExceeded && this.#isBeyondWindow()) this.evict(entry);
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
    if (this.#ready.size === 0) return;
    this.#expireDue();
    while (this.#ready.size > 0) {
      if (this.#isHeadAway()) {
        return this.#dispatch.hasTaker ? this.#paging.request(this.#ready) : undefined;
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
    if (entry === undefined) return undefined;
    if (entry.note !== undefined) this.#returns?.mark(entry);
    this.#handOut(entry, noAck);
    return entry;
  }

  acknowledge(entry: QueueEntry): void {
    if (this.#isDeleted) return;
    this.#takeBack(entry);
    this.#burial.settle(entry);
  }

  /**
   * Back to its original place, at once or after a while. `hasFailed`: it was rejected, or its
   * holder is gone. Does not pump: whoever requeues many pumps once.
   */
  requeue(entry: QueueEntry, hasFailed = false): void {
    if (this.#isDeleted) return;
    this.#takeBack(entry);
    entry.redelivered = true;
    if (this.#expiry.isOver(entry)) return this.#burial.bury(entry, 'expired');
    const returns = this.#returns;
    if (returns !== undefined) {
      if (!returns.count(entry)) return this.#burial.bury(entry, 'delivery_limit');
      if (returns.settleWhen(entry, hasFailed)) return this.#delay(entry);
    }
    this.#giveBack(entry);
    this.#dropExcess();
  }

  reject(entry: QueueEntry): void {
    if (this.#isDeleted) return;
    this.#takeBack(entry);
    this.#burial.bury(entry, 'rejected');
  }

  /** How many are gone: all that nobody holds. */
  purge(): number {
    const count = this.#ready.size + this.delayedCount;
    for (let entry = this.#take(); entry !== undefined; entry = this.#take()) {
      this.#burial.settle(entry);
    }
    const delayed = this.#returns?.delayed;
    for (let entry = delayed?.take(); entry !== undefined; entry = delayed?.take()) {
      this.#expiry.unwatch(entry);
      this.#burial.settle(entry);
    }
    this.#tellRoom();
    return count + this.#burial.purge();
  }

  /** There was no room for a dead letter: it is to be tried again when there is some. */
  awaitRoom(waiter: RoomWaiter): void {
    (this.#roomWaiters ??= new Set()).add(waiter);
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
    if (this.#isDeleted || entry.state !== 'ready' || entry.heapIndex >= 0) return;
    this.#paging.evict(entry);
  }

  /** Called by paging.ts. */
  onPaged(): void {
    this.#burial.proceed();
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
    this.#context.residency.bytes -= this.#residentBytes(
      this.#unsettledBytes + (this.#returns?.delayed.bytes ?? 0),
      this.#unsettledCount + this.delayedCount,
    );
    this.#burial.dispose();
    this.#returns?.delayed.dispose();
    this.#paging.dispose();
    this.#tellRoom();
    this.#expiry.dispose();
    this.#idle?.stop();
    for (const consumer of this.#dispatch.removeAll()) consumer.cancelled();
  }

  #setExpiration(entry: QueueEntry): void {
    const own = entry.message.ttlMs;
    const common = this.options.messageTtlMs ?? own;
    const ttlMs = own >= 0 && own < common ? own : common;
    if (ttlMs < 0) return;
    entry.expiration = { deadline: this.#context.clock.now + ttlMs, entry, heapIndex: -1 };
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
    if (this.#context.residency.isExceeded && entry.appended > 0 && this.#isBeyondWindow()) {
      this.#context.residency.offer(entry);
    }
    this.#dropExcess();
  }

  #enlist(entry: QueueEntry): void {
    // A quorum queue keeps everything, as in RabbitMQ.
    if (!this.#isStored) return;
    if (!entry.message.persistent && this.options.type !== 'quorum') return;
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
    if (entry.note !== undefined) this.#returns?.mark(entry);
    if (this.options.singleActiveConsumer && !consumer.noAck) this.#dispatch.noteHeld(consumer, 1);
    this.#handOut(entry, consumer.noAck);
    consumer.deliver(entry);
  }

  #handOut(entry: QueueEntry, noAck: boolean): void {
    this.counters.delivered++;
    if (entry.sequence > this.deliveredThrough) this.deliveredThrough = entry.sequence;
    if (this.#roomWaiters !== undefined) this.#tellRoom();
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
    if (this.options.singleActiveConsumer) this.#dispatch.noteHeld(entry.consumer, -1);
    entry.consumer = undefined;
  }

  #giveBack(entry: QueueEntry): void {
    entry.state = 'ready';
    this.#expiry.watch(entry);
    this.#ready.giveBack(entry);
  }

  /** It may expire before it is ready. */
  #delay(entry: QueueEntry): void {
    entry.state = 'delayed';
    this.#expiry.watch(entry);
  }

  #releaseDelayed(): void {
    const delayed = this.#returns?.delayed;
    for (let entry = delayed?.takeDue(); entry !== undefined; entry = delayed?.takeDue()) {
      this.#expiry.unwatch(entry);
      this.#giveBack(entry);
    }
    this.#dropExcess();
    this.pump();
  }

  /** False: it is ready, like one without a note. */
  #restoreNote(entry: QueueEntry, note: MessageNote): boolean {
    const isDelayed = this.#returns?.restore(entry, note) ?? false;
    if (isDelayed) this.#delay(entry);
    else if (note.dying !== undefined) this.#burial.restore(entry, note.dying);
    return isDelayed || note.dying !== undefined;
  }

  #tellRoom(): void {
    const waiters = this.#roomWaiters;
    if (waiters === undefined) return;
    this.#roomWaiters = undefined;
    for (const waiter of waiters) waiter.retrySoon();
  }

  /** Is what is to be taken next on the disk alone? */
  #isHeadAway(): boolean {
    if (this.#paging.evictedCount === 0) return false;
    const head = this.#ready.first;
    return head !== undefined && head.resident === undefined;
  }

  #isBeyondWindow(): boolean {
    return this.#residentBytes(0, 0) > this.#context.residency.windowBytes;
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
      if (entry.state === 'ready') this.#ready.remove(entry);
      else if (entry.note !== undefined) this.#returns?.delayed.remove(entry.note);
      this.#burial.buryReady(entry, 'expired');
    }
    this.#burial.proceed();
  }
}
