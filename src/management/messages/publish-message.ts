/**
 * Publishes one message of a request, with all that a publish over AMQP is asked: permissions on
 * exchange and topic, who its user says he is, what its properties may be. Mandatory and to be
 * confirmed, as RabbitMQ's API publishes. Used by routes/messages.ts.
 */
import type { Authorization } from '../../core/access/authorization.js';
import type { Broker } from '../../core/broker.js';
import type { Owner } from '../../core/consumer.js';
import { DIRECT_REPLY_TO } from '../../core/direct-replies.js';
import { BrokerError } from '../../core/errors.js';
import { type Field, type FieldTable, textOf } from '../../core/field.js';
import type { Message, PublishedParts } from '../../core/message.js';
import { REFUSED, ROUTED } from '../../core/publish-result.js';
import type { Vhost } from '../../core/vhost.js';
import { tracedChannel } from './take-messages.js';

export interface Publishing {
  readonly broker: Broker;
  readonly vhost: Vhost;
  readonly owner: Owner;
  /** Undefined for whoever may do everything. */
  readonly authorization: Authorization | undefined;
}

export interface Published {
  readonly isRouted: boolean;
  /** By a queue that is full. */
  readonly isRefused: boolean;
}

/** Throws what a channel would be closed with. */
export function publishMessage(publishing: Publishing, parts: PublishedParts): Published {
  const { broker, vhost, owner } = publishing;
  const message = buildPublished(publishing, parts);
  const { watch } = vhost;
  const result = watch.isOn
    ? vhost.publish(message, (targets) => {
        watch.onRouted(message, targets, tracedChannel(owner));
      })
    : vhost.publish(message);
  const isRouted = (result & ROUTED) !== 0;
  const isRefused = (result & REFUSED) !== 0;
  const { counters } = broker;
  counters.received++;
  vhost.counters.received++;
  counters.receivedToConfirm++;
  counters.sizes.note(message.bodySize);
  if (isRouted) return { isRouted, isRefused };
  if (watch.isOn) watch.onUnroutable(message, true);
  counters.returned++;
  vhost.counters.returned++;
  return { isRouted, isRefused };
}

/** The checks stand in RabbitMQ's order: of several faults the first is told. */
export function buildPublished(
  { broker, vhost, owner, authorization }: Publishing,
  parts: PublishedParts,
): Message {
  const { exchange, routingKey, body } = parts;
  broker.limits.requireMessageSize(body.length, vhost, owner);
  authorization?.requirePublish(exchange, routingKey, []);
  vhost.requirePublishable(exchange);
  const { properties } = parts;
  const userId = textOf(properties.get('user_id'));
  if (userId !== undefined) authorization?.requireUserId(userId);
  if (textOf(properties.get('reply_to')) === DIRECT_REPLY_TO) {
    throw new BrokerError('precondition-failed', 'fast reply consumer does not exist');
  }
  const believed = believedProperties(properties, () => vhost.refuses('client-deaths', owner));
  const message = broker.format.build({ ...parts, properties: believed });
  authorization?.requirePublish(exchange, routingKey, message.extraKeys);
  return message;
}

/** RabbitMQ 4.x believes no history of deaths that it has not written. */
function believedProperties(properties: FieldTable, isDisbelieved: () => boolean): FieldTable {
  const headers = properties.get('headers');
  if (headers?.type !== 'F' || !headers.value.has('x-death') || !isDisbelieved()) return properties;
  const value = new Map([...headers.value].filter(([key]) => key !== 'x-death'));
  return new Map<string, Field>([...properties, ['headers', { type: 'F', value }]]);
}
