/**
 * Messages that come back to a quorum queue: each way in which they do counts as a failed delivery.
 */
import type { Channel, ConsumeMessage } from 'amqplib';
import { expect } from 'chai';
import { Inbox } from '../support/inbox.js';
import { useStage } from '../support/stage.js';

const RETURNS: Readonly<Record<string, (channel: Channel, message: ConsumeMessage) => unknown>> = {
  'by nack': (channel, message) => channel.nack(message),
  'by reject': (channel, message) => channel.reject(message, true),
  'by the end of a channel': (channel) => channel.close(),
};

describe('A quorum queue counts a return', () => {
  const stage = useStage();

  for (const [name, giveBack] of Object.entries(RETURNS)) {
    it(name, async () => {
      const channel = await stage.channel();
      const queue = await stage.queue(channel, {
        arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 10 },
      });
      await stage.publish('', queue, 'm');
      for (const count of [undefined, 1, 2]) {
        const consuming = await stage.channel();
        await consuming.prefetch(1);
        const inbox = await Inbox.open(consuming, queue);
        const message = await inbox.next();
        expect(message.properties.headers?.['x-delivery-count']).to.equal(count);
        await consuming.cancel(inbox.consumerTag);
        await giveBack(consuming, message);
      }
    });
  }
});
