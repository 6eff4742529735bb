/** Class channel, and class access, which RabbitMQ answers for old clients. */
import type { Channel } from '../channel.js';
import { AmqpFault } from '../replies.js';
import type { MethodArguments } from '../wire/method-table.js';

/** RabbitMQ cannot be stopped this way either: `active=false` is 540. */
export function flow(channel: Channel, args: MethodArguments<'channel.flow'>): void {
  if (!args.active) throw new AmqpFault('not-implemented', 'active=false');
  channel.inTurn(() => channel.send('channel.flow-ok', { active: true }));
}

export function requestAccess(channel: Channel): void {
  channel.inTurn(() => channel.send('access.request-ok', { ticket: 1 }));
}
