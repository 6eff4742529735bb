/**
 * Takes messages out of a queue for an answer, and puts them back or lets them go when the answer
 * is made, as RabbitMQ's API does over a channel: all are taken before the first goes back. What is
 * on the disk alone is waited for. Used by routes/messages.ts.
 */
import type { Broker } from '../../core/broker.js';
import type { Owner } from '../../core/consumer.js';
import { requireGettable } from '../../core/queue/access.js';
import type { QueueEntry } from '../../core/queue/entry.js';
import type { Queue } from '../../core/queue/queue.js';
import type { Vhost } from '../../core/vhost.js';
import type { ManagementContext } from '../context.js';
import {
  bodyOf,
  type PayloadShown,
  presentPayload,
  presentProperties,
} from '../present/message.js';

/** What becomes of the messages once they are told. */
export const ACK_MODES = [
  'ack_requeue_true',
  'ack_requeue_false',
  'reject_requeue_true',
  'reject_requeue_false',
] as const;
export type AckMode = (typeof ACK_MODES)[number];

export interface TakeRequest extends PayloadShown {
  readonly queueName: string;
  readonly owner: Owner;
  readonly ackMode: AckMode;
  /** So many at most; all, if it is negative. */
  readonly count: number;
}

/** One answer: what its messages show, and something for each. */
const ANSWER_BYTES_MAX = 33_554_432;
const MESSAGE_BYTES = 512;

type Shown = ReturnType<typeof presentTaken>;

export async function takeMessages(
  { broker, durably }: Pick<ManagementContext, 'broker' | 'durably'>,
  vhost: Vhost,
  request: TakeRequest,
): Promise<readonly Shown[]> {
  const taking = new Taking(vhost, request);
  try {
    while (!taking.isOver) {
      if (vhost.awaitHead(request.queueName)) await durably(() => taking.takeWhatIsHere());
      else await arrival(broker);
    }
  } finally {
    await durably(() => taking.giveBack());
  }
  return taking.shown;
}

/** Until something has come from the disk, or is there. */
function arrival({ durable }: Broker): Promise<void> {
  return new Promise((resolve) => {
    const listener = (): void => {
      durable.delete(listener);
      resolve();
    };
    durable.add(listener);
  });
}

class Taking {
  readonly shown: Shown[] = [];
  isOver: boolean;
  readonly #vhost: Vhost;
  readonly #request: TakeRequest;
  readonly #held: QueueEntry[] = [];
  #bytes = 0;

  constructor(vhost: Vhost, request: TakeRequest) {
    this.#vhost = vhost;
    this.#request = request;
    this.isOver = request.count === 0;
  }

  takeWhatIsHere(): void {
    const { queueName, owner } = this.#request;
    const queue = this.#vhost.requireQueue(queueName, owner);
    requireGettable(queue);
    while (!this.isOver && queue.awaitHead()) this.#takeOne(queue);
  }

  /** Those that are not settled already. */
  giveBack(): void {
    const { ackMode } = this.#request;
    for (const entry of this.#held) {
      if (ackMode === 'reject_requeue_false') entry.queue.reject(entry);
      else entry.queue.requeue(entry, ackMode === 'reject_requeue_true' ? 'rejected' : 'nacked');
    }
    this.#held[0]?.queue.pump();
  }

  #takeOne(queue: Queue): void {
    const { ackMode, count } = this.#request;
    const noAck = ackMode === 'ack_requeue_false';
    const entry = queue.get(noAck);
    if (entry === undefined) {
      this.isOver = true;
      return;
    }
    if (!noAck) this.#held.push(entry);
    this.#trace(queue, entry);
    const shown = presentTaken(entry, queue.messageCount, this.#request);
    this.shown.push(shown);
    const { bodyStart } = entry.message;
    this.#bytes += bodyStart + shown.payload.length + MESSAGE_BYTES;
    this.isOver = this.shown.length === count || this.#bytes >= ANSWER_BYTES_MAX;
  }

  #trace({ name }: Queue, entry: QueueEntry): void {
    const { watch } = this.#vhost;
    const { owner } = this.#request;
    if (watch.isOn) watch.onDelivered(name, entry, tracedChannel(owner));
  }
}

/** There is none, but who it was is told as if it were one. */
export function tracedChannel({ name, user = '' }: Owner) {
  return { number: 1, connection: { name, user } };
}

function presentTaken(
  { message, redelivered }: QueueEntry,
  messageCount: number,
  payload: PayloadShown,
) {
  const { bodySize, exchange, routingKey } = message;
  return {
    payload_bytes: bodySize,
    redelivered,
    exchange,
    routing_key: routingKey,
    message_count: messageCount,
    properties: presentProperties(message),
    ...presentPayload(bodyOf(message), payload),
  };
}
