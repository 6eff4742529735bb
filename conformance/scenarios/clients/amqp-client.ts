/**
 * The core behaviours through @cloudamqp/amqp-client.
 */
import {
  AMQPClient,
  AMQPSession,
  type AMQPChannel,
  type AMQPMessage,
} from '@cloudamqp/amqp-client';
import { expect } from 'chai';
import { broker } from '../../support/broker.js';
import { Mailbox } from '../../support/mailbox.js';
import { useStage } from '../../support/stage.js';

describe('@cloudamqp/amqp-client', () => {
  const stage = useStage();
  let client: AMQPClient;
  let channel: AMQPChannel;

  beforeEach(async () => {
    client = new AMQPClient(broker.url);
    await client.connect();
    channel = await client.channel();
  });
  afterEach(async () => {
    if (!client.closed) await client.close();
  });

  async function newQueue(args: Record<string, unknown> = {}): Promise<string> {
    const { name } = await channel.queueDeclare(stage.queueName(), {}, args);
    return name;
  }

  async function newExchange(type: string): Promise<string> {
    const name = stage.exchangeName();
    await channel.exchangeDeclare(name, type);
    return name;
  }

  async function inboxOf(queue: string, noAck = true): Promise<Mailbox<AMQPMessage>> {
    const inbox = new Mailbox<AMQPMessage>(`a delivery from ${queue}`);
    await channel.basicConsume(queue, { noAck }, (message) => {
      inbox.put(message);
    });
    return inbox;
  }

  it('publishes and consumes', async () => {
    const queue = await newQueue();
    const inbox = await inboxOf(queue);
    await channel.basicPublish('', queue, 'hello');
    const message = await inbox.next();
    expect(message.bodyString()).to.equal('hello');
    expect(message).to.include({ exchange: '', routingKey: queue, redelivered: false });
  });

  it('carries all properties', async () => {
    const queue = await newQueue();
    const properties = {
      contentType: 'text/plain',
      contentEncoding: 'identity',
      headers: { text: 'a', number: 3, yes: true, list: [1, 'b'], table: { inner: 1.5 } },
      deliveryMode: 2,
      priority: 3,
      correlationId: 'correlation',
      replyTo: 'replies',
      expiration: '60000',
      messageId: 'id',
      timestamp: new Date(1_700_000_000_000),
      type: 'greeting',
      userId: 'guest',
      appId: 'conformance',
    };
    await channel.basicPublish('', queue, 'body', properties);
    const message = await channel.basicGet(queue);
    expect(message?.properties).to.deep.equal(properties);
  });

  it('carries a body of 1 MiB in small frames', async () => {
    const queue = await newQueue();
    const body = new Uint8Array(1024 * 1024).map((_, index) => index % 251);
    await channel.basicPublish('', queue, body);
    const message = await channel.basicGet(queue);
    expect(Buffer.from(message?.body ?? []).equals(Buffer.from(body))).to.equal(true);
  });

  it('awaits confirms, each with its number', async () => {
    const queue = await newQueue();
    await channel.confirmSelect();
    const tags = await Promise.all(
      ['1', '2', '3'].map((body) => channel.basicPublish('', queue, body, { deliveryMode: 2 })),
    );
    expect(tags).to.deep.equal([1, 2, 3]);
    expect(await channel.queueDeclare(queue, { passive: true })).to.include({ messageCount: 3 });
  });

  it('is told by a nack that a full queue rejected', async () => {
    const queue = await newQueue({ 'x-max-length': 1, 'x-overflow': 'reject-publish' });
    await channel.confirmSelect();
    await channel.basicPublish('', queue, 'kept');
    expect(await refusal(channel.basicPublish('', queue, 'refused'))).to.equal('Message rejected');
  });

  it('gets back what no queue took', async () => {
    const returns = new Mailbox<AMQPMessage>('a returned message');
    channel.onReturn = (message) => {
      returns.put(message);
    };
    await channel.basicPublish('', 'no-such-queue', 'body', {}, true);
    const message = await returns.next();
    expect(message).to.include({ replyCode: 312, replyText: 'NO_ROUTE' });
    expect(message.bodyString()).to.equal('body');
  });

  it('fetches with the count of what is left', async () => {
    const queue = await newQueue();
    await channel.confirmSelect();
    for (const body of ['1', '2']) await channel.basicPublish('', queue, body);
    expect(await channel.basicGet(queue)).to.include({ messageCount: 1 });
    expect(await channel.basicGet(queue)).to.include({ messageCount: 0 });
    expect(await channel.basicGet(queue)).to.equal(null);
  });

  it('acknowledges', async () => {
    const queue = await newQueue();
    const inbox = await inboxOf(queue, false);
    await channel.basicPublish('', queue, 'm');
    await (await inbox.next()).ack();
    await channel.basicRecover(true);
    expect(await channel.queueDelete(queue)).to.deep.equal({ messageCount: 0 });
  });

  it('refuses, and gets it again as redelivered', async () => {
    const queue = await newQueue();
    const inbox = await inboxOf(queue, false);
    await channel.basicPublish('', queue, 'm');
    await (await inbox.next()).nack(true);
    const again = await inbox.next();
    expect(again.redelivered).to.equal(true);
    await again.reject(false);
    expect(await channel.queueDelete(queue)).to.deep.equal({ messageCount: 0 });
  });

  it('is limited by its prefetch', async () => {
    const queue = await newQueue();
    await channel.confirmSelect();
    for (const body of ['1', '2', '3']) await channel.basicPublish('', queue, body);
    await channel.prefetch(1);
    const inbox = await inboxOf(queue, false);
    const first = await inbox.next();
    expect(await channel.queueDeclare(queue, { passive: true })).to.include({ messageCount: 2 });
    expect(inbox.count).to.equal(0);
    await first.ack();
    expect((await inbox.next()).bodyString()).to.equal('2');
  });

  it('cancels a consumer', async () => {
    const queue = await newQueue();
    const consumer = await channel.basicConsume(queue, {}, () => undefined);
    await consumer.cancel();
    expect(await channel.queueDeclare(queue, { passive: true })).to.include({ consumerCount: 0 });
  });

  it('is told when its consumer is cancelled by the broker', async () => {
    const queue = await newQueue();
    const consumer = await channel.basicConsume(queue, {}, () => undefined);
    const cancelled = refusal(consumer.wait(4000));
    await (await client.channel()).queueDelete(queue);
    expect(await cancelled).to.equal('Consumer cancelled by the server');
  });

  for (const [type, pattern, key] of [
    ['direct', 'a.b', 'a.b'],
    ['fanout', '', 'whatever'],
    ['topic', 'a.#', 'a.b'],
  ] as const) {
    it(`routes through a ${type} exchange`, async () => {
      const exchange = await newExchange(type);
      const queue = await newQueue();
      await channel.queueBind(queue, exchange, pattern);
      await channel.confirmSelect();
      await channel.basicPublish(exchange, key, 'm');
      expect((await channel.basicGet(queue))?.bodyString()).to.equal('m');
      await channel.queueUnbind(queue, exchange, pattern);
      await channel.basicPublish(exchange, key, 'm');
      expect(await channel.basicGet(queue)).to.equal(null);
    });
  }

  it('routes through a headers exchange', async () => {
    const exchange = await newExchange('headers');
    const queue = await newQueue();
    await channel.queueBind(queue, exchange, '', { 'x-match': 'any', kind: 'report', size: 3 });
    await channel.confirmSelect();
    await channel.basicPublish(exchange, '', 'no', { headers: { kind: 'letter' } });
    await channel.basicPublish(exchange, '', 'yes', { headers: { kind: 'report' } });
    expect((await channel.basicGet(queue))?.bodyString()).to.equal('yes');
  });

  it('binds exchanges to exchanges', async () => {
    const source = await newExchange('fanout');
    const destination = await newExchange('fanout');
    const queue = await newQueue();
    await channel.exchangeBind(destination, source);
    await channel.queueBind(queue, destination, '');
    await channel.confirmSelect();
    await channel.basicPublish(source, 'key', 'm');
    expect((await channel.basicGet(queue))?.bodyString()).to.equal('m');
    await channel.exchangeUnbind(destination, source);
    await channel.basicPublish(source, 'key', 'm');
    expect(await channel.basicGet(queue)).to.equal(null);
  });

  it('calls and is answered by its RPC client and server', async () => {
    const queue = stage.queueName();
    const session = await AMQPSession.connect(broker.url);
    try {
      const server = await session.rpcServer(queue, (request) => {
        return `${request.bodyString() ?? ''} back`;
      });
      const rpc = await session.rpcClient();
      const reply = await rpc.call(queue, 'there and', { timeout: 4000 });
      expect(reply.bodyString()).to.equal('there and back');
      await rpc.close();
      await server.close();
    } finally {
      await session.stop();
    }
  });

  it('has its channel closed with 404 for what is not there', async () => {
    expect(await refusal(channel.queueDeclare('no-such-queue', { passive: true }))).to.equal(
      "channel 1 closed: NOT_FOUND - no queue 'no-such-queue' in vhost '/' (404)",
    );
    expect(channel.closed).to.equal(true);
  });

  it('has its channel closed with 406 for an unknown delivery tag', async () => {
    const closed = new Promise<string>((resolve) => {
      channel.onerror = resolve;
    });
    await channel.basicAck(5);
    expect(await closed).to.contain('PRECONDITION_FAILED - unknown delivery tag 5');
  });

  it('is refused with a wrong password', async () => {
    const url = new URL(broker.url);
    url.password = 'wrong';
    expect(await refusal(new AMQPClient(url.href).connect())).to.contain('ACCESS_REFUSED');
  });
});

async function refusal(action: Promise<unknown>): Promise<string> {
  return action.then(
    () => 'accepted',
    (error: Error) => error.message,
  );
}
