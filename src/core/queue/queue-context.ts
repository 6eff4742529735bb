/**
 * What a queue is given by the vhost it is in, and what it tells about itself. Made by queues.ts;
 * read by queue.ts and the files that it conducts.
 */
import type { Clock } from '../clock.js';
import type { Owner } from '../consumer.js';
import type { FieldTable } from '../field.js';
import type { Message } from '../message.js';
import type { Store } from '../store.js';
import type { DeathCounters } from './death-counters.js';
import type { DeathReason } from './death-history.js';
import type { QueueEntry } from './entry.js';
import type { Letter, Letters } from './letters.js';
import type { Queue } from './queue.js';
import type { Tracer } from '../trace/tracer.js';
import type { Residency } from './residency.js';

export interface QueueContext {
  readonly vhost: string;
  readonly clock: Clock;
  readonly store: Store;
  readonly residency: Residency;
  /** Whose exclusive queue it is. */
  readonly owner: Owner | undefined;
  /** Those of its arguments that have an effect; all, if it is not given. */
  readonly arguments?: FieldTable | undefined;
  readonly deadLetters: DeadLetterSink;
  /** Where what dies is counted; undefined where it is no death, but the end of a delay. */
  readonly deaths?: DeathCounters | undefined;
  /** Who sends those that are kept until they are taken; undefined where none are. */
  readonly letters?: LetterSender | undefined;
  /** Who follows messages; undefined where nobody could. */
  readonly tracer?: Tracer | undefined;
  /** The queue is to go: its last consumer left, or nobody used it for too long. */
  remove(queue: Queue): void;
}

/** Where a queue sends what is buried: dead-letter.ts, or exchange/delayed-messages.ts. */
export interface DeadLetterSink {
  /** The sink tells `queue.forget` once the copies of the entry are enlisted. */
  send(queue: Queue, message: Message, reason: DeathReason, entry?: QueueEntry): void;
}

/** Implemented by dead-letter.ts. */
export interface LetterSender {
  /** Those with letters that nobody took. */
  readonly unsent: Set<Letters>;
  /** The letter is told whether it was taken. */
  sendLetter(letter: Letter): void;
}
