/**
 * Dead letters of one queue that are kept until they are taken (x-dead-letter-strategy
 * at-least-once): each goes to every queue that its exchange leads to, or waits here and is tried
 * again when the topology changes, when a queue that was full has room, and every few seconds. A
 * restart finds those that waited. Used by burial.ts; dead-letter.ts makes the copies.
 */
import type { Clock, Timer } from '../clock.js';
import type { Store } from '../store.js';
import type { Target } from '../target.js';
import type { DeathReason } from './death-history.js';
import type { QueueEntry } from './entry.js';
import { EntryNote } from './entry-note.js';
import type { Queue } from './queue.js';
import type { LetterSender } from './queue-context.js';

/**
 * So many are tried side by side, as many as RabbitMQ has on their way; all others wait their turn,
 * on the disk alone if memory is short.
 */
const WINDOW = 32;
const RETRY_MS = 5_000;

export interface Letter {
  readonly entry: QueueEntry;
  readonly reason: DeathReason;
  readonly diedAtMs: number;
  readonly letters: Letters;
  /** Those that have their copy already: made when one of several queues had no room. */
  takers: Set<Target> | undefined;
}

export interface LettersContext {
  readonly clock: Clock;
  readonly store: Store;
  readonly letters: LetterSender;
}

/** What the queue does when a letter has gone. */
export interface LettersOwner {
  /** All copies are enlisted. */
  onTaken(entry: QueueEntry): void;
  /** There may be room for the next letters. */
  proceed(): void;
}

export class Letters {
  readonly queue: Queue;
  readonly #context: LettersContext;
  readonly #owner: LettersOwner;
  readonly #kept = new Set<Letter>();
  #timer: Timer | undefined;

  constructor(queue: Queue, context: LettersContext, owner: LettersOwner) {
    this.queue = queue;
    this.#context = context;
    this.#owner = owner;
  }

  get count(): number {
    return this.#kept.size;
  }

  get hasRoom(): boolean {
    return this.#kept.size < WINDOW;
  }

  /** Tries to send one whose message is here, or keeps it. */
  add(entry: QueueEntry, reason: DeathReason): void {
    const diedAtMs = this.#context.clock.now;
    const letter = { entry, reason, diedAtMs, letters: this, takers: undefined };
    entry.state = 'dying';
    this.#kept.add(letter);
    this.#context.letters.sendLetter(letter);
  }

  /**
   * After a restart, or something has changed: as soon as the clock moves. Others may tell so when
   * the queue has gone, and there is nothing to try.
   */
  retrySoon(): void {
    if (!this.queue.isDeleted) this.#arm(this.#context.clock.now);
  }

  /** Called by dead-letter.ts. */
  onTaken(letter: Letter): void {
    if (!this.#kept.delete(letter)) return;
    this.#owner.onTaken(letter.entry);
    if (this.#kept.size === 0) this.dispose();
  }

  /** Called by dead-letter.ts: somebody has no room, or there is nobody. */
  onKept({ entry, reason }: Letter): void {
    if (this.queue.isDeleted) return;
    this.#context.letters.unsent.add(this);
    const note = EntryNote.of(entry);
    if (note.dying === undefined) {
      note.dying = reason;
      note.save(this.#context.store);
    }
    this.#arm(this.#context.clock.now + RETRY_MS);
  }

  /** Those that are kept, which leave. */
  takeAll(): Letter[] {
    const letters = [...this.#kept];
    this.#kept.clear();
    this.dispose();
    return letters;
  }

  isKept(letter: Letter): boolean {
    return this.#kept.has(letter);
  }

  dispose(): void {
    this.#context.clock.cancel(this.#timer);
    this.#timer = undefined;
    this.#context.letters.unsent.delete(this);
  }

  #arm(deadline: number): void {
    if (this.#timer !== undefined) {
      if (this.#timer.deadline <= deadline) return;
      this.#context.clock.cancel(this.#timer);
    }
    this.#timer = this.#context.clock.at(deadline, () => {
      this.#timer = undefined;
      for (const letter of [...this.#kept]) this.#context.letters.sendLetter(letter);
      this.#owner.proceed();
    });
  }
}
