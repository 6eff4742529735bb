/**
 * An empty queue name stands for the queue last declared on the channel (AMQP 0-9-1, domain
 * queue-name).
 */
import { BrokerError } from '../core/errors.js';
import type { Channel } from './channel.js';

export function queueNameOf(channel: Channel, name: string): string {
  if (name !== '') return name;
  if (channel.lastQueueName !== '') return channel.lastQueueName;
  throw new BrokerError('not-found', 'no previously declared queue');
}
