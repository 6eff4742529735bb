/** Class exchange: declare, delete, and RabbitMQ's exchange-to-exchange bindings. */
import type { Channel } from '../channel.js';
import type { MethodArguments } from '../wire/method-table.js';

export function declareExchange(channel: Channel, args: MethodArguments<'exchange.declare'>): void {
  channel.durably(
    () => {
      if (args.passive) find(channel, args.exchange);
      else declare(channel, args);
    },
    () => {
      if (!args.noWait) channel.send('exchange.declare-ok', {});
    },
  );
}

function find({ authorization, vhost }: Channel, name: string): void {
  if (name !== '') authorization.requireAny('exchange', name);
  vhost.requireExchange(name);
}

function declare(channel: Channel, args: MethodArguments<'exchange.declare'>): void {
  const { authorization, vhost, connection } = channel;
  authorization.requireExchangeDeclare(args.exchange, args.type, args.arguments);
  vhost.declareExchange({ ...args, name: args.exchange }, connection);
}

export function deleteExchange(channel: Channel, args: MethodArguments<'exchange.delete'>): void {
  channel.authorization.requireExchangeDelete(args.exchange);
  channel.durably(
    () => channel.vhost.deleteExchange(args.exchange, args, channel.connection),
    () => {
      if (!args.noWait) channel.send('exchange.delete-ok', {});
    },
  );
}

export function bindExchange(channel: Channel, args: MethodArguments<'exchange.bind'>): void {
  const binding = { ...args, destinationKind: 'exchange' } as const;
  channel.authorization.requireBinding(binding);
  channel.durably(
    () => channel.vhost.bind(binding, channel.connection),
    () => {
      if (!args.noWait) channel.send('exchange.bind-ok', {});
    },
  );
}

export function unbindExchange(channel: Channel, args: MethodArguments<'exchange.unbind'>): void {
  const binding = { ...args, destinationKind: 'exchange' } as const;
  channel.authorization.requireBinding(binding);
  channel.durably(
    () => channel.vhost.unbind(binding, channel.connection),
    () => {
      if (!args.noWait) channel.send('exchange.unbind-ok', {});
    },
  );
}
