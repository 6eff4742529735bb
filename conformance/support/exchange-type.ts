/**
 * Types of exchange that are plugins of RabbitMQ, or came with a later version: a scenario asks
 * first whether the broker under test has them, and is skipped if it has not. Leveret has them all.
 */
import amqplib from 'amqplib';
import { broker } from './broker.js';
import { watchFault } from './fault.js';
import { uniqueName } from './stage.js';

/** Called inside of a describe. */
export function needsExchangeType(type: string, args: Record<string, unknown> = {}): void {
  before(async function () {
    if (!broker.isOwned && !(await hasType(type, args))) this.skip();
  });
}

/** RabbitMQ 3 closes the connection of whoever declares what it does not know. */
async function hasType(type: string, args: Record<string, unknown>): Promise<boolean> {
  const connection = await amqplib.connect(broker.url);
  watchFault(connection);
  const channel = await connection.createChannel();
  watchFault(channel);
  const name = uniqueName('type');
  try {
    await channel.assertExchange(name, type, { durable: false, arguments: args });
  } catch (error) {
    if (String(error).includes('no reply will be forthcoming')) return false;
    throw error;
  }
  await channel.deleteExchange(name);
  await connection.close();
  return true;
}
