/**
 * How long the deliveries of one channel may go unsettled: one timer for the channel, while
 * something with a limit is outstanding, and none for a delivery. When it fires it looks at all
 * that is outstanding. Owned by channel.ts, told of new deliveries by consumer.ts and basic-get.ts.
 */
import type { Clock, Timer } from '../core/clock.js';
import { BrokerError } from '../core/errors.js';
import { consumerTimeoutMs } from '../core/queue/consumer-timeout.js';
import type { QueueEntry } from '../core/queue/entry.js';
import type { Channel } from './channel.js';
import type { ChannelConsumer } from './consumer.js';

export class DeliveryTimeouts {
  /** The shortest limit that the timer is set for: only a shorter one has to be told. */
  shortestMs = Infinity;
  readonly #channel: Channel;
  readonly #clock: Clock;
  #timer: Timer | undefined;

  constructor(channel: Channel) {
    this.#channel = channel;
    this.#clock = channel.connection.broker.clock;
  }

  /** A delivery has been handed out now, with a shorter limit than all before. */
  watch(timeoutMs: number): void {
    this.shortestMs = timeoutMs;
    this.#arm(this.#clock.now + timeoutMs);
  }

  stop(): void {
    this.#clock.cancel(this.#timer);
    this.#timer = undefined;
    this.shortestMs = Infinity;
  }

  #arm(deadline: number): void {
    if (this.#timer !== undefined) {
      if (this.#timer.deadline <= deadline) return;
      this.#clock.cancel(this.#timer);
    }
    this.#timer = this.#clock.at(deadline, () => {
      this.#timer = undefined;
      this.#check();
    });
  }

  #check(): void {
    let next = Infinity;
    this.shortestMs = Infinity;
    for (const { entry, consumer, deliveredAt } of this.#channel.deliveries.outstanding()) {
      const timeoutMs = this.#timeoutOf(entry, consumer);
      const deadline = deliveredAt + timeoutMs;
      if (deadline <= this.#clock.now) return this.#fail(timeoutMs);
      next = Math.min(next, deadline);
      this.shortestMs = Math.min(this.shortestMs, timeoutMs);
    }
    if (next < Infinity) this.#arm(next);
  }

  #timeoutOf({ queue }: QueueEntry, consumer: ChannelConsumer | undefined): number {
    if (consumer !== undefined) return consumer.timeoutMs;
    return consumerTimeoutMs(queue, this.#channel.connection.consumerTimeoutMs);
  }

  #fail(timeoutMs: number): void {
    const channel = this.#channel;
    const fault = new BrokerError(
      'precondition-failed',
      `delivery acknowledgement on channel ${channel.number} timed out. ` +
        `Timeout value used: ${timeoutMs} ms. ` +
        'This timeout value can be configured, see consumers doc guide to learn more',
    );
    channel.connection.failChannel(channel, fault);
  }
}
