/** Puts one greeting into the queue "greetings". Usage: node examples/hello/send.js [text] */
import amqp from 'amqplib';

const text = process.argv[2] ?? 'Hello, hare!';
const connection = await amqp.connect(process.env.AMQP_URL ?? 'amqp://127.0.0.1:5672');
const channel = await connection.createChannel();

// Declaring is idempotent: whoever comes first makes the queue, sender or receiver.
await channel.assertQueue('greetings', { durable: true });
channel.sendToQueue('greetings', Buffer.from(text), { persistent: true });
console.log(`sent: ${text}`);

// Closing the channel waits until the broker has taken in everything that was sent on it.
await channel.close();
await connection.close();
