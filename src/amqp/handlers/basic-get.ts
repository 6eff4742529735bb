/** basic.get: takes one message without subscribing; waits for one that is on the disk alone. */
import type { Channel } from '../channel.js';
import { requireGettable } from '../../core/queue-access.js';
import { queueNameOf } from '../queue-name.js';

export function getMessage(channel: Channel, queueName: string, noAck: boolean): void {
  const name = queueNameOf(channel, queueName);
  const reply = (): void => {
    const queue = channel.vhost.requireQueue(name, channel.connection);
    requireGettable(queue);
    const entry = queue.get(noAck);
    if (entry === undefined) return channel.send('basic.get-empty', {});
    const { content, propertiesStart, bodyStart } = entry.message;
    const { deliveries, connection } = channel;
    connection.writer.getOk(
      channel.number,
      noAck ? deliveries.skip() : deliveries.add(entry, undefined),
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
