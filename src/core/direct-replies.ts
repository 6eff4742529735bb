/**
 * Replies without a queue: the pseudo queue `amq.rabbitmq.reply-to`. A requester registers its
 * consumer and gets a name that nobody can guess; a publish to the default exchange with that name
 * goes straight to the consumer (vhost.ts).
 */
import type { Consumer } from './consumer.js';
import type { Message } from './message.js';

/** What a requester consumes from, and writes into reply_to. */
export const DIRECT_REPLY_TO = 'amq.rabbitmq.reply-to';

const NAME_PREFIX = `${DIRECT_REPLY_TO}.`;

export class DirectReplies {
  readonly #consumers = new Map<string, Consumer>();
  readonly #token: () => string;

  /** `token` gives another unguessable text at each call. */
  constructor(token: () => string) {
    this.#token = token;
  }

  /** The name under which replies reach this consumer until it is unregistered. */
  register(consumer: Consumer): string {
    const name = NAME_PREFIX + this.#token();
    this.#consumers.set(name, consumer);
    return name;
  }

  unregister(name: string): void {
    this.#consumers.delete(name);
  }

  find(name: string): Consumer | undefined {
    return this.#consumers.get(name);
  }

  /**
   * False when nobody waits for such a reply, or does not read what it gets: it is lost, as in
   * RabbitMQ.
   */
  deliver(message: Message): boolean {
    const consumer = this.#consumers.get(message.routingKey);
    if (consumer?.hasCredit() !== true) return false;
    consumer.deliver({ message, redelivered: false });
    return true;
  }
}
