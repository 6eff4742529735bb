/** Class confirm (RabbitMQ's extension): publisher confirms. */
import type { Channel } from '../channel.js';
import { Confirms } from '../confirms.js';
import { BrokerError } from '../../core/errors.js';
import type { MethodArguments } from '../wire/method-table.js';

/** Selecting again changes nothing. */
export function selectConfirm(channel: Channel, args: MethodArguments<'confirm.select'>): void {
  if (channel.transaction !== undefined) {
    throw new BrokerError('precondition-failed', 'cannot switch from tx to confirm mode');
  }
  channel.publisher.confirms ??= new Confirms(channel.store, channel, [
    channel.connection.broker.counters,
    channel.vhost.counters,
    channel.counters,
  ]);
  if (!args.noWait) channel.inTurn(() => channel.send('confirm.select-ok', {}));
}
