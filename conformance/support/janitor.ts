/**
 * Deletes what the scenarios leave behind, over one connection for all of them. stage.ts hands the
 * names over; hooks.ts sends the janitor home.
 */
import amqplib, { type Channel, type ChannelModel } from 'amqplib';
import { broker } from './broker.js';

interface Employment {
  readonly url: string;
  readonly connection: ChannelModel;
  readonly channel: Channel;
}

let employment: Employment | undefined;

/** Deleting what is not there is fine; an exclusive queue goes with its own connection. */
export async function clearAway(queues: string[], exchanges: string[]): Promise<void> {
  const { channel } = await employ();
  await Promise.all([
    ...exchanges.map((exchange) => channel.deleteExchange(exchange)),
    ...queues.map((queue) => channel.deleteQueue(queue)),
  ]);
}

export async function dismissJanitor(): Promise<void> {
  const dismissed = employment;
  employment = undefined;
  await dismissed?.connection.close();
}

async function employ(): Promise<Employment> {
  if (employment?.url === broker.url) return employment;
  const { url } = broker;
  const connection = await amqplib.connect(url, { noDelay: true });
  employment = { url, connection, channel: await connection.createChannel() };
  const forget = (): void => {
    employment = undefined;
  };
  // Whoever asked hears of it by the rejected call; the next to ask gets a new connection.
  connection.on('error', forget).on('close', forget);
  employment.channel.on('error', forget);
  return employment;
}
