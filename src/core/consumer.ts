/**
 * What a protocol implements to receive messages from a queue, and what it is handed. Called by
 * queue/dispatch.ts, within the turn in which a message or credit arrived.
 */
import type { ClientChannel, ClientFacts } from './client.js';
import type { FieldTable } from './field.js';
import type { Message } from './message.js';

/**
 * What is handed out. A queue's own deliveries are QueueEntry; a direct reply has no queue behind
 * it.
 */
export interface Delivery {
  readonly message: Message;
  readonly redelivered: boolean;
}

/**
 * What keeps a consumer from taking a message: it holds all that its prefetch allows, or all that
 * the one of its channel does; its client reads too slowly; its channel owes a reply first.
 */
export type ConsumerObstacle = 'prefetch' | 'channel_prefetch' | 'connection' | 'reply';

/** How a consumer stands, for whoever looks. */
export interface ConsumerStanding {
  /**
   * When the oldest delivery that it holds was handed out: ms since the epoch. Undefined if it was
   * not found.
   */
  readonly heldSince: number | undefined;
  /** Undefined if it could take one now. */
  readonly obstacle: ConsumerObstacle | undefined;
  /** For how long it may hold a delivery; Infinity for ever. */
  readonly timeoutMs: number;
}

export interface Consumer<D extends Delivery = Delivery> {
  readonly tag: string;
  /** The delivery is settled at once: at most once. */
  readonly noAck: boolean;
  readonly exclusive: boolean;
  readonly arguments: FieldTable;
  /** Unsettled deliveries that it may hold; 0 is no limit. */
  readonly prefetch: number;
  /** Unsettled deliveries that it does hold; of a client's consumer, like the channel. */
  readonly heldCount?: number;
  /** Undefined where it is no client's. */
  readonly channel?: ClientChannel | undefined;
  /** Likewise. Costs nothing until somebody asks. */
  standing?(): ConsumerStanding;
  /**
   * May it take one more now? Prefetch and the socket's backpressure decide. When this turns true
   * again, the protocol calls Queue.pump.
   */
  hasCredit(): boolean;
  /** Must not call back into the queue: the turn is the queue's until it returns. */
  deliver(delivery: D): void;
  /** The queue is gone, and with it this subscription. */
  cancelled(): void;
}

/** Whoever may own exclusive queues: a connection. Compared by identity. */
export interface Owner {
  readonly name: string;
  /** Who is logged in there; undefined where it is the broker itself. */
  readonly user?: string;
  /** What it shows of itself; undefined likewise. */
  readonly facts?: ClientFacts;
}

/** The broker itself, where no client asked for what it does. */
export const NO_CLIENT: Owner = { name: 'no client' };
