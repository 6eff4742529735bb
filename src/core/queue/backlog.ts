/**
 * What waits in a queue: the entries that are ready and those that are delayed, with all that ends
 * their wait without a consumer, which is time to live and length limits, and with what of them is
 * in memory. Filled and emptied by queue.ts, which hands out; burial.ts takes what leaves.
 */
import type { Message } from '../message.js';
import type { MessageNote } from '../store.js';
import type { RoomWaiter } from '../target.js';
import type { Removal, ReturnCause } from '../trace/step.js';
import { Arrivals } from './arrivals.js';
import { Burial } from './burial.js';
import type { QueueEntry } from './entry.js';
import { Expiry } from './expiry.js';
import { Overflow } from './overflow.js';
import { Paging, type PagingOwner } from './paging.js';
import type { Queue } from './queue.js';
import type { QueueContext } from './queue-context.js';
import { ReadyList } from './ready-list.js';
import { MESSAGE_OVERHEAD } from './residency.js';
import { Returns } from './returns.js';

/** How many messages, and the bytes of their bodies. */
interface LengthAndBytes {
  readonly count: number;
  readonly bytes: number;
}

/** For whoever presents the queue. */
export interface WaitingFacts {
  /** The ready entry whose turn it is; its message may be on the disk alone. */
  readonly first: QueueEntry | undefined;
  /**
   * When the oldest ready message came, or was recovered: ms since the epoch, as exact as
   * arrivals.ts is.
   */
  readonly oldestArrivedAt: number | undefined;
  /** Dead letters that wait here until they are taken: they have a share in the length. */
  readonly keptDeadLetters: LengthAndBytes;
  /** When the first of those that are delayed goes out again: ms since the epoch. */
  readonly nextDelayedAt: number | undefined;
  /** What the store keeps, ready or not: held, delayed and dying messages included. */
  readonly stored: LengthAndBytes;
  /** Of the ready messages, those that are on the disk alone. */
  readonly pagedOutCount: number;
  readonly pagedOutBytes: number;
}

export class Backlog implements PagingOwner, WaitingFacts {
  readonly burial: Burial;
  /** Undefined where nobody ever counted what comes back. */
  returns: Returns | undefined;
  readonly #queue: Queue;
  readonly #context: QueueContext;
  readonly #isStored: boolean;
  readonly #ready: ReadyList;
  readonly #overflow: Overflow;
  readonly #expiry: Expiry;
  readonly #paging: Paging;
  readonly #arrivals = new Arrivals();

  constructor(queue: Queue, context: QueueContext) {
    const { definition, options } = queue;
    this.#queue = queue;
    this.#context = context;
    // An exclusive queue ends with its connection: no restart will see it.
    this.#isStored = definition.durable && !definition.exclusive;
    this.#ready = new ReadyList(options.maxPriority);
    this.#overflow = new Overflow(options);
    this.#paging = new Paging(definition.id, context.residency, this);
    this.burial = new Burial(queue, context, { paging: this.#paging, overflow: this.#overflow });
    this.#expiry = new Expiry(context.clock, (countMax) => this.#expire(countMax));
    this.#configureReturns();
  }

  /** The options of the queue are others now: they hold at once, for what is in it too. */
  configure(): void {
    this.#overflow.configure(this.#queue.options);
    this.#configureReturns();
    this.burial.configure();
    this.tellRoom();
    this.#dropExcess();
  }

  /** How many are ready. */
  get size(): number {
    return this.#ready.size;
  }

  /** Of their bodies. */
  get bytes(): number {
    return this.#ready.bytes;
  }

  /** Of those that are on the disk alone. */
  get pagedOutCount(): number {
    return this.#paging.evictedCount;
  }

  get pagedOutBytes(): number {
    return this.#paging.evictedBytes;
  }

  get delayedCount(): number {
    return this.returns?.delayed.size ?? 0;
  }

  get first(): QueueEntry | undefined {
    return this.#ready.first;
  }

  get oldestArrivedAt(): number | undefined {
    const { oldest } = this.#ready;
    return oldest === undefined ? undefined : this.#arrivals.arrivedAt(oldest.sequence);
  }

  get keptDeadLetters(): LengthAndBytes {
    const { otherCount, otherBytes } = this.#overflow;
    const delayed = this.returns?.delayed;
    return {
      count: otherCount - (delayed?.size ?? 0),
      bytes: otherBytes - (delayed?.bytes ?? 0),
    };
  }

  get nextDelayedAt(): number | undefined {
    return this.returns?.delayed.first?.note?.notBefore;
  }

  get stored(): LengthAndBytes {
    return { count: this.burial.storedCount, bytes: this.burial.storedBytes };
  }

  /** Is what is to be taken next on the disk alone? */
  get isHeadAway(): boolean {
    if (this.#paging.evictedCount === 0) return false;
    const head = this.#ready.first;
    return head !== undefined && head.resident === undefined;
  }

  /** Asked by paging.ts. */
  get mayFetchDying(): boolean {
    return this.burial.mayFetchDying;
  }

  /** It is in the queue from now on, wherever it goes. HOT. */
  admit(entry: QueueEntry): void {
    const { clock, residency } = this.#context;
    this.#queue.counters.enqueued++;
    residency.bytes += entry.bodySize + MESSAGE_OVERHEAD;
    if (clock.now < this.#arrivals.nextAt) return;
    // Nothing that came before is here, or can come back.
    const isFirst = this.size + this.delayedCount + this.#queue.unsettledCount === 0;
    if (isFirst) this.#arrivals.clear();
    this.#arrivals.note(entry.sequence, clock.now);
  }

  /** Is the message one too many? */
  refuses(message: Message): boolean {
    return this.#overflow.refuses(this.#ready, message.bodySize);
  }

  /** Takes in an entry that was never handed out. */
  keep(entry: QueueEntry): void {
    // A time to live of 0 means: to a consumer that waits, or not at all.
    if (this.#expiry.isOver(entry)) {
      this.burial.bury(entry, 'expired');
      return;
    }
    this.enlist(entry);
    this.#expiry.watch(entry);
    this.#ready.push(entry);
    if (this.#context.residency.isExceeded && entry.appended > 0 && this.#isBeyondWindow()) {
      this.#context.residency.offer(entry);
    }
    this.#dropExcess();
  }

  /** The store is to keep it, if the queue and the message are of that kind. */
  enlist(entry: QueueEntry): void {
    if (!this.#isStored) return;
    const { definition, options } = this.#queue;
    // A quorum queue keeps everything, as in RabbitMQ.
    if (!entry.message.persistent && options.type !== 'quorum') return;
    const expiresAt = entry.expiration?.deadline ?? 0;
    const { store } = this.#context;
    entry.appended = store.append(definition.id, entry.sequence, entry.message, expiresAt);
    this.burial.noteStored(entry);
    this.#queue.counters.stored++;
  }

  /** Takes back what the store had kept. */
  restore(entry: QueueEntry, note: MessageNote | undefined): void {
    this.burial.noteStored(entry);
    if (note !== undefined && this.#restoreNote(entry, note)) return;
    this.#expiry.watch(entry);
    this.#ready.push(entry);
    if (this.#context.residency.isExceeded && this.#isBeyondWindow()) this.evict(entry);
  }

  /** The entry whose turn it is leaves. */
  take(): QueueEntry | undefined {
    const entry = this.#ready.take();
    if (entry !== undefined) this.#expiry.unwatch(entry);
    return entry;
  }

  /**
   * An entry that was handed out comes back: to its original place, at once or after a while, or
   * to its end.
   */
  takeBack(entry: QueueEntry, cause: ReturnCause): void {
    const { tracer } = this.#context;
    if (tracer?.isOn === true) tracer.onReturned(entry, cause);
    if (this.#expiry.isOver(entry)) return this.burial.bury(entry, 'expired');
    const { returns } = this;
    if (returns?.isCounting === true) {
      if (!returns.count(entry)) return this.burial.bury(entry, 'delivery_limit');
      const hasFailed = cause === 'rejected' || cause === 'lost';
      if (returns.settleWhen(entry, hasFailed)) this.#delay(entry);
      else this.#giveBack(entry);
    } else this.#giveBack(entry);
    this.#dropExcess();
  }

  /** Of what is ready, in order of sequence. */
  entriesFrom(sequence: number, count: number): QueueEntry[] {
    return this.#ready.entriesFrom(sequence, count);
  }

  /** A ready entry leaves, whether its turn has come or not. */
  discard(entry: QueueEntry, how: Removal): void {
    this.#tell(entry, how);
    this.#ready.remove(entry);
    this.#expiry.unwatch(entry);
    this.burial.settle(entry);
    this.tellRoom();
  }

  /** How many are gone: all that nobody holds. */
  purge(): number {
    const count = this.#ready.size + this.delayedCount;
    for (let entry = this.take(); entry !== undefined; entry = this.take()) {
      this.#tell(entry, 'purged');
      this.burial.settle(entry);
    }
    const delayed = this.returns?.delayed;
    for (let entry = delayed?.first; entry !== undefined; entry = delayed?.first) {
      this.#expiry.unwatch(entry);
      this.#undelay(entry);
      this.#tell(entry, 'purged');
      this.burial.settle(entry);
    }
    this.tellRoom();
    return count + this.burial.purge();
  }

  /** All of them: what is due is not handed out. */
  expireDue(): void {
    this.#expire(Infinity);
  }

  #expire(countMax: number): void {
    for (let count = 0; count < countMax; count++) {
      const entry = this.#expiry.takeDue();
      if (entry === undefined) break;
      if (entry.state === 'ready') this.#ready.remove(entry);
      else this.#undelay(entry);
      this.burial.buryReady(entry, 'expired');
    }
    this.burial.proceed();
  }

  /** Of the ready messages with a deadline the first `count` that are due, in order. */
  firstDue(count: number): QueueEntry[] {
    return this.#expiry.first(count);
  }

  /** There was no room for a dead letter of another queue: it is to be told when there is some. */
  awaitRoom(waiter: RoomWaiter): void {
    this.#overflow.awaitRoom(waiter);
  }

  /** There is less than before. */
  tellRoom(): void {
    this.#overflow.tellRoom();
  }

  /** Asks for what is to be taken next, which is on the disk alone. */
  fetchHead(): void {
    this.#paging.request(this.#ready);
  }

  /** Drops the message of a ready entry that is on the disk, unless it has come back before. */
  evict(entry: QueueEntry): void {
    if (entry.state !== 'ready' || entry.heapIndex >= 0 || entry.resident === undefined) return;
    this.#paging.evict(entry);
  }

  /** There is less room than before: all leaves that is on the disk, but for the first. */
  pageOut(): void {
    const { residency } = this.#context;
    for (const entry of this.#ready.freshFromEnd()) {
      if (!residency.isExceeded || !this.#isBeyondWindow()) return;
      if (residency.isOnDisk(entry)) this.evict(entry);
    }
  }

  /** Called by paging.ts. */
  onPaged(count: number): void {
    this.#queue.counters.fetched += count;
    this.burial.proceed();
    this.#queue.pump();
    this.burial.proceed();
  }

  /** Called by paging.ts. */
  onLost(sequence: number): void {
    this.burial.onLost(sequence);
  }

  /** The queue is gone, with so many bytes that its consumers hold in so many messages. */
  dispose(heldBytes: number, heldCount: number): void {
    this.#context.residency.bytes -= this.#residentBytes(
      heldBytes + (this.returns?.delayed.bytes ?? 0),
      heldCount + this.delayedCount,
    );
    const { tracer } = this.#context;
    if (tracer?.isOn === true) tracer.onQueueDeleted(this.#queue);
    this.burial.dispose();
    this.returns?.delayed.dispose();
    this.#paging.dispose();
    this.#expiry.dispose();
    this.tellRoom();
  }

  #configureReturns(): void {
    const { options } = this.#queue;
    if (this.returns !== undefined) return this.returns.configure(options);
    if (!Returns.areCounted(options)) return;
    this.returns = new Returns(options, this.#context, () => this.#releaseDelayed());
  }

  #giveBack(entry: QueueEntry): void {
    entry.state = 'ready';
    this.#expiry.watch(entry);
    this.#ready.giveBack(entry);
  }

  /** It may expire before it is ready, and takes part in the length of the queue meanwhile. */
  #delay(entry: QueueEntry): void {
    entry.state = 'delayed';
    const { tracer } = this.#context;
    if (tracer?.isOn === true) tracer.onDelayed(entry, entry.note?.notBefore ?? 0);
    this.#expiry.watch(entry);
    this.#overflow.count(entry);
  }

  #undelay(entry: QueueEntry): void {
    if (entry.note !== undefined) this.returns?.delayed.remove(entry.note);
    this.#overflow.uncount(entry);
  }

  #releaseDelayed(): void {
    const delayed = this.returns?.delayed;
    for (let entry = delayed?.due; entry !== undefined; entry = delayed?.due) {
      this.#expiry.unwatch(entry);
      this.#undelay(entry);
      this.#giveBack(entry);
    }
    this.#dropExcess();
    this.#queue.pump();
  }

  /** False: it is ready, like one without a note. */
  #restoreNote(entry: QueueEntry, note: MessageNote): boolean {
    const isDelayed = this.returns?.restore(entry, note) ?? false;
    if (isDelayed) this.#delay(entry);
    else if (note.dying !== undefined) this.burial.restore(entry, note.dying);
    return isDelayed || note.dying !== undefined;
  }

  #tell(entry: QueueEntry, how: Removal): void {
    const { tracer } = this.#context;
    if (tracer?.isOn === true) tracer.onRemoved(entry, how);
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
      this.burial.buryReady(entry, 'maxlen');
    }
    this.burial.proceed();
  }
}
