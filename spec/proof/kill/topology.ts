/** What the kill test declares, and who uses it. */
import type { Channel } from 'amqplib';

export const QUEUES = ['kill-0', 'kill-1', 'kill-2'] as const;
export const EXCHANGE = 'kill-all';
export const PUBLISHER_COUNT = 4;
/** The first queue has two consumers. */
export const CONSUMER_QUEUES = [0, 1, 2, 0] as const;
export const PREFETCH = 20;

export async function declare(channel: Channel): Promise<void> {
  await channel.assertExchange(EXCHANGE, 'fanout', { durable: true });
  for (const queue of QUEUES) {
    await channel.assertQueue(queue, { durable: true });
    await channel.bindQueue(queue, EXCHANGE, '');
  }
}
