/**
 * Answers what a fruit costs, until Ctrl+C. Start several to share the work.
 * Usage: node examples/rpc/server.js
 */
import amqp from 'amqplib';
import { stopper } from '../stop.js';

const prices = new Map([
  ['apple', 40],
  ['pear', 55],
]);

const connection = await amqp.connect(process.env.AMQP_URL ?? 'amqp://127.0.0.1:5672');
const channel = await connection.createChannel();
const stop = stopper(connection, channel);

await channel.assertQueue('prices', { durable: true });
await channel.prefetch(1);
await channel.consume('prices', async (request) => {
  if (request === null) return connection.close();

  // The reply goes to the address that the request brought along. Without one there is nobody to
  // tell: away with the request, for good (false: do not put it back into the queue).
  const { replyTo, correlationId } = request.properties;
  if (replyTo === undefined) return channel.reject(request, false);

  const fruit = request.content.toString();
  const price = prices.get(fruit);

  // The `type` tells an answer from a failure. A failure is answered too: silence would cost the
  // caller its whole timeout.
  const type = price === undefined ? 'error' : 'answer';
  const text = price === undefined ? `no price for "${fruit}"` : String(price);

  // The correlation id goes back unchanged, so that the caller knows which question this answers.
  channel.sendToQueue(replyTo, Buffer.from(text), { correlationId, type });
  channel.ack(request);
  console.log(`asked for ${fruit}: ${type} ${text}`);
  await stop.count();
});
console.log('ready to answer');
