/** A consumer in JSON, as RabbitMQ's HTTP API has it: by itself, of a queue or of a channel. */
import type { ClientChannel } from '../../core/client.js';
import type { Consumer } from '../../core/consumer.js';
import type { Queue } from '../../core/queue/queue.js';
import { jsonOfTable } from '../field-json.js';

type PresentedConsumer = Pick<
  Consumer,
  'tag' | 'noAck' | 'exclusive' | 'arguments' | 'prefetch' | 'heldCount' | 'standing'
>;

export function presentConsumer(
  consumer: PresentedConsumer,
  queue: Queue,
  channel: ClientChannel,
  node: string,
) {
  const { client, name, number } = channel;
  const status = activityStatus(consumer, queue);
  return {
    consumer_tag: consumer.tag,
    queue: { name: queue.name, vhost: queue.definition.vhost },
    ack_required: !consumer.noAck,
    exclusive: consumer.exclusive,
    active: status !== 'waiting',
    activity_status: status,
    prefetch_count: consumer.prefetch,
    messages_unacknowledged: consumer.heldCount ?? 0,
    ...presentStanding(consumer),
    send_pend: client.traffic.pendingBytes,
    arguments: jsonOfTable(consumer.arguments),
    channel_details: {
      name,
      number,
      node,
      connection_name: client.name,
      peer_host: client.peer.host,
      peer_port: client.peer.port,
      user: client.user,
    },
  };
}

/** Those that clients have. */
export function presentConsumersOf(queue: Queue, node: string) {
  return [...queue.consumers()].flatMap((consumer) => {
    const { channel } = consumer;
    return channel === undefined ? [] : [presentConsumer(consumer, queue, channel, node)];
  });
}

/** That of direct replies has no queue. */
export function presentConsumersOn(channel: ClientChannel, node: string) {
  return [...channel.consumers.values()].flatMap((consumer) => {
    const { queue } = consumer;
    return queue === undefined ? [] : [presentConsumer(consumer, queue, channel, node)];
  });
}

/** What keeps it from taking more. RabbitMQ does not tell. */
function presentStanding(consumer: PresentedConsumer) {
  const standing = consumer.standing?.();
  const { heldSince, obstacle, timeoutMs = Infinity } = standing ?? {};
  return {
    unacknowledged_since: heldSince ?? null,
    blocked_by: obstacle ?? null,
    timeout_ms: timeoutMs === Infinity ? null : timeoutMs,
  };
}

function activityStatus(consumer: PresentedConsumer, queue: Queue) {
  if (!queue.options.singleActiveConsumer) return 'up';
  return queue.activeConsumer === consumer ? 'single_active' : 'waiting';
}
