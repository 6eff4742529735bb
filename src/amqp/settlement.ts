/**
 * Acknowledgements of one channel: applies ack, nack and reject to the deliveries they name, gives
 * consumers their credit back and then lets the queues concerned go on. HOT.
 */
import { BrokerError } from '../core/errors.js';
import type { QueueEntry } from '../core/queue/entry.js';
import type { Queue } from '../core/queue/queue.js';
import type { Channel } from './channel.js';
import type { ChannelConsumer } from './consumer.js';
import type { OutstandingSink } from './delivery-tags.js';

export const ACKNOWLEDGE = 0;
export const REJECT = 1;
/** Given back in peace, by a nack or by a recover. */
export const REQUEUE = 2;
export const RECOVER = 3;
/** Given back by a reject, or lost with the channel. */
export const REQUEUE_FAILED = 4;
export const LOSE = 5;
export type Settlement =
  | typeof ACKNOWLEDGE
  | typeof REJECT
  | typeof REQUEUE
  | typeof RECOVER
  | typeof REQUEUE_FAILED
  | typeof LOSE;

const CAUSES = {
  [REQUEUE]: 'nacked',
  [RECOVER]: 'recovered',
  [REQUEUE_FAILED]: 'rejected',
  [LOSE]: 'lost',
} as const;

export class Settlements implements OutstandingSink {
  readonly #channel: Channel;
  /** The queue touched by the settlement under way, and rarely others. */
  #queue: Queue | undefined;
  readonly #otherQueues: Queue[] = [];
  #current: Settlement = ACKNOWLEDGE;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** Throws 406 for a tag that is not outstanding; 0 with `multiple` means all there are. */
  settle(settlement: Settlement, tag: number, multiple: boolean): void {
    const deliveries = this.#channel.deliveries;
    this.#current = settlement;
    if (!multiple) {
      if (!deliveries.take(tag, this)) throw unknownTag(tag);
    } else {
      if (tag !== 0 && !deliveries.has(tag)) throw unknownTag(tag);
      deliveries.takeThrough(tag, this);
    }
    this.finish();
  }

  /**
   * All that is outstanding goes back at once, transaction or not: recover, and the end of a
   * channel, which counts as a failure.
   */
  requeueAll(how: typeof RECOVER | typeof LOSE): void {
    this.#channel.deliveries.takeThrough(0, {
      onTaken: (_tag, entry, consumer) => this.apply(how, entry, consumer),
    });
    this.finish();
  }

  onTaken(tag: number, entry: QueueEntry, consumer: ChannelConsumer | undefined): void {
    const transaction = this.#channel.transaction;
    if (transaction === undefined) this.apply(this.#current, entry, consumer);
    else transaction.settle({ tag, entry, consumer, settlement: this.#current });
  }

  apply(settlement: Settlement, entry: QueueEntry, consumer: ChannelConsumer | undefined): void {
    const queue = entry.queue;
    if (settlement === ACKNOWLEDGE) {
      this.#channel.counters.acknowledged++;
      queue.acknowledge(entry);
    } else if (settlement === REJECT) queue.reject(entry);
    else queue.requeue(entry, CAUSES[settlement]);
    consumer?.release();
    if (this.#queue === undefined) this.#queue = queue;
    else if (this.#queue !== queue && !this.#otherQueues.includes(queue)) {
      this.#otherQueues.push(queue);
    }
  }

  /** Credit came back and messages were requeued: the queues go on. */
  finish(): void {
    const queue = this.#queue;
    this.#queue = undefined;
    queue?.pump();
    if (this.#otherQueues.length > 0) {
      for (const other of this.#otherQueues) other.pump();
      this.#otherQueues.length = 0;
    }
    this.#channel.onCreditReturned();
  }
}

function unknownTag(tag: number): BrokerError {
  return new BrokerError('precondition-failed', `unknown delivery tag ${tag}`);
}
