/**
 * A channel in tx mode: publishes and settlements wait here for commit or rollback. handlers/tx.ts
 * drives it. Everything of one commit happens in one synchronous run, and a store writes one run in
 * one transaction, so a commit is atomic across queues.
 */
import type { QueueEntry } from '../core/queue/entry.js';
import { consumerTimeoutMs } from '../core/queue/consumer-timeout.js';
import { BrokerError } from '../core/errors.js';
import type { Message } from '../core/message.js';
import type { Channel } from './channel.js';
import type { ChannelConsumer } from './consumer.js';
import type { Settlement } from './settlement.js';

/** Bytes of messages that may wait in one transaction. */
const BYTES_MAX = 512 * 1024 * 1024;

interface Publish {
  readonly message: Message;
  readonly isMandatory: boolean;
}

interface Settled {
  readonly tag: number;
  readonly entry: QueueEntry;
  readonly consumer: ChannelConsumer | undefined;
  readonly settlement: Settlement;
}

export class Transaction {
  readonly #channel: Channel;
  #publishes: Publish[] = [];
  #settled: Settled[] = [];
  #bytes = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  get publishCount(): number {
    return this.#publishes.length;
  }

  get settledCount(): number {
    return this.#settled.length;
  }

  /** Throws at once what the exchange is to blame for, as in RabbitMQ. */
  publish(message: Message, isMandatory: boolean): void {
    this.#channel.vhost.requirePublishable(message.exchange);
    this.#bytes += message.content.length;
    if (this.#bytes > BYTES_MAX) {
      throw new BrokerError(
        'resource-error',
        `the transaction holds more than ${BYTES_MAX} bytes of messages; commit more often`,
      );
    }
    this.#publishes.push({ message, isMandatory });
  }

  settle(settled: Settled): void {
    this.#settled.push(settled);
  }

  /** Throws 406 if a queue refused a message: the others have theirs, as in RabbitMQ. */
  commit(): void {
    const publishes = this.#publishes;
    const settled = this.#settled;
    // An exchange may have gone since: then nothing is done, and what was settled goes back with
    // the channel.
    for (const { message } of publishes) this.#channel.vhost.requirePublishable(message.exchange);
    this.#clear();
    let isWhole = true;
    for (const { message, isMandatory } of publishes) {
      if (!this.#channel.publisher.publish(message, isMandatory)) isWhole = false;
    }
    for (const { entry, consumer, settlement } of settled) {
      entry.keepAppend();
      this.#channel.settlements.apply(settlement, entry, consumer);
    }
    this.#channel.settlements.finish();
    if (!isWhole) throw new BrokerError('precondition-failed', 'partial tx completion');
  }

  /** What was settled is outstanding again, under its old tags. */
  rollback(): void {
    const settled = this.#settled;
    this.#clear();
    // They may be held for as long again.
    const { timeouts, clock, connection } = this.#channel;
    for (const each of settled) {
      this.#channel.deliveries.putBack({ ...each, deliveredAt: clock.now });
      const { entry, consumer } = each;
      const timeoutMs =
        consumer?.timeoutMs ?? consumerTimeoutMs(entry.queue, connection.consumerTimeoutMs);
      if (timeoutMs < timeouts.shortestMs) timeouts.watch(timeoutMs);
    }
  }

  #clear(): void {
    this.#publishes = [];
    this.#settled = [];
    this.#bytes = 0;
  }
}
