/**
 * Class basic without content: qos, consume, cancel, recover. Publish, ack, nack, reject and get
 * are hot: ../channel.ts.
 */
import type { Channel } from '../channel.js';
import { ChannelConsumer, type ConsumerOptions } from '../consumer.js';
import { BrokerError } from '../../core/errors.js';
import { ownTimeoutMs } from '../../core/queue/consumer-timeout.js';
import { DIRECT_REPLY_TO } from '../../core/direct-replies.js';
import { queueNameOf } from '../queue-name.js';
import { AmqpFault } from '../replies.js';
import { RECOVER } from '../settlement.js';
import type { MethodArguments } from '../wire/method-table.js';

type Subscription = Omit<ConsumerOptions, 'timeoutMs'>;

/**
 * `global` as in RabbitMQ: false sets the limit of each consumer to come, true that of the whole
 * channel. A client that takes us at AMQP's word means the channel by false.
 */
export function qos(channel: Channel, args: MethodArguments<'basic.qos'>): void {
  if (args.prefetchSize !== 0) {
    throw new AmqpFault('not-implemented', `prefetch_size!=0 (${args.prefetchSize})`);
  }
  const { vhost, connection } = channel;
  const isForAll = args.global && !vhost.refuses('global-qos', connection);
  const isOfChannel = isForAll || connection.hasChannelQos;
  if (isOfChannel) channel.channelPrefetch = args.prefetchCount;
  else channel.prefetch = args.prefetchCount;
  channel.inTurn(() => channel.send('basic.qos-ok', {}));
  if (isOfChannel) channel.pumpConsumers();
}

export function consume(channel: Channel, args: MethodArguments<'basic.consume'>): void {
  const name = queueNameOf(channel, args.queue);
  if (channel.consumers.has(args.consumerTag)) {
    throw new AmqpFault('not-allowed', `attempt to reuse consumer tag '${args.consumerTag}'`);
  }
  const { consumersPerChannelMax } = channel.connection;
  if (channel.consumers.size >= consumersPerChannelMax) {
    throw new AmqpFault(
      'not-allowed',
      `reached maximum (${consumersPerChannelMax}) of consumers per channel`,
    );
  }
  const options: Subscription = {
    tag: args.consumerTag === '' ? channel.connection.nameConsumer() : args.consumerTag,
    noAck: args.noAck,
    exclusive: args.exclusive,
    arguments: args.arguments,
    prefetch: channel.prefetch,
  };
  if (name === DIRECT_REPLY_TO) consumeReplies(channel, options, args.noWait);
  else consumeQueue(channel, name, options, args.noWait);
}

/**
 * Consume-Ok goes out before the first delivery: subscribing hands out nothing until the queue is
 * pumped, and a channel takes nothing while its replies wait.
 */
function consumeQueue(
  channel: Channel,
  name: string,
  options: Subscription,
  noWait: boolean,
): void {
  const { connection } = channel;
  channel.authorization.require('read', 'queue', name);
  const queue = channel.vhost.requireQueue(name, connection);
  const timeoutMs = ownTimeoutMs(queue, options.arguments);
  const consumer = new ChannelConsumer(channel, queue, { ...options, timeoutMs });
  queue.subscribe(consumer);
  channel.consumers.set(consumer.tag, consumer);
  connection.events.consumerAdded(channel, consumer);
  if (!noWait) channel.inTurn(() => sendConsumeOk(channel, consumer));
  queue.pump();
}

function sendConsumeOk(channel: Channel, { tag }: ChannelConsumer): void {
  channel.send('basic.consume-ok', { consumerTag: tag });
}

function consumeReplies(channel: Channel, options: Subscription, noWait: boolean): void {
  if (!options.noAck) {
    throw new BrokerError('precondition-failed', 'reply consumer cannot acknowledge');
  }
  if (channel.directReplyName !== undefined) {
    throw new BrokerError('precondition-failed', 'reply consumer already set');
  }
  const consumer = new ChannelConsumer(channel, undefined, options);
  channel.directReplyName = channel.vhost.directReplies.register(consumer);
  channel.consumers.set(consumer.tag, consumer);
  if (!noWait) channel.inTurn(() => sendConsumeOk(channel, consumer));
}

/** An unknown tag is answered too. What the consumer holds stays with the channel. */
export function cancel(channel: Channel, args: MethodArguments<'basic.cancel'>): void {
  const consumer = channel.consumers.get(args.consumerTag);
  if (consumer !== undefined) {
    channel.consumers.delete(consumer.tag);
    if (consumer.queue === undefined) channel.dropDirectReplies();
    else consumer.queue.unsubscribe(consumer);
    channel.connection.events.consumerRemoved(channel, consumer);
  }
  if (args.noWait) return;
  channel.inTurn(() => channel.send('basic.cancel-ok', { consumerTag: args.consumerTag }));
}

/** Recover-Ok goes out before the first redelivery. */
export function recover(channel: Channel, args: MethodArguments<'basic.recover'>): void {
  requireRequeue(args.requeue);
  channel.inTurn(() => channel.send('basic.recover-ok', {}));
  channel.settlements.requeueAll(RECOVER);
}

export function recoverAsync(channel: Channel, args: MethodArguments<'basic.recover-async'>): void {
  requireRequeue(args.requeue);
  channel.settlements.requeueAll(RECOVER);
}

function requireRequeue(requeue: boolean): void {
  if (!requeue) throw new AmqpFault('not-implemented', 'requeue=false');
}
