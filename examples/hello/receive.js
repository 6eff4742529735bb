/**
 * Prints what arrives in the queue "greetings", until Ctrl+C.
 * Usage: node examples/hello/receive.js
 */
import amqp from 'amqplib';
import { stopper } from '../stop.js';

const connection = await amqp.connect(process.env.AMQP_URL ?? 'amqp://127.0.0.1:5672');
const channel = await connection.createChannel();
const stop = stopper(connection, channel);

await channel.assertQueue('greetings', { durable: true });
await channel.consume('greetings', async (message) => {
  // null: the queue was deleted, and there is nothing more to wait for.
  if (message === null) return connection.close();
  console.log(`received: ${message.content}`);
  channel.ack(message);
  await stop.count();
});
console.log('waiting for greetings');
