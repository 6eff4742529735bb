/**
 * Virtual hosts: two of them under one broker. Only for a broker that this suite started, which has
 * a second one from its start.
 */
import type { Channel } from 'amqplib';
import { expect } from 'chai';
import { broker, OTHER_VHOST } from '../support/broker.js';
import { expectFault } from '../support/fault.js';
import { Inbox } from '../support/inbox.js';
import { drain, useStage } from '../support/stage.js';

describe('A virtual host', function () {
  this.timeout(30_000);
  const stage = useStage();

  before(function () {
    if (!broker.isOwned) this.skip();
  });

  const channelIn = async (vhost: string): Promise<Channel> =>
    stage.channel(await stage.connect(`/${encodeURIComponent(vhost)}`));

  it('has queues of its own under the same names', async () => {
    const here = await channelIn('/');
    const there = await channelIn(OTHER_VHOST);
    const queue = stage.queueName();
    await here.assertQueue(queue, { durable: true });
    await there.assertQueue(queue, { durable: false, exclusive: true });
    there.sendToQueue(queue, Buffer.from('there'));
    await there.checkQueue(queue);
    expect(await drain(here, queue)).to.deep.equal([]);
    expect(await drain(there, queue)).to.deep.equal(['there']);
  });

  it('has exchanges and bindings of its own, those with known names too', async () => {
    const here = await channelIn('/');
    const there = await channelIn(OTHER_VHOST);
    const queue = stage.queueName();
    for (const channel of [here, there]) {
      await channel.assertQueue(queue, { exclusive: true });
      await channel.bindQueue(queue, 'amq.topic', '#');
    }
    here.publish('amq.topic', 'key', Buffer.from('here'));
    await here.checkQueue(queue);
    expect(await drain(there, queue)).to.deep.equal([]);
    expect(await drain(here, queue)).to.deep.equal(['here']);
  });

  it('keeps its dead letters', async () => {
    const here = await channelIn('/');
    const there = await channelIn(OTHER_VHOST);
    const dead = stage.queueName('dead');
    for (const channel of [here, there]) await channel.assertQueue(dead, { exclusive: true });
    const dying = { deadLetterExchange: '', deadLetterRoutingKey: dead, maxLength: 0 };
    const { queue } = await there.assertQueue('', { exclusive: true, ...dying });
    there.sendToQueue(queue, Buffer.from('letter'));
    await there.checkQueue(dead);
    expect(await drain(here, dead)).to.deep.equal([]);
    expect(await drain(there, dead)).to.deep.equal(['letter']);
  });

  it('does not deliver replies that are meant for a caller in another', async () => {
    const here = await channelIn('/');
    const there = await channelIn(OTHER_VHOST);
    const replies = await Inbox.open(here, 'amq.rabbitmq.reply-to', { noAck: true });
    const { queue } = await here.assertQueue('', { exclusive: true });
    here.sendToQueue(queue, Buffer.from('?'), { replyTo: 'amq.rabbitmq.reply-to' });
    const request = await here.get(queue, { noAck: true });
    if (request === false) throw new Error('the request has not come');
    const replyTo = request.properties.replyTo as string;
    there.sendToQueue(replyTo, Buffer.from('from elsewhere'));
    await there.checkExchange('amq.direct');
    here.sendToQueue(replyTo, Buffer.from('from here'));
    expect(await replies.nextText()).to.equal('from here');
  });

  it('is named in the texts of its faults', async () => {
    const there = await channelIn(OTHER_VHOST);
    await expectFault(
      there,
      { code: 404, text: `NOT_FOUND - no queue 'missing' in vhost '${OTHER_VHOST}'` },
      () => there.checkQueue('missing'),
    );
  });

  it('is there after a restart, with all that is durable in it', async () => {
    const there = await channelIn(OTHER_VHOST);
    const queue = stage.queueName();
    await there.assertQueue(queue);
    await broker.restart('SIGKILL');
    stage.forgetConnections();
    const after = await channelIn(OTHER_VHOST);
    expect(await after.deleteQueue(queue)).to.deep.equal({ messageCount: 0 });
  });
});
