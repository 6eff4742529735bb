/**
 * Takes photos from the queue "photos", one at a time. Start several: each photo goes to one of
 * them. Stop one in the middle of its work, and another gets that photo. Usage: node
 * examples/work-queue/worker.js [name]
 */
import { setTimeout as work } from 'node:timers/promises';
import amqp from 'amqplib';
import { stopper } from '../stop.js';

const worker = process.argv[2] ?? 'worker';
const connection = await amqp.connect(process.env.AMQP_URL ?? 'amqp://127.0.0.1:5672');
const channel = await connection.createChannel();
const stop = stopper(connection, channel);

await channel.assertQueue('photos', { durable: true });

// Without a limit the queue would hand all it has to whoever comes first. With 1, the next photo
// comes when this one is acknowledged, so a worker with a heavy photo is not given more.
await channel.prefetch(1);
await channel.consume('photos', async (message) => {
  if (message === null) return connection.close();
  const { name, workMs } = JSON.parse(message.content.toString());
  console.log(`${worker} takes ${name}${message.fields.redelivered ? ' (again)' : ''}`);
  await work(workMs);
  console.log(`${worker} shrank ${name}`);

  // Only now: a worker that dies before this line leaves the photo to another.
  channel.ack(message);
  await stop.count();
});
console.log(`${worker} is ready`);
