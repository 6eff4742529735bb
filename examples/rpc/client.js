/**
 * Asks what some fruits cost, all at once. Each question ends in one of four ways: an answer, a
 * failure that the server reports, "nobody serves this", or a timeout. Exits with 1 unless all were
 * answered.
 * Usage: node examples/rpc/client.js apple pear dragon   (TIMEOUT_MS, by default 2000)
 */
import { randomUUID } from 'node:crypto';
import amqp from 'amqplib';

const fruits = process.argv.slice(2);
if (fruits.length === 0) fruits.push('apple', 'pear', 'dragon');
const timeoutMs = Number(process.env.TIMEOUT_MS ?? 2000);

const connection = await amqp.connect(process.env.AMQP_URL ?? 'amqp://127.0.0.1:5672');
const channel = await connection.createChannel();
const waiting = new Map();

function settle(message, finish) {
  const call = waiting.get(message.properties.correlationId);
  if (call === undefined) return; // Too late: the caller has given up.
  waiting.delete(message.properties.correlationId);
  clearTimeout(call.timer);
  finish(call, message.content.toString());
}

// Direct reply-to: this name is no queue. Replies come straight to this channel, and only without
// acknowledgements. Requests must leave by the same channel, after this consumer has been set up.
const replies = 'amq.rabbitmq.reply-to';
await channel.consume(
  replies,
  (reply) =>
    settle(reply, (call, text) => {
      if (reply.properties.type === 'answer') call.resolve(text);
      else call.reject(new Error(text));
    }),
  { noAck: true },
);

// The request was mandatory and no such queue exists, so no server was ever there: it comes back at
// once.
channel.on('return', (request) =>
  settle(request, (call) => call.reject(new Error(`nobody serves "${request.fields.routingKey}"`))),
);

function ask(queue, question) {
  return new Promise((resolve, reject) => {
    const correlationId = randomUUID();
    const timer = setTimeout(() => {
      waiting.delete(correlationId);
      reject(new Error(`no answer within ${timeoutMs} ms`));
    }, timeoutMs);
    waiting.set(correlationId, { resolve, reject, timer });
    channel.sendToQueue(queue, Buffer.from(question), {
      replyTo: replies,
      correlationId,
      mandatory: true,
      expiration: timeoutMs, // A question that nobody waits for any more need not be worked on.
    });
  });
}

const results = await Promise.allSettled(fruits.map((fruit) => ask('prices', fruit)));
for (const [index, result] of results.entries()) {
  if (result.status === 'fulfilled') console.log(`${fruits[index]} costs ${result.value}`);
  else console.log(`${fruits[index]}: ${result.reason.message}`);
}
if (results.some((result) => result.status === 'rejected')) process.exitCode = 1;
await channel.close();
await connection.close();
