/**
 * One step on the way of a traced message, as facts that hold on to nothing: names, times and
 * numbers. Written by tracer.ts, kept by way.ts, read by management.
 */
import type { BindingDefinition } from '../definitions.js';
import type { DeathReason } from '../queue/death-history.js';

/** Why a message that was handed out is back in its queue. */
export type ReturnCause = 'nacked' | 'rejected' | 'recovered' | 'lost';

/** What takes a message out of its queue besides its consumers and its death. */
export type Removal = 'purged' | 'deleted' | 'moved' | 'queue_deleted';

export type StepKind =
  // Of the message as a whole.
  | 'published'
  | 'routed'
  | 'unroutable'
  | 'refused'
  | 'duplicate'
  // Of one copy of it, in one queue.
  | 'found'
  | 'held'
  | 'released'
  | 'queued'
  | 'delivered'
  | 'got'
  | 'acknowledged'
  | 'requeued'
  | 'dead_lettered'
  | 'kept'
  | DeathReason
  | Removal;

/** Whose step it is. */
export interface TracedClient {
  readonly connection: string;
  readonly channel: number;
  readonly user: string;
}

/** An exchange on the way, and what it did with the message. */
export interface Hop {
  readonly exchange: string;
  readonly type: string;
  /** Those that were taken, the first few; how many there are. */
  readonly bindings: readonly BindingDefinition[];
  readonly bindingCount: number;
  /** Where the message goes on because no binding matches. */
  readonly alternate: string | undefined;
}

/** How the message got from an exchange to its queues. */
export interface RouteFacts {
  readonly hops: readonly Hop[];
  /** The first few, and how many there are. */
  readonly queues: readonly string[];
  readonly queueCount: number;
  /** Straight to the consumer that waits for this reply. */
  readonly isDirectReply: boolean;
}

export interface StepFacts {
  readonly queue?: string;
  readonly exchange?: string;
  readonly routingKey?: string;
  readonly client?: TracedClient | undefined;
  readonly route?: RouteFacts;
  /** Ready messages in front of it. */
  readonly ahead?: number;
  /** Undefined where it was taken by a get. */
  readonly consumerTag?: string;
  readonly redelivered?: boolean;
  /** It was settled by being handed out. */
  readonly noAck?: boolean;
  /** Of an unroutable one: was its publisher told? */
  readonly isReturned?: boolean;
  readonly cause?: ReturnCause;
  /** It is not to go on before: ms since the epoch. */
  readonly until?: number;
  /** There is no dead-letter exchange: the message is gone. */
  readonly isGone?: boolean;
}

export interface Step extends StepFacts {
  readonly kind: StepKind;
  /** Milliseconds since the epoch, with fractions where the broker is given such. */
  readonly at: number;
  /** Which of its copies, in the order in which they came to queues; 0 for the whole message. */
  readonly place: number;
}
