/**
 * Connections and channels by name, and who may see them: whoever monitors sees all, everybody else
 * his own. Used by routes/connections.ts, channels.ts and consumers.ts.
 */
import type { Broker } from '../core/broker.js';
import type { ClientChannel } from '../core/client.js';
import type { VhostClient } from '../core/vhost-clients.js';
import { ApiError } from './api-error.js';
import { isAdministrator, isMonitoring } from './authorize.js';
import type { ApiContext } from './context.js';
import { compareTexts } from './lists/term-order.js';

/** In the order of their vhosts and names. */
export function visibleClients(ctx: ApiContext, broker: Broker, vhost?: string): VhostClient[] {
  const { user } = ctx.state;
  const seesAll = isMonitoring(user);
  return [...allClients(broker)]
    .filter(({ facts }) => vhost === undefined || facts.vhost === vhost)
    .filter((client) => seesAll || client.user === user.name)
    .sort(clientOrder);
}

/** By vhost, then by name. */
export function clientOrder(a: VhostClient, b: VhostClient): number {
  return compareTexts(a.facts.vhost, b.facts.vhost) || compareTexts(a.name, b.name);
}

export function channelOrder(a: ClientChannel, b: ClientChannel): number {
  return compareTexts(a.client.vhost, b.client.vhost) || compareTexts(a.name, b.name);
}

/** Of the visible connections, all there are. */
export function visibleChannels(ctx: ApiContext, broker: Broker, vhost?: string): ClientChannel[] {
  return visibleClients(ctx, broker, vhost).flatMap(({ facts }) => [...facts.channels()]);
}

/** The connection of this name, which must be there and the user's to see. */
export function requireClient(ctx: ApiContext, broker: Broker, name: string): VhostClient {
  for (const client of allClients(broker)) {
    if (client.name !== name) continue;
    requireOwnOrTag(ctx, client.user);
    return client;
  }
  throw ApiError.notFound();
}

/** Likewise the channel. */
export function requireChannel(ctx: ApiContext, broker: Broker, name: string): ClientChannel {
  for (const { facts } of allClients(broker)) {
    // The name of a channel begins with that of its connection.
    if (!name.startsWith(facts.name)) continue;
    for (const channel of facts.channels()) {
      if (channel.name !== name) continue;
      requireOwnOrTag(ctx, facts.user);
      return channel;
    }
  }
  throw ApiError.notFound();
}

/** Of another user only those may see something who monitor, and end something who administrate. */
export function requireOwnOrTag(ctx: ApiContext, owner: string): void {
  const { user } = ctx.state;
  const mayAll = ctx.method === 'DELETE' ? isAdministrator(user) : isMonitoring(user);
  if (mayAll || user.name === owner) return;
  throw ApiError.notAuthorised('User not authorised to access object');
}

export function* allClients(broker: Broker): Generator<VhostClient> {
  for (const { clients } of broker.vhosts()) yield* clients.all();
}
