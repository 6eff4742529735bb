/**
 * Requests and replies without a reply queue: the pseudo-queue amq.rabbitmq.reply-to.
 */
import { expect } from 'chai';
import { expectFault } from '../support/fault.js';
import { Inbox } from '../support/inbox.js';
import { returnsOf, useStage } from '../support/stage.js';

const REPLY_TO = 'amq.rabbitmq.reply-to';

describe('Direct reply-to', () => {
  const stage = useStage();

  it('brings the reply back to the channel that asked', async () => {
    const { replies, client, queue, requests, server } = await clientAndServer();
    client.publish('', queue, Buffer.from('ping'), { replyTo: REPLY_TO, correlationId: '7' });
    const request = await requests.next();
    server.publish('', request.properties.replyTo as string, Buffer.from('pong'), {
      correlationId: request.properties.correlationId as string,
    });
    const reply = await replies.next();
    expect(reply.content.toString()).to.equal('pong');
    expect(reply.properties).to.include({ correlationId: '7' });
    expect(reply.fields).to.include({
      consumerTag: replies.consumerTag,
      exchange: '',
      redelivered: false,
    });
  });

  it('names the asking channel in reply-to, the same for all its requests', async () => {
    const { client, queue, requests } = await clientAndServer();
    for (const body of ['1', '2']) {
      client.publish('', queue, Buffer.from(body), { replyTo: REPLY_TO });
    }
    const [one, two] = await requests.take(2);
    expect(one?.properties.replyTo).to.match(/^amq\.rabbitmq\.reply-to\..+/);
    expect(two?.properties.replyTo).to.equal(one?.properties.replyTo);
  });

  it('keeps the replies to two channels apart', async () => {
    const { client, replies, queue, requests, server } = await clientAndServer();
    const otherClient = await stage.channel();
    const otherReplies = await Inbox.open(otherClient, REPLY_TO, { noAck: true });
    client.publish('', queue, Buffer.from('mine'), { replyTo: REPLY_TO });
    otherClient.publish('', queue, Buffer.from('other'), { replyTo: REPLY_TO });
    for (const request of await requests.take(2)) {
      server.publish('', request.properties.replyTo as string, request.content);
    }
    expect(await replies.nextText()).to.equal('mine');
    expect(await otherReplies.nextText()).to.equal('other');
  });

  it('replies to requests published to another exchange too', async () => {
    const { client, replies, queue, requests, server } = await clientAndServer();
    const exchange = await stage.exchange(client, 'fanout');
    await client.bindQueue(queue, exchange, '');
    client.publish(exchange, '', Buffer.from('ping'), { replyTo: REPLY_TO });
    const request = await requests.next();
    server.publish('', request.properties.replyTo as string, Buffer.from('pong'));
    expect(await replies.nextText()).to.equal('pong');
  });

  it('may be consumed under a tag of the client', async () => {
    const channel = await stage.channel();
    const options = { noAck: true, consumerTag: 'mine' };
    expect((await Inbox.open(channel, REPLY_TO, options)).consumerTag).to.equal('mine');
  });

  it('with acknowledgements is refused with 406', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      { code: 406, text: 'PRECONDITION_FAILED - reply consumer cannot acknowledge' },
      () => channel.consume(REPLY_TO, () => undefined),
    );
  });

  it('a second time on a channel is refused with 406', async () => {
    const channel = await stage.channel();
    await Inbox.open(channel, REPLY_TO, { noAck: true });
    await expectFault(
      channel,
      { code: 406, text: 'PRECONDITION_FAILED - reply consumer already set' },
      () => channel.consume(REPLY_TO, () => undefined, { noAck: true }),
    );
  });

  it('after cancelling may be consumed again', async () => {
    const channel = await stage.channel();
    const inbox = await Inbox.open(channel, REPLY_TO, { noAck: true });
    await channel.cancel(inbox.consumerTag);
    await Inbox.open(channel, REPLY_TO, { noAck: true });
  });

  it('asked for without a consumer closes the channel with 406', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      { code: 406, text: 'PRECONDITION_FAILED - fast reply consumer does not exist' },
      () => channel.publish('', 'key', Buffer.from('m'), { replyTo: REPLY_TO }),
    );
  });

  it('to a client that has gone returns a mandatory reply with 312', async () => {
    const { client, queue, requests, server } = await clientAndServer();
    client.publish('', queue, Buffer.from('ping'), { replyTo: REPLY_TO });
    const replyTo = (await requests.next()).properties.replyTo as string;
    await client.close();
    const returns = returnsOf(server);
    server.publish('', replyTo, Buffer.from('late'), { mandatory: true });
    expect((await returns.next()).fields).to.deep.equal({
      replyCode: 312,
      replyText: 'NO_ROUTE',
      exchange: '',
      routingKey: replyTo,
    });
  });

  it('to a client that is there brings a mandatory reply too', async () => {
    const { client, replies, queue, requests } = await clientAndServer();
    client.publish('', queue, Buffer.from('ping'), { replyTo: REPLY_TO });
    const replyTo = (await requests.next()).properties.replyTo as string;
    const server = await stage.confirmChannel();
    server.publish('', replyTo, Buffer.from('pong'), { mandatory: true });
    await server.waitForConfirms();
    expect(await replies.nextText()).to.equal('pong');
  });

  it('may be probed by declaring the name, while the client is there', async () => {
    const { client, queue, requests, server } = await clientAndServer();
    client.publish('', queue, Buffer.from('ping'), { replyTo: REPLY_TO });
    const replyTo = (await requests.next()).properties.replyTo as string;
    const expected = { queue: replyTo, messageCount: 0, consumerCount: 1 };
    expect(await server.checkQueue(replyTo)).to.deep.equal(expected);
    await client.close();
    await expectFault(
      server,
      { code: 404, text: `NOT_FOUND - no queue '${replyTo}' in vhost '/'` },
      () => server.checkQueue(replyTo),
    );
  });

  it('names no queue that could be bound: 404', async () => {
    const { client, queue, requests, server } = await clientAndServer();
    client.publish('', queue, Buffer.from('ping'), { replyTo: REPLY_TO });
    const replyTo = (await requests.next()).properties.replyTo as string;
    await expectFault(
      server,
      { code: 404, text: `NOT_FOUND - no queue '${replyTo}' in vhost '/'` },
      () => server.bindQueue(replyTo, 'amq.direct', 'key'),
    );
  });

  it('with a forged name goes nowhere', async () => {
    const server = await stage.confirmChannel();
    const returns = returnsOf(server);
    const forged = `${REPLY_TO}.forged`;
    server.publish('', forged, Buffer.from('m'), { mandatory: true });
    expect((await returns.next()).fields).to.include({ replyCode: 312 });
  });

  async function clientAndServer() {
    const client = await stage.channel();
    const replies = await Inbox.open(client, REPLY_TO, { noAck: true });
    const server = await stage.channel(await stage.connect());
    const queue = await stage.queue(server);
    const requests = await Inbox.open(server, queue, { noAck: true });
    return { client, replies, server, queue, requests };
  }
});
