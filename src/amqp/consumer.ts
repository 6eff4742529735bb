/**
 * A core Consumer that speaks AMQP: turns each delivery into basic.deliver on its channel. Made by
 * handlers/basic.ts, called by core's dispatch. HOT.
 */
import type { ClientConsumer } from '../core/client.js';
import type { Consumer, ConsumerObstacle, ConsumerStanding, Delivery } from '../core/consumer.js';
import type { FieldTable } from '../core/field.js';
import { consumerTimeoutMs } from '../core/queue/consumer-timeout.js';
import { QueueEntry } from '../core/queue/entry.js';
import type { Queue } from '../core/queue/queue.js';
import type { Channel } from './channel.js';
import { shortString } from './wire/short-string.js';

export interface ConsumerOptions {
  readonly tag: string;
  readonly noAck: boolean;
  readonly exclusive: boolean;
  readonly arguments: FieldTable;
  /** Unacknowledged deliveries it may hold; 0 is no limit. */
  readonly prefetch: number;
  /** How long it may hold a delivery, if it is not for its queue to say; Infinity for ever. */
  readonly timeoutMs?: number | undefined;
}

export class ChannelConsumer implements Consumer, ClientConsumer {
  readonly tag: string;
  readonly noAck: boolean;
  readonly exclusive: boolean;
  readonly arguments: FieldTable;
  readonly prefetch: number;
  readonly channel: Channel;
  /** Undefined for the direct reply-to consumer, which has no queue. */
  readonly queue: Queue | undefined;
  readonly #timeoutMs: number | undefined;
  readonly #tagBytes: Buffer;
  #heldCount = 0;

  constructor(channel: Channel, queue: Queue | undefined, options: ConsumerOptions) {
    this.channel = channel;
    this.queue = queue;
    this.tag = options.tag;
    this.noAck = options.noAck;
    this.exclusive = options.exclusive;
    this.arguments = options.arguments;
    this.prefetch = options.prefetch;
    this.#timeoutMs = options.timeoutMs;
    this.#tagBytes = shortString(options.tag);
  }

  get timeoutMs(): number {
    if (this.#timeoutMs !== undefined) return this.#timeoutMs;
    if (this.queue === undefined) return Infinity;
    return consumerTimeoutMs(this.queue, this.channel.connection.consumerTimeoutMs);
  }

  get heldCount(): number {
    return this.#heldCount;
  }

  hasCredit(): boolean {
    const channel = this.channel;
    if (this.queue === undefined) return channel.connection.canReply;
    // Nothing may overtake Consume-Ok and the like.
    if (!channel.connection.canDeliver || channel.isWaiting) return false;
    if (this.noAck) return true;
    return (this.prefetch === 0 || this.#heldCount < this.prefetch) && channel.hasChannelCredit();
  }

  standing(): ConsumerStanding {
    const { timeoutMs } = this;
    const heldSince = this.#heldCount === 0 ? undefined : this.channel.deliveries.oldestOf(this);
    return { heldSince, obstacle: this.#obstacle(), timeoutMs };
  }

  deliver(delivery: Delivery): void {
    const channel = this.channel;
    if (this.queue === undefined && channel.replies.length > 0) {
      // Its turn has come when it is written, whatever else waits behind it.
      return channel.inTurn(() => this.#write(delivery));
    }
    this.#write(delivery);
  }

  #obstacle(): ConsumerObstacle | undefined {
    if (this.hasCredit()) return undefined;
    const { channel } = this;
    if (!channel.connection.canDeliver) return 'connection';
    if (channel.isWaiting) return 'reply';
    return this.prefetch > 0 && this.#heldCount >= this.prefetch ? 'prefetch' : 'channel_prefetch';
  }

  #write(delivery: Delivery): void {
    const channel = this.channel;
    const message = delivery.message;
    let deliveryTag: number;
    const { counters } = channel;
    channel.lastActiveAt = channel.clock.now;
    if (!this.noAck && delivery instanceof QueueEntry) {
      counters.consumed++;
      this.#heldCount++;
      deliveryTag = channel.deliveries.add(delivery, this);
      const { timeoutMs } = this;
      if (timeoutMs < channel.timeouts.shortestMs) channel.timeouts.watch(timeoutMs);
      channel.noteHeld(1);
    } else {
      counters.consumedNoAck++;
      deliveryTag = channel.deliveries.skip();
    }
    if (delivery.redelivered) counters.redelivered++;
    const { watch } = channel.vhost;
    if (watch.isOn) watch.onDelivered(this.queue?.name, delivery, channel, this.tag);
    channel.connection.writer.deliver(
      channel.number,
      this.#tagBytes,
      deliveryTag,
      delivery.redelivered,
      message.content,
      message.propertiesStart,
      message.bodyStart,
    );
    channel.connection.requestTurnEnd();
  }

  /** One of its deliveries was settled or requeued. */
  release(): void {
    this.#heldCount--;
    this.channel.noteHeld(-1);
  }

  cancelled(): void {
    this.channel.onConsumerCancelled(this);
  }
}
