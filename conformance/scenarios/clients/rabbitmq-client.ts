/**
 * The core behaviours through rabbitmq-client.
 */
import { expect } from 'chai';
import { Connection, type AsyncMessage, type Channel, type ReturnedMessage } from 'rabbitmq-client';
import { broker } from '../../support/broker.js';
import { Mailbox } from '../../support/mailbox.js';
import { useStage } from '../../support/stage.js';

describe('rabbitmq-client', () => {
  const stage = useStage();
  let connection: Connection;
  let channel: Channel;
  let faults: Mailbox<Error & { code: string }>;

  beforeEach(async () => {
    connection = new Connection({ url: broker.url, noDelay: true });
    await connection.onConnect(4000);
    channel = await connection.acquire({ emitErrorsFromChannel: true });
    faults = new Mailbox('the close of the channel');
    channel.on('error', (error: Error & { code: string }) => {
      faults.put(error);
    });
  });
  afterEach(async () => {
    await channel.close();
    await connection.close();
  });

  async function newQueue(args: Record<string, unknown> = {}): Promise<string> {
    const { queue } = await channel.queueDeclare({ queue: stage.queueName(), arguments: args });
    return queue;
  }

  async function newExchange(type: string): Promise<string> {
    const exchange = stage.exchangeName();
    await channel.exchangeDeclare({ exchange, type });
    return exchange;
  }

  async function inboxOf(queue: string, noAck = true): Promise<Mailbox<AsyncMessage>> {
    const inbox = new Mailbox<AsyncMessage>(`a delivery from ${queue}`);
    await channel.basicConsume({ queue, noAck }, (message) => {
      inbox.put(message);
    });
    return inbox;
  }

  async function countOf(queue: string): Promise<number> {
    return (await channel.queueDeclare({ queue, passive: true })).messageCount;
  }

  it('publishes and consumes', async () => {
    const queue = await newQueue();
    const inbox = await inboxOf(queue);
    await channel.basicPublish(queue, 'hello');
    expect(await inbox.next()).to.include({
      body: 'hello',
      contentType: 'text/plain',
      exchange: '',
      routingKey: queue,
      redelivered: false,
    });
  });

  it('carries objects and all properties', async () => {
    const queue = await newQueue();
    const properties = {
      contentType: 'application/json',
      headers: { text: 'a', number: 3, yes: true, list: [1, 'b'], table: { inner: 1.5 } },
      priority: 3,
      correlationId: 'correlation',
      replyTo: 'replies',
      expiration: '60000',
      messageId: 'id',
      timestamp: 1_700_000_000,
      type: 'greeting',
      userId: 'guest',
      appId: 'conformance',
    };
    await channel.basicPublish({ routingKey: queue, durable: true, ...properties }, { a: [1] });
    const message = await channel.basicGet({ queue, noAck: true });
    expect(message).to.deep.include({ ...properties, durable: true, body: { a: [1] } });
  });

  it('carries a body of 1 MiB in small frames', async () => {
    const queue = await newQueue();
    const body = Buffer.alloc(1024 * 1024, 'abcdefg');
    await channel.basicPublish(queue, body);
    const message = await channel.basicGet({ queue, noAck: true });
    expect(body.equals(message?.body as Buffer)).to.equal(true);
  });

  it('awaits confirms', async () => {
    const queue = await newQueue();
    await channel.confirmSelect();
    const bodies = Array.from({ length: 50 }, (_, index) => String(index));
    await Promise.all(
      bodies.map((body) => channel.basicPublish({ routingKey: queue, durable: true }, body)),
    );
    expect(await countOf(queue)).to.equal(50);
  });

  it('is told by a nack that a full queue rejected', async () => {
    const queue = await newQueue({ 'x-max-length': 1, 'x-overflow': 'reject-publish' });
    await channel.confirmSelect();
    await channel.basicPublish(queue, 'kept');
    expect(await refusal(channel.basicPublish(queue, 'refused'))).to.include({
      code: 'NACK',
      message: 'message rejected by server',
    });
  });

  it('gets back what no queue took', async () => {
    const returns = new Mailbox<ReturnedMessage>('a returned message');
    channel.on('basic.return', (message) => {
      returns.put(message);
    });
    await channel.basicPublish({ routingKey: 'no-such-queue', mandatory: true }, 'body');
    expect(await returns.next()).to.include({
      replyCode: 312,
      replyText: 'NO_ROUTE',
      routingKey: 'no-such-queue',
      body: 'body',
    });
  });

  it('fetches with the count of what is left', async () => {
    const queue = await newQueue();
    await channel.confirmSelect();
    for (const body of ['1', '2']) await channel.basicPublish(queue, body);
    expect(await channel.basicGet({ queue })).to.include({ body: '1', messageCount: 1 });
    expect(await channel.basicGet({ queue })).to.include({ body: '2', messageCount: 0 });
    expect(await channel.basicGet({ queue })).to.equal(undefined);
  });

  it('acknowledges', async () => {
    const queue = await newQueue();
    const inbox = await inboxOf(queue, false);
    await channel.basicPublish(queue, 'm');
    const { deliveryTag } = await inbox.next();
    channel.basicAck({ deliveryTag });
    await channel.basicRecover({ requeue: true });
    expect(await countOf(queue)).to.equal(0);
  });

  it('refuses, and gets it again as redelivered', async () => {
    const queue = await newQueue();
    const inbox = await inboxOf(queue, false);
    await channel.basicPublish(queue, 'm');
    const { deliveryTag } = await inbox.next();
    channel.basicNack({ deliveryTag, requeue: true });
    const again = await inbox.next();
    expect(again.redelivered).to.equal(true);
    channel.basicNack({ deliveryTag: again.deliveryTag, requeue: false });
    expect(await countOf(queue)).to.equal(0);
  });

  it('is limited by its prefetch', async () => {
    const queue = await newQueue();
    await channel.confirmSelect();
    for (const body of ['1', '2', '3']) await channel.basicPublish(queue, body);
    await channel.basicQos({ prefetchCount: 1 });
    const inbox = await inboxOf(queue, false);
    const { deliveryTag } = await inbox.next();
    expect(await countOf(queue)).to.equal(2);
    expect(inbox.count).to.equal(0);
    channel.basicAck({ deliveryTag });
    expect(await inbox.next()).to.include({ body: '2' });
  });

  it('is told when its consumer is cancelled by the broker', async () => {
    const queue = await newQueue();
    const cancels = new Mailbox<string>('the cancel notification');
    channel.on('basic.cancel', (consumerTag) => {
      cancels.put(consumerTag);
    });
    const { consumerTag } = await channel.basicConsume({ queue }, () => undefined);
    await channel.queueDelete(queue);
    expect(await cancels.next()).to.equal(consumerTag);
  });

  for (const [type, pattern, key] of [
    ['direct', 'a.b', 'a.b'],
    ['fanout', '', 'whatever'],
    ['topic', 'a.*', 'a.b'],
  ] as const) {
    it(`routes through a ${type} exchange`, async () => {
      const exchange = await newExchange(type);
      const queue = await newQueue();
      await channel.queueBind({ queue, exchange, routingKey: pattern });
      await channel.confirmSelect();
      await channel.basicPublish({ exchange, routingKey: key }, 'm');
      await channel.queueUnbind({ queue, exchange, routingKey: pattern });
      await channel.basicPublish({ exchange, routingKey: key }, 'm');
      expect(await countOf(queue)).to.equal(1);
    });
  }

  it('routes through a headers exchange', async () => {
    const exchange = await newExchange('headers');
    const queue = await newQueue();
    const args = { 'x-match': 'all', kind: 'report', size: 3 };
    await channel.queueBind({ queue, exchange, arguments: args });
    await channel.confirmSelect();
    await channel.basicPublish({ exchange, headers: { kind: 'report' } }, 'no');
    await channel.basicPublish({ exchange, headers: { kind: 'report', size: 3 } }, 'yes');
    expect(await channel.basicGet({ queue, noAck: true })).to.include({ body: 'yes' });
  });

  it('commits and rolls back', async () => {
    const queue = await newQueue();
    await channel.txSelect();
    await channel.basicPublish(queue, 'rolled back');
    await channel.txRollback();
    await channel.basicPublish(queue, 'committed');
    expect(await countOf(queue)).to.equal(0);
    await channel.txCommit();
    expect(await channel.basicGet({ queue, noAck: true })).to.include({ body: 'committed' });
  });

  it('serves by its consumer and publishes by its publisher', async () => {
    const queue = stage.queueName();
    const exchange = stage.exchangeName();
    const received = new Mailbox<AsyncMessage>('a delivery');
    const consumer = connection.createConsumer(
      {
        queue,
        qos: { prefetchCount: 2 },
        exchanges: [{ exchange, type: 'topic' }],
        queueBindings: [{ exchange, routingKey: 'users.*' }],
        queueOptions: { durable: true },
      },
      (message) => {
        received.put(message);
      },
    );
    await new Promise<void>((resolve) => consumer.once('ready', resolve));
    const publisher = connection.createPublisher({ confirm: true });
    await publisher.send({ exchange, routingKey: 'users.new' }, { id: 1 });
    expect(await received.next()).to.deep.include({ routingKey: 'users.new', body: { id: 1 } });
    await publisher.close();
    await consumer.close();
    expect(await countOf(queue)).to.equal(0);
  });

  it('calls and is answered by its RPC client', async () => {
    const queue = await newQueue();
    const server = connection.createConsumer({ queue }, async (request, reply) => {
      await reply(`${String(request.body)} back`);
    });
    await new Promise<void>((resolve) => server.once('ready', resolve));
    const rpc = connection.createRPCClient({ confirm: true, timeout: 4000 });
    expect(await rpc.send(queue, 'there and')).to.include({ body: 'there and back' });
    await rpc.close();
    await server.close();
  });

  it('has its channel closed with 404 for what is not there', async () => {
    const error = await refusal(channel.queueDeclare({ queue: 'no-such-queue', passive: true }));
    expect(error).to.include({
      code: 'NOT_FOUND',
      message: "QueueDeclare: NOT_FOUND - no queue 'no-such-queue' in vhost '/'",
    });
    expect(channel.active).to.equal(false);
  });

  it('has its channel closed with 406 for an unknown delivery tag', async () => {
    channel.basicAck({ deliveryTag: 5 });
    expect(await faults.next()).to.include({
      code: 'PRECONDITION_FAILED',
      message: 'BasicAck: PRECONDITION_FAILED - unknown delivery tag 5',
    });
  });

  it('is refused with a wrong password', async () => {
    const url = new URL(broker.url);
    url.password = 'wrong';
    const intruder = new Connection(url.href);
    try {
      const error = await new Promise<Error>((resolve) => intruder.once('error', resolve));
      expect(error.message).to.contain('ACCESS_REFUSED');
    } finally {
      await intruder.close();
    }
  });
});

async function refusal(action: Promise<unknown>): Promise<unknown> {
  return action.then(
    () => 'accepted',
    (error: unknown) => error,
  );
}
