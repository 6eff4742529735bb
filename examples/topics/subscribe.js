/**
 * Prints measurements that match a pattern: `*` stands for one word, `#` for any number of words,
 * none included.
 * Usage: node examples/topics/subscribe.js 'norway.#' '*.*.wind'
 */
import amqp from 'amqplib';
import { stopper } from '../stop.js';

const patterns = process.argv.slice(2);
if (patterns.length === 0) patterns.push('#');

const connection = await amqp.connect(process.env.AMQP_URL ?? 'amqp://127.0.0.1:5672');
const channel = await connection.createChannel();
const stop = stopper(connection, channel);

await channel.assertExchange('weather', 'topic', { durable: true });
const { queue } = await channel.assertQueue('', { exclusive: true });
for (const pattern of patterns) await channel.bindQueue(queue, 'weather', pattern);

await channel.consume(
  queue,
  async (message) => {
    if (message === null) return connection.close();
    console.log(`${message.fields.routingKey} is ${message.content}`);
    await stop.count();
  },
  { noAck: true },
);
console.log(`listening for ${patterns.join(' ')}`);
