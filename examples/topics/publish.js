/** Publishes one measurement. Usage: node examples/topics/publish.js norway.oslo.temperature -4 */
import amqp from 'amqplib';

const [topic = 'norway.oslo.temperature', value = '-4'] = process.argv.slice(2);
const connection = await amqp.connect(process.env.AMQP_URL ?? 'amqp://127.0.0.1:5672');
const channel = await connection.createChannel();

// A topic exchange reads the routing key as words between dots: here country, town, quantity.
await channel.assertExchange('weather', 'topic', { durable: true });
channel.publish('weather', topic, Buffer.from(value));
console.log(`measured ${topic}: ${value}`);

await channel.close();
await connection.close();
