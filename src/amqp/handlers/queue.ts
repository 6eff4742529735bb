/** Class queue: declare, bind, unbind, purge, delete. */
import type { Channel } from '../channel.js';
import { BrokerError } from '../../core/errors.js';
import { DIRECT_REPLY_TO } from '../../core/direct-replies.js';
import { stripLineBreaks } from '../../core/resource-name.js';
import { queueNameOf } from '../queue-name.js';
import type { MethodArguments } from '../wire/method-table.js';

interface DeclareOk {
  readonly queue: string;
  readonly messageCount: number;
  readonly consumerCount: number;
}

export function declareQueue(channel: Channel, args: MethodArguments<'queue.declare'>): void {
  channel.durably(
    () =>
      args.queue.startsWith(DIRECT_REPLY_TO) ? probe(channel, args.queue) : declare(channel, args),
    (ok) => {
      channel.lastQueueName = ok.queue;
      if (!args.noWait) channel.send('queue.declare-ok', ok);
    },
  );
}

function declare(channel: Channel, args: MethodArguments<'queue.declare'>): DeclareOk {
  const { authorization, vhost, connection } = channel;
  if (args.passive) authorization.requireAny('queue', args.queue);
  const queue = args.passive
    ? vhost.requireQueue(stripLineBreaks(args.queue), connection)
    : vhost.declareQueue({ ...args, name: args.queue }, connection, (name) =>
        authorization.requireQueueDeclare(name, args.arguments),
      );
  channel.lastQueueName = queue.name;
  return {
    queue: queue.name,
    messageCount: queue.messageCount,
    consumerCount: queue.consumerCount,
  };
}

/**
 * A server asks whether the caller is still there to be answered: every such declare is passive.
 */
function probe(channel: Channel, name: string): DeclareOk {
  if (channel.vhost.directReplies.find(name) === undefined && name !== DIRECT_REPLY_TO) {
    throw new BrokerError('not-found', `no queue '${name}' in vhost '${channel.vhost.name}'`);
  }
  return { queue: name, messageCount: 0, consumerCount: 1 };
}

export function bindQueue(channel: Channel, args: MethodArguments<'queue.bind'>): void {
  const binding = bindingOf(channel, args);
  channel.authorization.requireBinding(binding);
  channel.durably(
    () => channel.vhost.bind(binding, channel.connection),
    () => {
      if (!args.noWait) channel.send('queue.bind-ok', {});
    },
  );
}

export function unbindQueue(channel: Channel, args: MethodArguments<'queue.unbind'>): void {
  const binding = bindingOf(channel, args);
  channel.authorization.requireBinding(binding);
  channel.durably(
    () => channel.vhost.unbind(binding, channel.connection),
    () => channel.send('queue.unbind-ok', {}),
  );
}

/** With neither a queue nor a key given, the last queue declared stands for both. */
function bindingOf(
  channel: Channel,
  args: MethodArguments<'queue.bind'> | MethodArguments<'queue.unbind'>,
) {
  const destination = queueNameOf(channel, args.queue);
  const routingKey = args.queue === '' && args.routingKey === '' ? destination : args.routingKey;
  return {
    source: args.exchange,
    destinationKind: 'queue',
    destination,
    routingKey,
    arguments: args.arguments,
  } as const;
}

export function purgeQueue(channel: Channel, args: MethodArguments<'queue.purge'>): void {
  const name = queueNameOf(channel, args.queue);
  channel.authorization.require('read', 'queue', name);
  channel.durably(
    () => channel.vhost.requireQueue(name, channel.connection).purge(),
    (messageCount) => {
      if (!args.noWait) channel.send('queue.purge-ok', { messageCount });
    },
  );
}

export function deleteQueue(channel: Channel, args: MethodArguments<'queue.delete'>): void {
  const name = queueNameOf(channel, args.queue);
  channel.authorization.require('configure', 'queue', stripLineBreaks(name));
  channel.durably(
    () => channel.vhost.deleteQueue(name, args, channel.connection),
    (messageCount) => {
      if (!args.noWait) channel.send('queue.delete-ok', { messageCount });
    },
  );
}
