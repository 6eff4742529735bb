/** Prints alarms of the kinds asked for. Usage: node examples/routing/subscribe.js fire flood */
import amqp from 'amqplib';
import { stopper } from '../stop.js';

const kinds = process.argv.slice(2);
if (kinds.length === 0) kinds.push('fire', 'flood');

const connection = await amqp.connect(process.env.AMQP_URL ?? 'amqp://127.0.0.1:5672');
const channel = await connection.createChannel();
const stop = stopper(connection, channel);

await channel.assertExchange('alarms', 'direct', { durable: true });
const { queue } = await channel.assertQueue('', { exclusive: true });

// One binding a kind. A message that matches several bindings of a queue still arrives once.
for (const kind of kinds) await channel.bindQueue(queue, 'alarms', kind);

await channel.consume(
  queue,
  async (message) => {
    if (message === null) return connection.close();
    console.log(`${message.fields.routingKey}: ${message.content}`);
    await stop.count();
  },
  { noAck: true },
);
console.log(`listening for ${kinds.join(', ')}`);
