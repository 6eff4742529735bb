/** A channel in JSON, as RabbitMQ's HTTP API has it. Called by routes/channels.ts. */
import type { ClientChannel } from '../../core/client.js';
import { presentConsumersOn } from './consumer.js';
import { idleSince } from './idle-since.js';

export function presentChannel(channel: ClientChannel, node: string, now: number) {
  const { client, name, number, lastActiveAt } = channel;
  const { user, vhost, peer } = client;
  return {
    name,
    number,
    node,
    vhost,
    user,
    user_who_performed_action: user,
    connection_details: { name: client.name, peer_host: peer.host, peer_port: peer.port },
    state: channel.state,
    // Undefined has no key in JSON; queue.ts has the reason.
    idle_since: idleSince(lastActiveAt, now),
    confirm: channel.isConfirming,
    transactional: channel.isTransactional,
    prefetch_count: channel.prefetch,
    global_prefetch_count: channel.channelPrefetch,
    consumer_count: channel.consumerCount,
    messages_unacknowledged: channel.unacknowledgedCount,
    messages_unconfirmed: channel.unconfirmedCount,
    messages_uncommitted: channel.uncommittedCount,
    acks_uncommitted: channel.uncommittedAckCount,
    // Commands to quorum queues are never under way between two nodes.
    pending_raft_commands: 0,
  };
}

/**
 * With its consumers. What it has published and taken by exchange and queue is not counted, as in
 * RabbitMQ's rates mode "basic".
 */
export function presentChannelDetails(channel: ClientChannel, node: string, now: number) {
  return {
    ...presentChannel(channel, node, now),
    consumer_details: presentConsumersOn(channel, node),
    publishes: [],
    deliveries: [],
  };
}
