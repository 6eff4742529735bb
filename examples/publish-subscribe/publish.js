/** Tells all who listen. Usage: node examples/publish-subscribe/publish.js [headline] */
import amqp from 'amqplib';

const headline = process.argv[2] ?? 'Carrots are ripe';
const connection = await amqp.connect(process.env.AMQP_URL ?? 'amqp://127.0.0.1:5672');
const channel = await connection.createChannel();

// A fanout exchange copies a message into every queue bound to it. With none bound, it drops the
// message.
await channel.assertExchange('news', 'fanout', { durable: true });
channel.publish('news', '', Buffer.from(headline));
console.log(`published: ${headline}`);

await channel.close();
await connection.close();
