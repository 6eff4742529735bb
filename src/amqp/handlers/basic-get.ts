/** basic.get: takes one message without subscribing. */
import type { Channel } from '../channel.js';
import { requireGettable } from '../../core/queue/access.js';
import { consumerTimeoutMs } from '../../core/queue/consumer-timeout.js';
import type { QueueEntry } from '../../core/queue/entry.js';
import { queueNameOf } from '../queue-name.js';

/** False: what there is to get is on its way from the disk, and this is to be asked again. */
export function getMessage(channel: Channel, queueName: string, noAck: boolean): boolean {
  const name = queueNameOf(channel, queueName);
  channel.authorization.require('read', 'queue', name);
  if (!channel.vhost.awaitHead(name)) return false;
  channel.inTurn(take(channel, name, noAck));
  return true;
}

/** Takes the message now; the reply has its turn. */
function take(channel: Channel, name: string, noAck: boolean): () => void {
  const queue = channel.vhost.requireQueue(name, channel.connection);
  requireGettable(queue);
  const entry = queue.get(noAck);
  const { counters } = channel;
  if (entry === undefined) {
    counters.getEmpty++;
    return () => channel.send('basic.get-empty', {});
  }
  if (noAck) counters.gotNoAck++;
  else counters.got++;
  if (entry.redelivered) counters.redelivered++;
  const tag = noAck ? channel.deliveries.skip() : hold(channel, entry);
  const { watch } = channel.vhost;
  if (watch.isOn) watch.onDelivered(queue.name, entry, channel);
  const { message, redelivered } = entry;
  const { messageCount } = queue;
  return () => {
    const { content, propertiesStart, bodyStart } = message;
    channel.connection.writer.getOk(
      channel.number,
      tag,
      redelivered,
      messageCount,
      content,
      propertiesStart,
      bodyStart,
    );
    channel.connection.requestTurnEnd();
  };
}

function hold({ deliveries, timeouts, connection }: Channel, entry: QueueEntry): number {
  const timeoutMs = consumerTimeoutMs(entry.queue, connection.consumerTimeoutMs);
  if (timeoutMs < timeouts.shortestMs) timeouts.watch(timeoutMs);
  return deliveries.add(entry, undefined);
}
