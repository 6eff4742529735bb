/**
 * A publisher of the kill test: a channel that keeps a window of confirms open. Made by load.ts.
 */
import type { ConfirmChannel } from 'amqplib';
import type { SeededRandom } from '../../support/seed.js';
import type { Publication } from './lane.js';
import type { Ledger } from './ledger.js';
import { EXCHANGE, QUEUES } from './topology.js';

const BODY_SIZE_MAX = 600;
/** Of a hundred messages so many go to all queues. */
const FANOUT_PERCENT = 10;

export interface PublisherOptions {
  readonly ledger: Ledger;
  readonly random: SeededRandom;
  /** Beyond this backlog the publishers wait for the consumers. */
  readonly openCountMax: number;
  readonly onEvent: () => void;
}

export class Publisher {
  readonly #channel: ConfirmChannel;
  readonly #ledger: Ledger;
  readonly #random: SeededRandom;
  readonly #number: number;
  readonly #windowSize: number;
  readonly #openCountMax: number;
  readonly #onEvent: () => void;
  #unconfirmedCount = 0;
  #isStopped = false;

  constructor(channel: ConfirmChannel, number: number, options: PublisherOptions) {
    this.#channel = channel;
    this.#number = number;
    this.#ledger = options.ledger;
    this.#random = options.random;
    this.#openCountMax = options.openCountMax;
    this.#onEvent = options.onEvent;
    this.#windowSize = 1 + this.#random.below(150);
  }

  fill(): void {
    while (
      !this.#isStopped &&
      this.#unconfirmedCount < this.#windowSize &&
      this.#ledger.openCount < this.#openCountMax
    ) {
      this.#publish();
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  #publish(): void {
    const random = this.#random;
    const isForAll = random.below(100) < FANOUT_PERCENT;
    const queue = random.below(QUEUES.length);
    const queues = isForAll ? [...QUEUES.keys()] : [queue];
    const size = random.below(BODY_SIZE_MAX);
    const [publication, body] = this.#ledger.publish(this.#number, queues, size);
    this.#unconfirmedCount++;
    this.#channel.publish(
      isForAll ? EXCHANGE : '',
      isForAll ? '' : (QUEUES[queue] ?? ''),
      body,
      { persistent: true },
      (error: unknown) => this.#onAnswer(publication, error),
    );
  }

  /** The client gives an error for what the crash left unanswered, too. */
  #onAnswer(publication: Publication, error: unknown): void {
    this.#unconfirmedCount--;
    if (error !== null && error !== undefined) return;
    this.#ledger.confirm(publication);
    this.#onEvent();
    this.fill();
  }
}
