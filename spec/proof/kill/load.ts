/**
 * The clients of one run of the broker: publishers on connections of their own, and the consumers
 * of a queue together on one. Made by kill-test.ts; tells the ledger everything.
 */
import amqp, { type ChannelModel, type ConfirmChannel } from 'amqplib';
import type { SeededRandom } from '../../support/seed.js';
import { Consumer } from './consumer.js';
import type { Ledger } from './ledger.js';
import { Publisher } from './publisher.js';
import { CONSUMER_QUEUES, PUBLISHER_COUNT, QUEUES } from './topology.js';

/** With consumers the backlog stays below this, so that a long test does not grow. */
const OPEN_COUNT_MAX = 3_000;

/** How long clients may take for all that a round asks of them. */
const EVENTS_MS_MAX = 30_000;

export interface LoadOptions {
  readonly ledger: Ledger;
  readonly random: SeededRandom;
  readonly publishes: boolean;
  readonly consumes: boolean;
  readonly returnPercent: number;
  readonly gatherMax: number;
}

interface Goal {
  readonly eventCount: number;
  readonly reached: () => void;
}

export class Load {
  readonly #options: LoadOptions;
  readonly #connections: ChannelModel[] = [];
  readonly #closed: Promise<unknown>[] = [];
  readonly #publishers: Publisher[] = [];
  #eventCount = 0;
  #goal: Goal | undefined;

  private constructor(options: LoadOptions) {
    this.#options = options;
  }

  static async start(url: string, options: LoadOptions): Promise<Load> {
    const load = new Load(options);
    const starts: Promise<void>[] = [];
    if (options.publishes) {
      for (let number = 0; number < PUBLISHER_COUNT; number++) {
        starts.push(load.#startPublisher(url, number));
      }
    }
    if (options.consumes) {
      for (const queue of QUEUES.keys()) starts.push(load.#startConsumers(url, queue));
    }
    await Promise.all(starts);
    for (const publisher of load.#publishers) publisher.fill();
    return load;
  }

  /** Resolves when so many confirms and deliveries have come since the start. */
  events(eventCount: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        reject(new Error(`only ${this.#eventCount} of ${eventCount} events have come`));
      }, EVENTS_MS_MAX);
      const reached = (): void => {
        clearTimeout(limit);
        resolve();
      };
      this.#goal = { eventCount, reached };
      this.#checkGoal();
    });
  }

  nextEvent(): Promise<void> {
    return this.events(this.#eventCount + 1);
  }

  stopPublishing(): void {
    for (const publisher of this.#publishers) publisher.stop();
  }

  /** When the broker is dead: what it had sent before is read to its end. */
  async cut(): Promise<void> {
    this.stopPublishing();
    await Promise.all(this.#closed);
  }

  async close(): Promise<void> {
    this.stopPublishing();
    for (const connection of this.#connections) await connection.close();
  }

  async #startPublisher(url: string, number: number): Promise<void> {
    const channel = await this.#connect(url);
    const openCountMax = this.#options.consumes ? OPEN_COUNT_MAX : Infinity;
    const onEvent = (): void => this.#onEvent();
    this.#publishers.push(
      new Publisher(await channel(), number, { ...this.#options, openCountMax, onEvent }),
    );
  }

  async #startConsumers(url: string, queue: number): Promise<void> {
    const channel = await this.#connect(url);
    const onEvent = (): void => {
      this.#onEvent();
      // Room in the backlog is what the publishers may have waited for.
      for (const publisher of this.#publishers) publisher.fill();
    };
    const starts: Promise<void>[] = [];
    for (const [number, consumed] of CONSUMER_QUEUES.entries()) {
      if (consumed !== queue) continue;
      const consumer = new Consumer(await channel(), number, queue, { ...this.#options, onEvent });
      starts.push(consumer.start());
    }
    await Promise.all(starts);
  }

  async #connect(url: string): Promise<() => Promise<ConfirmChannel>> {
    const connection = await amqp.connect(url, { noDelay: true });
    this.#connections.push(connection);
    // It is meant to be cut: 'close' follows.
    connection.on('error', () => this.stopPublishing());
    this.#closed.push(new Promise((resolve) => connection.once('close', resolve)));
    return async () => {
      const channel = await connection.createConfirmChannel();
      channel.on('error', (error: Error) => {
        this.#options.ledger.problems.push(`a channel was closed: ${error.message}`);
      });
      channel.on('nack', () => {
        this.#options.ledger.problems.push('a publish was refused');
      });
      return channel;
    };
  }

  #onEvent(): void {
    this.#eventCount++;
    this.#checkGoal();
  }

  #checkGoal(): void {
    const goal = this.#goal;
    if (goal === undefined || this.#eventCount < goal.eventCount) return;
    this.#goal = undefined;
    goal.reached();
  }
}
