/**
 * All that watches the messages of a vhost, the firehose and its traces, behind one question: a
 * message that nobody watches pays for one of them. Kept by vhost.ts, told by the protocols.
 */
import type { Delivery } from '../consumer.js';
import { Firehose, type FirehoseContext, type TracedChannel } from '../firehose.js';
import type { Message } from '../message.js';
import type { Target } from '../target.js';
import { Tracer, type TracerContext } from './tracer.js';

export interface MessageWatchContext {
  readonly firehose: Omit<FirehoseContext, 'onSwitched'>;
  readonly tracer: Omit<TracerContext, 'onSwitched'>;
}

export class MessageWatch {
  /** Asked for each publish and each delivery. */
  isOn = false;
  readonly firehose: Firehose;
  readonly tracer: Tracer;

  constructor({ firehose, tracer }: MessageWatchContext) {
    const onSwitched = (): void => {
      this.isOn = this.firehose.isOn || this.tracer.isOn;
    };
    this.firehose = new Firehose({ ...firehose, onSwitched });
    this.tracer = new Tracer({ ...tracer, onSwitched });
  }

  /** Of what a client publishes, before the queues take it. */
  onRouted(message: Message, targets: readonly Target[], channel: TracedChannel): void {
    if (this.firehose.isOn) this.firehose.onRouted(message, targets, channel);
    if (this.tracer.isOn) this.tracer.onRouted(message, targets, channel);
  }

  /** A reply without a queue is none of the firehose's business, as in RabbitMQ. */
  onDelivered(
    queue: string | undefined,
    delivery: Delivery,
    channel: TracedChannel,
    consumerTag?: string,
  ): void {
    if (this.firehose.isOn && queue !== undefined) {
      this.firehose.onDelivered(queue, delivery, channel);
    }
    if (this.tracer.isOn) this.tracer.onDelivered(delivery, channel, consumerTag);
  }

  /** No queue took it: it went back to its publisher, or was dropped. */
  onUnroutable(message: Message, isReturned: boolean): void {
    if (this.tracer.isOn) this.tracer.onUnroutable(message, isReturned);
  }
}
