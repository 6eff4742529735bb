/**
 * RabbitMQ's x-delivery-count: how often a message of a quorum queue was handed out and came back.
 * Counted by returns.ts at each return; a consumer sees it from the second delivery on.
 */
import type { Message } from '../message.js';

export const DELIVERY_COUNT_HEADER = 'x-delivery-count';

/** The message as it goes out again. */
export function withDeliveryCount(message: Message, count: number): Message {
  return message.format.rewrite(message, {
    exchange: message.exchange,
    routingKey: message.routingKey,
    extraKeys: message.extraKeys,
    setHeaders: new Map([[DELIVERY_COUNT_HEADER, { type: 'l', value: count }]]),
    removeHeaders: [],
    dropExpiration: false,
  });
}
