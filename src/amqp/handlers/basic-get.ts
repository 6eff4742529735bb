/** basic.get: takes one message without subscribing; waits for one that is on the disk alone. */
import type { Channel } from '../channel.js';
import { requireGettable } from '../../core/queue-access.js';
import { consumerTimeoutMs } from '../../core/queue/consumer-timeout.js';
import type { QueueEntry } from '../../core/queue/entry.js';
import { queueNameOf } from '../queue-name.js';

export function getMessage(channel: Channel, queueName: string, noAck: boolean): void {
  const name = queueNameOf(channel, queueName);
  const reply = (): void => {
    const queue = channel.vhost.requireQueue(name, channel.connection);
    requireGettable(queue);
    const entry = queue.get(noAck);
    if (entry === undefined) return channel.send('basic.get-empty', {});
    const { content, propertiesStart, bodyStart } = entry.message;
    const { connection } = channel;
    connection.writer.getOk(
      channel.number,
      noAck ? channel.deliveries.skip() : hold(channel, entry),
      entry.redelivered,
      queue.messageCount,
      content,
      propertiesStart,
      bodyStart,
    );
    connection.requestTurnEnd();
  };
  channel.inTurn(reply, () => channel.vhost.awaitHead(name));
}

function hold({ deliveries, timeouts, clock, connection }: Channel, entry: QueueEntry): number {
  const timeoutMs = consumerTimeoutMs(entry.queue, connection.consumerTimeoutMs);
  if (timeoutMs < timeouts.shortestMs) timeouts.watch(timeoutMs);
  return deliveries.add(entry, undefined, clock.now);
}
