/** Names for provocations, and the clearing away of what bears them once all is played. */
import amqplib from 'amqplib';
import type { Names } from './step.js';

const RUN = `errors.${process.pid}`;

export function namesFor(index: number): Names {
  const prefix = `${RUN}.${index}`;
  return {
    queue: `${prefix}.queue`,
    otherQueue: `${prefix}.other-queue`,
    exchange: `${prefix}.exchange`,
    otherExchange: `${prefix}.other-exchange`,
  };
}

/** Texts are printed with the roles of the names in place of the names. */
export function withoutNames(text: string): string {
  return text
    .replaceAll(new RegExp(`${RUN}\\.\\d+\\.`, 'g'), '')
    .replaceAll(/amq\.gen-[\w-]+/g, 'amq.gen-*');
}

/** Exclusive queues have gone with their connections; the rest is deleted here. */
export async function clearAway(url: string, count: number): Promise<void> {
  const connection = await amqplib.connect(url);
  try {
    const channel = await connection.createChannel();
    for (let index = 0; index < count; index++) {
      const { queue, otherQueue, exchange, otherExchange } = namesFor(index);
      await Promise.all([
        channel.deleteQueue(queue),
        channel.deleteQueue(otherQueue),
        channel.deleteExchange(exchange),
        channel.deleteExchange(otherExchange),
      ]);
    }
  } finally {
    await connection.close();
  }
}
