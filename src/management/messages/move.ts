/**
 * Where a single message is to go that is moved: to a queue by its name, or through an exchange
 * with a key. Asks for the permissions of a publish. Used by routes/queue-messages.ts.
 */
import type { Authorization } from '../../core/access/authorization.js';
import type { Owner } from '../../core/consumer.js';
import type { Message } from '../../core/message.js';
import { readdressed } from '../../core/replay/relocation.js';
import type { Target } from '../../core/target.js';
import type { Vhost } from '../../core/vhost.js';
import { ApiError } from '../api-error.js';
import { exchangeName, field, type JsonObject, readString } from '../request.js';
import { requireShort } from './read-message.js';

export interface Destination {
  /** Where it is another, `exchange` is none. */
  readonly queue: string | undefined;
  readonly exchange: string;
  readonly routingKey: string;
}

export interface Moving {
  readonly vhost: Vhost;
  readonly owner: Owner;
  /** Undefined for whoever may do everything. */
  readonly authorization: Authorization | undefined;
}

export function readDestination(body: JsonObject): Destination {
  const [hasQueue, hasExchange] = ['queue', 'exchange'].map(
    (key) => field(body, key) !== undefined,
  );
  if (hasQueue === hasExchange) {
    throw ApiError.badRequest('either "queue" or "exchange" has to be given');
  }
  if (hasQueue === true) {
    const queue = readString(body, 'queue', '');
    return { queue, exchange: '', routingKey: queue };
  }
  return {
    queue: undefined,
    exchange: exchangeName(readString(body, 'exchange', '')),
    routingKey: requireShort('routing_key', readString(body, 'routing_key', '')),
  };
}

/** A queue has to be there; an exchange may lead nowhere. */
export function moveTargets(
  { vhost, owner, authorization }: Moving,
  message: Message,
  { queue, exchange, routingKey }: Destination,
): { readonly copy: Message; readonly targets: readonly Target[] } {
  const copy = readdressed(message, exchange, routingKey);
  if (queue !== undefined) {
    authorization?.require('write', 'queue', queue);
    return { copy, targets: [vhost.requireQueue(queue, owner)] };
  }
  authorization?.requirePublish(exchange, routingKey, []);
  vhost.requirePublishable(exchange);
  // By name alone: an RPC client that waits for a reply is none of the targets.
  const named = exchange === '' ? vhost.queue(routingKey) : undefined;
  const targets = exchange === '' ? [] : vhost.routeOwn(copy);
  return { copy, targets: named === undefined ? targets : [named] };
}
