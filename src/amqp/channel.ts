/**
 * One AMQP channel: its state, and the way from a frame to what handles it. The hot methods
 * (publish, ack, nack, reject, get) are read by hand here; all others are decoded by grammar and go
 * to handlers/. Errors are thrown; connection.ts answers them.
 */
import { Authorization } from '../core/access/authorization.js';
import { ChannelCounters } from '../core/channel-counters.js';
import type { ClientChannel, ClientFacts } from '../core/client.js';
import type { Clock } from '../core/clock.js';
import type { Owner } from '../core/consumer.js';
import type { Queue } from '../core/queue/queue.js';
import type { Store } from '../core/store.js';
import type { Vhost } from '../core/vhost.js';
import type { ConfirmSink } from './confirms.js';
import type { Connection } from './connection.js';
import type { ChannelConsumer } from './consumer.js';
import { DeliveryTags } from './delivery-tags.js';
import { DeliveryTimeouts } from './delivery-timeouts.js';
import { getMessage } from './handlers/basic-get.js';
import { handleMethod } from './handlers/handle-method.js';
import { HeldFrames } from './held-frames.js';
import { Publisher } from './publisher.js';
import { type IsDue, ReplyQueue, type RunReply } from './reply-queue.js';
import { ACKNOWLEDGE, LOSE, REJECT, REQUEUE, REQUEUE_FAILED, Settlements } from './settlement.js';
import type { Transaction } from './transaction.js';
import {
  AckArguments,
  GetArguments,
  methodId,
  readAck,
  readGet,
  readNack,
  readReject,
} from './wire/basic.js';
import {
  BASIC_ACK,
  BASIC_GET,
  BASIC_NACK,
  BASIC_PUBLISH,
  BASIC_REJECT,
  CHANNEL_CLOSE,
  CHANNEL_CLOSE_OK,
  FRAME_BODY,
  FRAME_HEADER,
  FRAME_METHOD,
} from './wire/constants.js';
import type { MethodArguments, MethodName } from './wire/method-table.js';
import { readMethod } from './wire/methods.js';
import type { NameCache } from './wire/name-cache.js';

const acknowledged = new AckArguments();
const wanted = new GetArguments();
const isDueAtOnce: IsDue = () => true;

/** Replies that may wait before the peer is not read from. */
const WAITING_REPLIES_MAX = 1024;

export class Channel implements ConfirmSink, ClientChannel {
  readonly number: number;
  readonly name: string;
  readonly connection: Connection;
  readonly vhost: Vhost;
  readonly store: Store;
  readonly deliveries: DeliveryTags;
  readonly clock: Clock;
  readonly authorization: Authorization;
  readonly timeouts: DeliveryTimeouts;
  readonly settlements = new Settlements(this);
  readonly consumers = new Map<string, ChannelConsumer>();
  readonly publisher: Publisher;
  readonly replies = new ReplyQueue();
  readonly counters = new ChannelCounters();
  lastActiveAt: number;
  transaction: Transaction | undefined;
  /** The queue that an empty queue name stands for (AMQP 0-9-1, queue.declare). */
  lastQueueName = '';
  /** basic.qos for consumers to come; 0 is no limit. */
  prefetch = 0;
  /** basic.qos with `global`: for all consumers of the channel together; 0 is no limit. */
  channelPrefetch = 0;
  /** What direct replies to this channel are addressed to, while it has a reply-to consumer. */
  directReplyName: string | undefined;
  /** For one of the reasons below. */
  #isDeaf = false;
  /** The broker has sent Channel.Close: nothing but its answer counts. */
  #isClosing = false;
  /** The client has sent Channel.Close: nothing more is heard of it. */
  #isLeaving = false;
  /** Its fault waits for the replies before it: what it does now comes too late. */
  #isDoomed = false;
  /** What waits for a basic.get to take effect. */
  #held: HeldFrames | undefined;
  /** The method under way, to be blamed for the fault of a reply that waited. */
  #methodId = 0;
  #unsettledCount = 0;
  /** Within `durably`: whoever deletes a queue hears of that before the end of his consumers. */
  #isOperating = false;
  readonly #cancelled: string[] = [];

  constructor(number: number, connection: Connection, vhost: Vhost, names: NameCache) {
    this.number = number;
    this.name = `${connection.name} (${number})`;
    this.connection = connection;
    this.vhost = vhost;
    this.store = connection.broker.store;
    this.clock = connection.broker.clock;
    this.lastActiveAt = this.clock.now;
    this.authorization = new Authorization(connection.broker.access, connection.user, vhost);
    this.deliveries = new DeliveryTags(this.clock);
    this.timeouts = new DeliveryTimeouts(this);
    this.publisher = new Publisher(this, names);
  }

  get isClosing(): boolean {
    return this.#isClosing;
  }

  get isDoomed(): boolean {
    return this.#isDoomed;
  }

  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  onMethod(buffer: Buffer, start: number, end: number): void {
    const id = methodId(buffer, start);
    this.lastActiveAt = this.clock.now;
    if (this.#isDeaf) return this.#onMethodWhileClosing(id);
    if (this.#held !== undefined) return this.#hold(FRAME_METHOD, buffer, start, end);
    if (this.publisher.isUnderWay) this.publisher.refuseMethod();
    switch (id) {
      case BASIC_PUBLISH:
        return this.publisher.onPublish(buffer, start, end);
      case BASIC_ACK:
        readAck(buffer, start, end, acknowledged);
        return this.settlements.settle(
          ACKNOWLEDGE,
          acknowledged.deliveryTag,
          acknowledged.multiple,
        );
      case BASIC_NACK:
        readNack(buffer, start, end, acknowledged);
        return this.#reject(REQUEUE);
      case BASIC_REJECT:
        readReject(buffer, start, end, acknowledged);
        return this.#reject(REQUEUE_FAILED);
      case BASIC_GET:
        this.#methodId = id;
        readGet(buffer, start, end, wanted);
        if (getMessage(this, wanted.queue, wanted.noAck)) return;
        return this.#hold(FRAME_METHOD, buffer, start, end);
      default:
        this.#methodId = id;
        return handleMethod(this, readMethod(buffer, start, end));
    }
  }

  onHeader(buffer: Buffer, start: number, end: number): void {
    if (this.#isDeaf) return;
    if (this.#held !== undefined) return this.#hold(FRAME_HEADER, buffer, start, end);
    this.publisher.onHeader(buffer, start, end);
  }

  onBody(buffer: Buffer, start: number, end: number): void {
    if (this.#isDeaf) return;
    if (this.#held !== undefined) return this.#hold(FRAME_BODY, buffer, start, end);
    this.publisher.onBody(buffer, start, end);
  }

  /** Does `operation`, then `reply` as soon as the durable changes it made are on disk. */
  durably<T>(operation: () => T, reply: (result: T) => void): void {
    const before = this.store.last;
    this.#isOperating = true;
    let result: T;
    try {
      result = operation();
    } finally {
      this.#isOperating = false;
    }
    const last = this.store.last;
    this.inTurn(
      () => reply(result),
      () => this.store.isDurable(before + 1, last),
    );
    for (const tag of this.#cancelled.splice(0)) this.#notifyCancelled(tag);
  }

  /** For replies that wait for the replies before them, and then until they are due. */
  inTurn(reply: () => void, isDue: IsDue = isDueAtOnce): void {
    const isDone = this.replies.add(isDue, reply, this.#methodId);
    if (!isDone) this.connection.awaitDurable(this);
  }

  /** Does anything wait in front of what the client is to be sent next? */
  get isWaiting(): boolean {
    return this.replies.length > 0 || this.#held !== undefined;
  }

  get hasHeldFrames(): boolean {
    return this.#held !== undefined;
  }

  /** Is so much waiting that the client is not to send more? */
  get isBehind(): boolean {
    return this.replies.length > WAITING_REPLIES_MAX || this.#held?.isFull === true;
  }

  /** True while something still waits for the disk. */
  releaseDurable(run: RunReply): boolean {
    const didWait = this.isWaiting;
    this.#replay();
    this.replies.release(run);
    if (didWait && !this.isWaiting) this.pumpConsumers();
    const confirmsWait = this.publisher.confirms?.release() ?? false;
    return confirmsWait || this.isWaiting;
  }

  ack(publishNumber: number, multiple: boolean): void {
    this.connection.writer.ack(this.number, publishNumber, multiple);
    this.connection.requestTurnEnd();
  }

  nack(publishNumber: number, multiple: boolean): void {
    this.connection.writer.nack(this.number, publishNumber, multiple);
    this.connection.requestTurnEnd();
  }

  hasChannelCredit(): boolean {
    return this.channelPrefetch === 0 || this.#unsettledCount < this.channelPrefetch;
  }

  /** Deliveries to consumers that are not acknowledged: `by` more of them. */
  noteHeld(by: 1 | -1): void {
    this.#unsettledCount += by;
  }

  /** A channel-wide limit concerns all its queues, whichever got a message settled. */
  onCreditReturned(): void {
    if (this.channelPrefetch > 0) this.pumpConsumers();
  }

  pumpConsumers(): void {
    for (const queue of this.#consumedQueues()) queue.pump();
  }

  dropDirectReplies(): void {
    if (this.directReplyName === undefined) return;
    this.vhost.directReplies.unregister(this.directReplyName);
    this.directReplyName = undefined;
  }

  send<N extends MethodName>(name: N, args: MethodArguments<N>): void {
    this.connection.send(this.number, name, args);
  }

  // What it shows to operators.

  get client(): ClientFacts {
    return this.connection.facts;
  }

  get state(): 'running' | 'closing' {
    return this.#isDeaf ? 'closing' : 'running';
  }

  get isConfirming(): boolean {
    return this.publisher.confirms !== undefined;
  }

  get isTransactional(): boolean {
    return this.transaction !== undefined;
  }

  get consumerCount(): number {
    return this.consumers.size - (this.directReplyName === undefined ? 0 : 1);
  }

  get unacknowledgedCount(): number {
    return this.deliveries.count;
  }

  get unconfirmedCount(): number {
    return this.publisher.confirms?.unansweredCount ?? 0;
  }

  get uncommittedCount(): number {
    return this.transaction?.publishCount ?? 0;
  }

  get uncommittedAckCount(): number {
    return this.transaction?.settledCount ?? 0;
  }

  cancelConsumer(tag: string, by: Owner): boolean {
    const consumer = this.consumers.get(tag);
    if (consumer === undefined) return false;
    if (consumer.queue === undefined) this.dropDirectReplies();
    else consumer.queue.unsubscribe(consumer);
    this.onConsumerCancelled(consumer, by);
    return true;
  }

  /**
   * The queue has gone, or somebody wants it so: RabbitMQ's consumer cancel notification, to
   * clients that asked for it.
   */
  onConsumerCancelled(consumer: ChannelConsumer, by?: Owner): void {
    this.consumers.delete(consumer.tag);
    this.connection.events.consumerRemoved(this, consumer, by);
    if (this.#isClosing || !this.connection.capabilities.has('consumer_cancel_notify')) return;
    if (this.#isOperating) this.#cancelled.push(consumer.tag);
    else this.#notifyCancelled(consumer.tag);
  }

  #notifyCancelled(consumerTag: string): void {
    this.inTurn(() => this.send('basic.cancel', { consumerTag, noWait: true }));
  }

  /**
   * Ends its part of the broker's work: consumers leave, what was not acknowledged goes back. What
   * can be confirmed is confirmed now or never: nothing may come after the close of a channel.
   */
  release(): void {
    this.publisher.confirms?.release();
    this.publisher.confirms = undefined;
    this.publisher.end();
    this.replies.clear();
    this.#held = undefined;
    const queues = this.#consumedQueues();
    for (const consumer of this.consumers.values()) {
      consumer.queue?.unsubscribe(consumer, true);
      this.connection.events.consumerRemoved(this, consumer);
    }
    this.consumers.clear();
    this.dropDirectReplies();
    this.transaction?.rollback();
    this.transaction = undefined;
    this.settlements.requeueAll(LOSE);
    // Not before the rollback, which watches what it gives back.
    this.timeouts.stop();
    // Only now, so that the next single active consumer meets all that the old one held.
    for (const queue of queues) queue.pump();
  }

  /** A fault closes the channel: from here on only the client's Close-Ok counts. */
  startClosing(): void {
    this.#isClosing = true;
    this.#isDeaf = true;
    if (this.#held?.has(CHANNEL_CLOSE) === true) this.#isLeaving = true;
    this.release();
  }

  /** A fault while replies wait is answered after them, and all that comes now is too late. */
  failInTurn(fault: unknown, id: number): void {
    this.#isDoomed = true;
    this.#isDeaf = true;
    this.replies.add(
      isDueAtOnce,
      () => {
        throw fault;
      },
      id,
    );
  }

  /** The client closes the channel. Close-Ok waits for its turn like any other reply. */
  leave(): void {
    this.#isLeaving = true;
    this.#isDeaf = true;
    this.inTurn(() => {
      this.release();
      this.send('channel.close-ok', {});
      this.connection.forgetChannel(this);
    });
  }

  #hold(type: Parameters<HeldFrames['add']>[0], buffer: Buffer, start: number, end: number): void {
    this.#held ??= new HeldFrames();
    this.#held.add(type, buffer, start, end);
    this.connection.awaitDurable(this);
  }

  #replay(): void {
    const held = this.#held;
    this.#held = undefined;
    held?.replay(this.connection, this.number, () => this.#held);
  }

  #consumedQueues(): Set<Queue> {
    const queues = new Set<Queue>();
    for (const { queue } of this.consumers.values()) if (queue !== undefined) queues.add(queue);
    return queues;
  }

  #reject(requeue: typeof REQUEUE | typeof REQUEUE_FAILED): void {
    this.settlements.settle(
      acknowledged.requeue ? requeue : REJECT,
      acknowledged.deliveryTag,
      acknowledged.multiple,
    );
  }

  #onMethodWhileClosing(id: number): void {
    if (this.#isDoomed && id === CHANNEL_CLOSE) this.#isLeaving = true;
    if (!this.#isClosing) return;
    if (id === CHANNEL_CLOSE_OK) this.connection.forgetChannel(this);
    else if (id === CHANNEL_CLOSE) this.send('channel.close-ok', {});
  }
}
