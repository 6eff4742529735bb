/** Raises an alarm of one kind. Usage: node examples/routing/publish.js fire "Smoke in the barn" */
import amqp from 'amqplib';

const [kind = 'fire', text = 'Smoke in the barn'] = process.argv.slice(2);
const connection = await amqp.connect(process.env.AMQP_URL ?? 'amqp://127.0.0.1:5672');
const channel = await connection.createConfirmChannel();

// A direct exchange compares the routing key of the message with the key of each binding.
await channel.assertExchange('alarms', 'direct', { durable: true });

// mandatory: if no queue wants the message, it comes back instead of being dropped in silence.
channel.on('return', () => console.log(`nobody listens for ${kind}`));
channel.publish('alarms', kind, Buffer.from(text), { mandatory: true });
console.log(`raised ${kind}: ${text}`);

// What comes back comes before the confirm: after this line no return can follow.
await channel.waitForConfirms();
await channel.close();
await connection.close();
