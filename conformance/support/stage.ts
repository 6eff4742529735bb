/**
 * What a scenario plays on: amqplib connections and channels opened when asked for, names nobody
 * else has, a confirmed way to publish, and the clearing away of all of it after each scenario.
 */
import amqplib from 'amqplib';
import type { Channel, ChannelModel, ConfirmChannel, Message, Options } from 'amqplib';
import { broker } from './broker.js';
import { clearAway } from './janitor.js';
import { watchFault } from './fault.js';
import { Mailbox } from './mailbox.js';

let nameCount = 0;

/** Called inside of a describe: each of its scenarios gets an empty stage. */
export function useStage(): Stage {
  const stage = new Stage();
  afterEach(() => stage.strike());
  return stage;
}

export class Stage {
  #connections: ChannelModel[] = [];
  #main: Promise<ChannelModel> | undefined;
  #publisher: Promise<ConfirmChannel> | undefined;
  #queues: string[] = [];
  #exchanges: string[] = [];

  /** A further connection, apart from the one that channel() uses. */
  async connect(query = ''): Promise<ChannelModel> {
    const connection = await amqplib.connect(broker.url + query, { noDelay: true });
    watchFault(connection);
    this.#connections.push(connection);
    return connection;
  }

  async channel(on?: ChannelModel): Promise<Channel> {
    const connection = on ?? (await (this.#main ??= this.connect()));
    const channel = await connection.createChannel();
    watchFault(channel);
    return channel;
  }

  async confirmChannel(on?: ChannelModel): Promise<ConfirmChannel> {
    const connection = on ?? (await (this.#main ??= this.connect()));
    const channel = await connection.createConfirmChannel();
    watchFault(channel);
    return channel;
  }

  queueName(label = 'queue'): string {
    const name = uniqueName(label);
    this.#queues.push(name);
    return name;
  }

  exchangeName(label = 'exchange'): string {
    const name = uniqueName(label);
    this.#exchanges.push(name);
    return name;
  }

  async queue(channel: Channel, options?: Options.AssertQueue): Promise<string> {
    const name = this.queueName();
    await channel.assertQueue(name, options);
    return name;
  }

  async exchange(
    channel: Channel,
    type: string,
    options?: Options.AssertExchange,
  ): Promise<string> {
    const name = this.exchangeName();
    await channel.assertExchange(name, type, options);
    return name;
  }

  /** A queue bound to the exchange by each of the keys. */
  async boundQueue(channel: Channel, exchange: string, ...keys: string[]): Promise<string> {
    const queue = await this.queue(channel);
    for (const key of keys) await channel.bindQueue(queue, exchange, key);
    return queue;
  }

  /** Resolves once the broker has confirmed: the message is where it belongs. */
  async publish(
    exchange: string,
    key: string,
    body: string | Buffer,
    options?: Options.Publish,
  ): Promise<void> {
    const channel = await (this.#publisher ??= this.confirmChannel());
    await publishConfirmed(channel, exchange, key, body, options);
  }

  /** Puts the messages into the queue, in order. */
  async fill(queue: string, bodies: string[], options?: Options.Publish): Promise<void> {
    for (const body of bodies) await this.publish('', queue, body, options);
  }

  /** The broker was restarted: the lines to it are cut, the names are still to be cleared away. */
  forgetConnections(): void {
    this.#connections = [];
    this.#main = undefined;
    this.#publisher = undefined;
  }

  async strike(): Promise<void> {
    const connections = this.#connections;
    const queues = this.#queues;
    const exchanges = this.#exchanges;
    this.#queues = [];
    this.#exchanges = [];
    this.forgetConnections();
    await Promise.all(connections.map(closeQuietly));
    if (queues.length + exchanges.length > 0) await clearAway(queues, exchanges);
  }
}

export async function publishConfirmed(
  channel: ConfirmChannel,
  exchange: string,
  key: string,
  body: string | Buffer,
  options?: Options.Publish,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    channel.publish(exchange, key, Buffer.from(body), options, (error: Error | null) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

/** Takes all ready messages out of the queue by basic.get. */
export async function drain(channel: Channel, queue: string): Promise<string[]> {
  const bodies: string[] = [];
  for (;;) {
    const message = await channel.get(queue, { noAck: true });
    if (message === false) return bodies;
    bodies.push(message.content.toString());
  }
}

/** The messages that the broker returns on this channel. */
export function returnsOf(channel: Channel): Mailbox<Message> {
  const returns = new Mailbox<Message>('a returned message');
  channel.on('return', (message: Message) => {
    returns.put(message);
  });
  return returns;
}

export function uniqueName(label: string): string {
  nameCount++;
  return `conformance.${process.pid}.${nameCount}.${label}`;
}

/** Many scenarios end with a connection that the broker has closed already. */
async function closeQuietly(connection: ChannelModel): Promise<void> {
  try {
    await connection.close();
  } catch (error) {
    if (!(error instanceof amqplib.IllegalOperationError)) throw error;
  }
}
