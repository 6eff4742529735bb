/**
 * Publishes payments and says for each whether the broker has taken responsibility for it.
 * Persistent messages in durable queues are on disk when their confirm arrives. Usage: node
 * examples/confirms/publish.js [count]
 */
import amqp from 'amqplib';

const count = Number(process.argv[2] ?? 5);
const connection = await amqp.connect(process.env.AMQP_URL ?? 'amqp://127.0.0.1:5672');
const channel = await connection.createConfirmChannel();

// Room for three payments only: the queue refuses what exceeds it, and the publisher is told so
// with a nack.
await channel.assertQueue('payments', {
  durable: true,
  arguments: { 'x-max-length': 3, 'x-overflow': 'reject-publish' },
});
await channel.purgeQueue('payments');

function pay(payment) {
  return new Promise((resolve) => {
    const body = Buffer.from(payment);
    channel.sendToQueue('payments', body, { persistent: true }, (error) =>
      resolve(error === null ? 'confirmed' : 'refused'),
    );
  });
}

// Not one at a time: all are on their way, and the broker confirms many with one answer.
const payments = Array.from({ length: count }, (_, index) => `payment ${index + 1}`);
const outcomes = await Promise.all(payments.map(pay));
for (const [index, outcome] of outcomes.entries()) console.log(`${payments[index]}: ${outcome}`);

await channel.close();
await connection.close();
