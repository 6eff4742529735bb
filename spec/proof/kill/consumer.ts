/**
 * A consumer of the kill test: settles what it is given in the order of the deliveries, some at a
 * time. Made by load.ts.
 */
import type { Channel, ConsumeMessage } from 'amqplib';
import type { SeededRandom } from '../../support/seed.js';
import type { Copy } from './lane.js';
import type { Ledger } from './ledger.js';
import { PREFETCH, QUEUES } from './topology.js';

interface Held {
  readonly message: ConsumeMessage;
  readonly copy: Copy;
}

export interface ConsumerOptions {
  readonly ledger: Ledger;
  readonly random: SeededRandom;
  /** Of a hundred settlements so many give the message back. */
  readonly returnPercent: number;
  /** How many deliveries one acknowledgement takes at most. */
  readonly gatherMax: number;
  readonly onEvent: () => void;
}

export class Consumer {
  readonly #channel: Channel;
  readonly #number: number;
  readonly #queue: number;
  readonly #options: ConsumerOptions;
  readonly #gatherCount: number;
  #held: Held[] = [];

  constructor(channel: Channel, number: number, queue: number, options: ConsumerOptions) {
    this.#channel = channel;
    this.#number = number;
    this.#queue = queue;
    this.#options = options;
    this.#gatherCount = 1 + options.random.below(options.gatherMax);
  }

  async start(): Promise<void> {
    await this.#channel.prefetch(PREFETCH);
    await this.#channel.consume(QUEUES[this.#queue] ?? '', (message) => this.#onMessage(message));
  }

  #onMessage(message: ConsumeMessage | null): void {
    const { ledger, onEvent } = this.#options;
    if (message === null) {
      ledger.problems.push(`the consumer of queue ${this.#queue} was cancelled`);
      return;
    }
    const copy = ledger.deliver({
      consumer: this.#number,
      queue: this.#queue,
      redelivered: message.fields.redelivered,
      body: message.content,
    });
    if (copy !== undefined) this.#held.push({ message, copy });
    if (this.#held.length >= this.#gatherCount) this.#settle();
    onEvent();
  }

  #settle(): void {
    const { random, returnPercent } = this.#options;
    if (random.below(100) < returnPercent) return this.#giveBack();
    const last = this.#held.at(-1);
    if (last === undefined) return;
    for (const { copy } of this.#held) this.#options.ledger.acknowledge(copy, this.#number);
    this.#channel.ack(last.message, this.#held.length > 1);
    this.#held = [];
  }

  #giveBack(): void {
    for (const { copy, message } of this.#held) {
      this.#options.ledger.giveBack(copy, this.#number);
      this.#channel.nack(message, false, true);
    }
    this.#held = [];
  }
}
