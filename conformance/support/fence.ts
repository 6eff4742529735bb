/**
 * "Nothing more came" without sleeping: two round trips on the consuming channel through the queue.
 * What the queue had handed out before the first is on the wire before the second is answered.
 */
import type { Channel } from 'amqplib';

export async function fence(channel: Channel, queue: string): Promise<void> {
  await channel.checkQueue(queue);
  await channel.checkQueue(queue);
}
