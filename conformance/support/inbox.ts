/**
 * A consumer through amqplib whose deliveries wait in a mailbox, so that a scenario reads them in
 * order and can say how many have come.
 */
import type { Channel, ConsumeMessage, Options } from 'amqplib';
import { Mailbox } from './mailbox.js';
import { within } from './within.js';

export class Inbox extends Mailbox<ConsumeMessage> {
  #consumerTag = '';
  readonly #cancelled: Promise<void>;
  #onCancelled: () => void = () => undefined;

  private constructor(queue: string) {
    super(`a delivery from ${queue}`);
    this.#cancelled = new Promise((resolve) => {
      this.#onCancelled = resolve;
    });
  }

  static async open(channel: Channel, queue: string, options?: Options.Consume): Promise<Inbox> {
    const inbox = new Inbox(queue);
    const { consumerTag } = await channel.consume(
      queue,
      (message) => {
        if (message === null) inbox.#onCancelled();
        else inbox.put(message);
      },
      options,
    );
    inbox.#consumerTag = consumerTag;
    return inbox;
  }

  get consumerTag(): string {
    return this.#consumerTag;
  }

  /** The broker has cancelled this consumer on its own. */
  async cancelled(): Promise<void> {
    await within(this.#cancelled, 'the cancel notification');
  }

  async nextText(): Promise<string> {
    return (await this.next()).content.toString();
  }

  async takeTexts(count: number): Promise<string[]> {
    return (await this.take(count)).map((message) => message.content.toString());
  }
}
