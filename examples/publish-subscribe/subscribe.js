/**
 * Prints all news from now on. Start as many as you like, each gets all of it.
 * Usage: node examples/publish-subscribe/subscribe.js [name]
 */
import amqp from 'amqplib';
import { stopper } from '../stop.js';

const reader = process.argv[2] ?? 'reader';
const connection = await amqp.connect(process.env.AMQP_URL ?? 'amqp://127.0.0.1:5672');
const channel = await connection.createChannel();
const stop = stopper(connection, channel);

await channel.assertExchange('news', 'fanout', { durable: true });

// Each reader has a queue of its own. The empty name lets the broker choose one; exclusive means
// that the queue belongs to this connection and goes with it.
const { queue } = await channel.assertQueue('', { exclusive: true });
await channel.bindQueue(queue, 'news', '');

// What nobody else can read needs no acknowledgement.
await channel.consume(
  queue,
  async (message) => {
    if (message === null) return connection.close();
    console.log(`${reader} reads: ${message.content}`);
    await stop.count();
  },
  { noAck: true },
);
console.log(`${reader} is listening`);
