/**
 * How many messages died in all queues since the start, by type of queue, reason and what its queue
 * does with dead letters: plain integers that only grow. Counted by burial.ts.
 */
import { DEATH_REASONS, type DeathReason } from './death-history.js';
import type { QueueOptions } from './options.js';

type QueueType = QueueOptions['type'];

/**
 * `disabled`: they are dropped. `at_most_once`: they are sent, taken or not. `at_least_once`: they
 * are kept until they are taken.
 */
export const DEAD_LETTER_STRATEGIES = ['disabled', 'at_most_once', 'at_least_once'] as const;
export type DeadLetterStrategy = (typeof DEAD_LETTER_STRATEGIES)[number];

type ByReason = Record<DeathReason, number>;

export class DeathCounters {
  readonly #classic = byStrategy();
  readonly #quorum = byStrategy();
  /** Of those that were kept, how many have been taken. */
  readonly #taken: Record<QueueType, number> = { classic: 0, quorum: 0 };

  note(type: QueueType, strategy: DeadLetterStrategy, reason: DeathReason): void {
    this.#of(type)[strategy][reason]++;
  }

  noteTaken(type: QueueType): void {
    this.#taken[type]++;
  }

  count(type: QueueType, strategy: DeadLetterStrategy, reason: DeathReason): number {
    return this.#of(type)[strategy][reason];
  }

  /** All that went on to dead letters, or is kept for them. */
  get deadLettered(): number {
    let sum = 0;
    for (const { at_most_once: sent, at_least_once: kept } of [this.#classic, this.#quorum]) {
      for (const reason of DEATH_REASONS) sum += sent[reason] + kept[reason];
    }
    return sum;
  }

  taken(type: QueueType): number {
    return this.#taken[type];
  }

  #of(type: QueueType): Record<DeadLetterStrategy, ByReason> {
    return type === 'classic' ? this.#classic : this.#quorum;
  }
}

function byStrategy(): Record<DeadLetterStrategy, ByReason> {
  return { disabled: byReason(), at_most_once: byReason(), at_least_once: byReason() };
}

function byReason(): ByReason {
  return { rejected: 0, expired: 0, maxlen: 0, delivery_limit: 0 };
}
