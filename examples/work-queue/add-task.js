/**
 * Adds photos to be shrunk to the queue "photos"; each is worked on by one of the workers.
 * Usage: node examples/work-queue/add-task.js beach.jpg:300 forest.jpg:50   (name:milliseconds of
 * work)
 */
import amqp from 'amqplib';

const photos = process.argv.slice(2);
if (photos.length === 0) photos.push('beach.jpg:300', 'forest.jpg:50', 'meadow.jpg:100');

const connection = await amqp.connect(process.env.AMQP_URL ?? 'amqp://127.0.0.1:5672');
const channel = await connection.createChannel();

// A task survives a restart of the broker if both hold: the queue is durable, the message
// persistent.
await channel.assertQueue('photos', { durable: true });
for (const photo of photos) {
  const [name, workMs = '100'] = photo.split(':');
  const task = { name, workMs: Number(workMs) };
  channel.sendToQueue('photos', Buffer.from(JSON.stringify(task)), { persistent: true });
  console.log(`added: ${name}`);
}

await channel.close();
await connection.close();
