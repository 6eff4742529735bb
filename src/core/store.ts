/**
 * What the core asks of durability. It sees positions, never promises: each change gets the next
 * position at once, and some time later `isDurable` turns true for it. Implemented by the engines
 * in store/; the suite spec/store/contract.ts says the same in examples.
 */
import type { Definition } from './definitions.js';
import type { Message } from './message.js';
import type { DeathReason } from './queue/death-history.js';

/** A growing number, 1 for the first change of a run. 0 means "nothing to wait for". */
export type Position = number;

export interface Store {
  /** Position of the latest change; 0 before the first. */
  readonly last: Position;

  /**
   * Enlists a message of a durable queue. `expiresAt` is ms since the epoch, 0 for never. Cannot
   * fail.
   */
  append(queueId: number, sequence: number, message: Message, expiresAt: number): Position;

  /**
   * The message is gone from this queue. `appended` is the position that `append` gave for it, 0 if
   * it was recovered. If that append has not been handed to the disk yet, both are struck and no
   * I/O is done: both count as durable at once. So give 0 where the message lives on in another
   * change that must not be lost without it (dead-lettering, an ack within tx.commit): then append
   * and settle are written, each with its own run.
   */
  settle(queueId: number, sequence: number, appended: Position): Position;

  /**
   * Notes what became of a message after its append; the latest note counts. `earlier` is the
   * position of the note before, 0 if there is none: what has not been handed to the disk yet is
   * written over, so that a message that comes back all the time costs one change for each commit.
   * A note on a message that is settled or struck is forgotten.
   */
  annotate(queueId: number, sequence: number, note: MessageNote, earlier: Position): Position;

  /**
   * A durable fact was added. Removing a queue removes its messages, and removing a queue or an
   * exchange the keys that it has seen.
   */
  define(definition: Definition): Position;
  undefine(definition: Definition): Position;

  /**
   * Have all changes from `first` to `last` been committed, or struck? True for an empty range
   * (last < first).
   */
  isDurable(first: Position, last: Position): boolean;

  /**
   * More is waiting for the disk than should: publishers are to be held until the next `onDurable`.
   */
  readonly isCongested: boolean;

  /**
   * Set once by the broker. Called whenever `isDurable` may have turned true for something; never
   * from within a call of this contract.
   */
  onDurable: () => void;

  /**
   * Set by whoever owns the process. Durability is lost for good: nothing is confirmed any more.
   */
  onFailed: (reason: Error) => void;

  /**
   * Can messages that were appended be fetched? If not, nobody asks, and all stay in memory.
   */
  readonly canFetch: boolean;

  /**
   * Asks for messages that are durable and not settled: `onFetched` is called once for each
   * request, in the order of the requests, with the messages in the order of `sequences`. What the
   * store does not have is left out.
   */
  fetch(queueId: number, sequences: readonly number[]): void;

  /** Set once by the broker. Never called from within a call of this contract. */
  onFetched: (queueId: number, messages: readonly StoredContent[]) => void;

  /** Memory that waits for the disk; of stores that write to one. */
  readonly pendingBytes?: number;

  /** Set by whoever measures: a batch is on the disk. Likewise. */
  onCommit?: (commit: Commit) => void;

  /**
   * At start, once: all definitions, vhosts and parameters first and bindings last, then each
   * queue's messages in order of sequence, then `done`.
   */
  recover(sink: RecoverySink, done: (error?: Error) => void): void;

  /**
   * What was delivered from each queue, for a clean restart: called by the broker just before
   * `close`.
   */
  close(queueMarks: readonly QueueMark[], done: (error?: Error) => void): void;
}

/** One batch that went to the disk. */
export interface Commit {
  readonly changes: number;
  readonly bytes: number;
  readonly durationMs: number;
}

/** What a queue has to know of a message besides the message. */
export interface MessageNote {
  /** How often it was handed out and came back. */
  readonly returnCount: number;
  /** It is not to be handed out before: ms since the epoch, 0 for none. */
  readonly notBefore: number;
  /** It waits for its dead letter to be taken. */
  readonly dying: DeathReason | undefined;
}

/** All of a queue's messages up to `deliveredThrough` may have been delivered once. */
export interface QueueMark {
  readonly queueId: number;
  readonly deliveredThrough: number;
}

/** What of a message is stored, as it comes back: `content` in the layout of message.ts. */
export interface StoredContent {
  readonly sequence: number;
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Uint8Array;
  readonly propertiesStart: number;
  readonly bodyStart: number;
}

/** A message as recovery brings it back. */
export interface StoredMessage extends StoredContent {
  readonly queueId: number;
  readonly expiresAt: number;
  /** May it have been delivered before? After a crash: always true. */
  readonly redelivered: boolean;
  /** Undefined if nothing was noted. */
  readonly note: MessageNote | undefined;
}

export interface RecoverySink {
  definition(definition: Definition): void;
  message(message: StoredMessage): void;
}
