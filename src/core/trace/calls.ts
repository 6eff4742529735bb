/**
 * Requests of RPC among the traced messages: a message that names where its reply is to go, with a
 * correlation id, until a message comes there with the same one. Kept by tracer.ts.
 */
import type { Message } from '../message.js';
import { textOf } from '../field.js';
import type { Way } from './way.js';

export class Calls {
  readonly #open = new Map<string, Way>();
  readonly #keys = new Map<Way, string>();

  get size(): number {
    return this.#open.size;
  }

  /** If it is a request, its reply is awaited. */
  await(way: Way, message: Message): void {
    const correlationId = message.format.property(message, 'correlationId');
    const replyTo = textOf(message.format.properties(message).get('reply_to'));
    if (correlationId === undefined || replyTo === undefined || replyTo === '') return;
    const key = keyOf(replyTo, correlationId);
    const earlier = this.#open.get(key);
    if (earlier !== undefined) this.#keys.delete(earlier);
    this.#open.set(key, way);
    this.#keys.set(way, key);
  }

  /** The request that the message is the reply to. */
  find(message: Message): Way | undefined {
    if (message.exchange !== '' || this.#open.size === 0) return undefined;
    const correlationId = message.format.property(message, 'correlationId');
    if (correlationId === undefined) return undefined;
    return this.#open.get(keyOf(message.routingKey, correlationId));
  }

  /** It has its reply, or nobody follows it any more. */
  forget(way: Way): void {
    const key = this.#keys.get(way);
    if (key === undefined) return;
    this.#keys.delete(way);
    this.#open.delete(key);
  }
}

function keyOf(replyTo: string, correlationId: string): string {
  return JSON.stringify([replyTo, correlationId]);
}
