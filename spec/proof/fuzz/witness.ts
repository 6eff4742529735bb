/**
 * A client that does nothing wrong while others do: publishes a message, waits for it and for its
 * confirm, and again.
 */
import amqp, { type ChannelModel, type ConfirmChannel, type ConsumeMessage } from 'amqplib';

/** How long one message may take. */
const ROUND_TRIP_MS_MAX = 5_000;

export class Witness {
  roundTripCount = 0;
  readonly problems: string[] = [];
  readonly #connection: ChannelModel;
  readonly #channel: ConfirmChannel;
  readonly #queue: string;
  readonly #received: number[] = [];
  #isStopped = false;
  #onMessage: () => void = () => {};
  #ended: Promise<void> = Promise.resolve();

  private constructor(connection: ChannelModel, channel: ConfirmChannel, queue: string) {
    this.#connection = connection;
    this.#channel = channel;
    this.#queue = queue;
    connection.on('error', (error: Error) => this.problems.push(`connection: ${error.message}`));
    channel.on('error', (error: Error) => this.problems.push(`channel: ${error.message}`));
  }

  static async start(port: number): Promise<Witness> {
    const connection = await amqp.connect(`amqp://guest:guest@127.0.0.1:${port}`, {
      noDelay: true,
    });
    const channel = await connection.createConfirmChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    const witness = new Witness(connection, channel, queue);
    await channel.consume(queue, (message) => witness.#receive(message));
    witness.#ended = witness.#work();
    return witness;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#ended;
    if (this.problems.length === 0) await this.#connection.close();
  }

  async #work(): Promise<void> {
    while (!this.#isStopped && this.problems.length === 0) {
      const limit = setTimeout(() => {
        this.problems.push(`message ${this.roundTripCount} took too long`);
        this.#onMessage();
      }, ROUND_TRIP_MS_MAX);
      await this.#roundTrip(this.roundTripCount);
      clearTimeout(limit);
      this.roundTripCount++;
    }
  }

  async #roundTrip(number: number): Promise<void> {
    const received = new Promise<void>((resolve) => (this.#onMessage = resolve));
    this.#channel.sendToQueue(this.#queue, Buffer.from(String(number)));
    await received;
    const messages = this.#received.splice(0);
    if (messages.length !== 1 || messages[0] !== number) {
      this.problems.push(`received ${String(messages)} for ${number}`);
      return;
    }
    await this.#channel.waitForConfirms();
  }

  #receive(message: ConsumeMessage | null): void {
    if (message === null) {
      this.problems.push('the consumer was cancelled');
    } else {
      if (message.fields.redelivered) this.problems.push('a message was redelivered');
      this.#received.push(Number(message.content.toString()));
      this.#channel.ack(message);
    }
    this.#onMessage();
  }
}
