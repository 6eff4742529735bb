/**
 * Messages on their way through the topology while the brokers are asked: confirmed, acknowledged,
 * refused, held, fetched, returned, so that every counter that either broker shows has counted.
 */
import amqplib from 'amqplib';
import type { Channel, ChannelModel, ConfirmChannel } from 'amqplib';
import { PASSWORD_SUFFIX } from './topology.js';

const TICK_MS = 100;
/** Of these every queue gets one for each tick. */
const KEYS = ['c', 'q', 'f', 'l', 'm', 'qs'];

export class Traffic {
  readonly #url: URL;
  readonly #connections: ChannelModel[] = [];
  #timer: NodeJS.Timeout | undefined;
  #count = 0;
  #fault: Error | undefined;

  /** The URL names the user "guest" and no virtual host. */
  constructor(amqpUrl: string) {
    this.#url = new URL(amqpUrl);
  }

  async start(): Promise<void> {
    const publisher = await this.#connect('guest', 'shop', 'publisher');
    const confirmed = await publisher.createConfirmChannel();
    const plain = await publisher.createChannel();
    const transactional = await publisher.createChannel();
    watch(transactional);
    await this.#consume(await this.#connect('alice', 'shop', 'consumer'));
    // Without a name: that is its own for each connection.
    const getter = await (await this.#connect('erin', 'shop')).createChannel();
    await this.#exclusive(await this.#connect('guest', '/', 'exclusive'));
    this.#timer = setInterval(() => {
      this.#tick(confirmed, plain, getter).catch((error: Error) => {
        clearInterval(this.#timer);
        this.#fault ??= error;
      });
    }, TICK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    for (const connection of this.#connections.splice(0)) await connection.close();
    if (this.#fault !== undefined) throw this.#fault;
  }

  async #connect(user: string, vhost: string, name?: string): Promise<ChannelModel> {
    const connection = await amqplib.connect(
      {
        protocol: 'amqp',
        hostname: this.#url.hostname,
        port: Number(this.#url.port),
        username: user,
        password: user === 'guest' ? user : user + PASSWORD_SUFFIX,
        vhost,
        heartbeat: 10,
      },
      name === undefined ? {} : { clientProperties: { connection_name: name } },
    );
    watch(connection);
    this.#connections.push(connection);
    return connection;
  }

  async #consume(connection: ChannelModel): Promise<void> {
    const acking = await connection.createChannel();
    await acking.prefetch(20);
    let count = 0;
    await acking.consume(
      'classic',
      (message) => {
        if (message === null) return;
        if (count++ % 10 === 0 && !message.fields.redelivered) acking.nack(message);
        else acking.ack(message);
      },
      { consumerTag: 'acking' },
    );
    await acking.consume('quorum', (message) => message && acking.ack(message), {
      consumerTag: 'acking-quorum',
      priority: 3,
    });
    await acking.consume(
      'full',
      (message) => {
        if (message === null) return;
        if (count++ % 5 === 0) acking.nack(message, false, false);
        else acking.ack(message);
      },
      { consumerTag: 'single', arguments: { note: 'hello' } },
    );
    const unacknowledged = await connection.createChannel();
    await unacknowledged.prefetch(100, true);
    for (const queue of ['lazy', 'auto-delete']) {
      await unacknowledged.consume(queue, ignore, { noAck: true });
    }
    const holding = await connection.createChannel();
    await holding.prefetch(5);
    await holding.consume('quorum-sac', ignore, { consumerTag: 'holding' });
    await holding.consume('limited', ignore, { consumerTag: 'holding-2' });
    // One that does nothing at all.
    await connection.createChannel();
  }

  async #exclusive(connection: ChannelModel): Promise<void> {
    const channel = await connection.createChannel();
    await channel.assertQueue('exclusive', { exclusive: true });
    await channel.assertQueue('', { exclusive: true });
    const options = { noAck: true, exclusive: true, consumerTag: 'only' };
    await channel.consume('exclusive', ignore, options);
  }

  async #tick(confirmed: ConfirmChannel, plain: Channel, getter: Channel): Promise<void> {
    this.#publish(confirmed, plain);
    if (this.#count++ % 3 === 0) await this.#fetch(getter);
  }

  #publish(confirmed: ConfirmChannel, plain: Channel): void {
    const headers = { n: this.#count };
    for (const key of KEYS) {
      confirmed.publish('orders', key, Buffer.alloc(100), { persistent: true, headers });
    }
    confirmed.publish('orders', 'b', Buffer.alloc(300), { persistent: this.#count % 2 === 0 });
    const text = Buffer.from('text');
    plain.publish('news', 'erin.eu', text);
    plain.publish('news', 'nobody.us', text);
    plain.publish('recent', 'x', text);
    plain.publish('unrouted', 'nowhere', text, { mandatory: true });
    plain.publish('attributes', '', text, { headers: { kind: 'a', n: 1 } });
  }

  async #fetch(channel: Channel): Promise<void> {
    await channel.get('classic-transient', { noAck: true });
    await channel.get('idle', { noAck: true });
    const message = await channel.get('backlog');
    // Some stay unacknowledged.
    if (message !== false && this.#count % 60 !== 0) channel.ack(message);
  }
}

function ignore(): void {
  // The message only has to be taken.
}

/** What is closed against our will shows in the comparison; it must not end the process. */
function watch(emitter: ChannelModel | Channel): void {
  emitter.on('error', (error: Error) => {
    process.stderr.write(`compare-http: ${error.message}\n`);
  });
}
