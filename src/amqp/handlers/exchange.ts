/** Class exchange: declare, delete, and RabbitMQ's exchange-to-exchange bindings. */
import type { Channel } from '../channel.js';
import type { MethodArguments } from '../wire/method-table.js';

export function declareExchange(channel: Channel, args: MethodArguments<'exchange.declare'>): void {
  channel.durably(
    () => {
      if (args.passive) channel.vhost.requireExchange(args.exchange);
      else channel.vhost.declareExchange({ ...args, name: args.exchange }, channel.connection);
    },
    () => {
      if (!args.noWait) channel.send('exchange.declare-ok', {});
    },
  );
}

export function deleteExchange(channel: Channel, args: MethodArguments<'exchange.delete'>): void {
  channel.durably(
    () => channel.vhost.deleteExchange(args.exchange, args, channel.connection),
    () => {
      if (!args.noWait) channel.send('exchange.delete-ok', {});
    },
  );
}

export function bindExchange(channel: Channel, args: MethodArguments<'exchange.bind'>): void {
  channel.durably(
    () => channel.vhost.bind({ ...args, destinationKind: 'exchange' }, channel.connection),
    () => {
      if (!args.noWait) channel.send('exchange.bind-ok', {});
    },
  );
}

export function unbindExchange(channel: Channel, args: MethodArguments<'exchange.unbind'>): void {
  channel.durably(
    () => channel.vhost.unbind({ ...args, destinationKind: 'exchange' }, channel.connection),
    () => {
      if (!args.noWait) channel.send('exchange.unbind-ok', {});
    },
  );
}
