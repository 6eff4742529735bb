import { expect } from 'chai';
import { amqpServer } from '../../support/amqp-server.js';

function make(product?: string) {
  const server = amqpServer();
  const client = server.open({ channels: 2, product });
  client.send(1, 'queue.declare', { queue: 'q' }).take();
  const faultOf = (): string => {
    const [{ name = '', args = {} } = {}] = client.take();
    return `${name} ${String(args['replyText'])}`;
  };
  return { server, client, faultOf };
}

describe('basic.qos', () => {
  it('takes a prefetch count, and no prefetch size', () => {
    const { client, faultOf } = make();
    client.send(1, 'basic.qos', { prefetchCount: 65_535 });
    expect(client.names()).to.eql(['1 basic.qos-ok']);
    client.send(1, 'basic.qos', { prefetchSize: 1 });
    expect(faultOf()).to.equal('connection.close NOT_IMPLEMENTED - prefetch_size!=0 (1)');
  });

  it('hands out what a larger limit of the channel allows, after its answer', () => {
    const { client } = make();
    client.send(1, 'basic.qos', { prefetchCount: 1, global: true });
    client.send(1, 'basic.consume', { queue: 'q', consumerTag: 'c' });
    for (const body of ['a', 'b', 'c']) client.publish(2, body, { key: 'q' });
    client.take();
    client.send(1, 'basic.qos', { prefetchCount: 3, global: true });
    expect(client.names()).to.eql(['1 basic.qos-ok', '1 basic.deliver', '1 basic.deliver']);
  });

  /** A consumer within a limit of 1, and what a limit of 2 hands out on top. */
  function deliveriesAfterLargerLimit(product: string): number {
    const { client } = make(product);
    client.send(1, 'basic.qos', { prefetchCount: 1 });
    for (const tag of ['a', 'b']) client.send(1, 'basic.consume', { queue: 'q', consumerTag: tag });
    for (const body of ['1', '2', '3']) client.publish(2, body, { key: 'q' });
    client.take();
    client.send(1, 'basic.qos', { prefetchCount: 2 });
    return client.names().filter((name) => name === '1 basic.deliver').length;
  }

  it('without global leaves the consumers there are alone', () => {
    expect(deliveriesAfterLargerLimit('RabbitMQ')).to.equal(0);
  });

  it('without global is the limit of the channel for py-amqp, on which Celery relies', () => {
    expect(deliveriesAfterLargerLimit('py-amqp')).to.equal(1);
  });
});

describe('basic.consume', () => {
  it('names a consumer that has no name', () => {
    const { client } = make();
    client.send(1, 'basic.consume', { queue: 'q' }).send(1, 'basic.consume', { queue: 'q' });
    const tags = client.take().map(({ args }) => args['consumerTag']);
    expect(tags[0]).to.match(/^amq\.ctag-/);
    expect(tags[0]).to.not.equal(tags[1]);
  });

  it('is not answered where no answer is wanted', () => {
    const { client } = make();
    client.send(1, 'basic.consume', { queue: 'q', consumerTag: 'c', noWait: true });
    client.publish(2, 'x', { key: 'q' });
    expect(client.names()).to.eql(['1 basic.deliver']);
  });

  it('takes a tag once in a channel, and again in another', () => {
    const { client, faultOf } = make();
    client.send(1, 'basic.consume', { queue: 'q', consumerTag: 'c' });
    client.send(2, 'basic.consume', { queue: 'q', consumerTag: 'c' });
    expect(client.names()).to.eql(['1 basic.consume-ok', '2 basic.consume-ok']);
    client.send(1, 'basic.consume', { queue: 'q', consumerTag: 'c' });
    expect(faultOf()).to.equal("connection.close NOT_ALLOWED - attempt to reuse consumer tag 'c'");
  });

  it('needs a queue that is there and free', () => {
    const { server, client, faultOf } = make();
    client.send(1, 'basic.consume', { queue: 'nope' });
    expect(faultOf()).to.equal("channel.close NOT_FOUND - no queue 'nope' in vhost '/'");
    client.send(1, 'channel.close-ok').send(1, 'channel.open').take();
    client.send(2, 'basic.consume', { queue: 'q', exclusive: true }).take();
    client.send(1, 'basic.consume', { queue: 'q' });
    expect(faultOf()).to.equal(
      "channel.close ACCESS_REFUSED - queue 'q' in vhost '/' in exclusive use",
    );
    client.send(2, 'queue.declare', { queue: 'mine', exclusive: true }).take();
    const [close] = server.open().send(1, 'basic.consume', { queue: 'mine' }).take();
    expect(close?.args['replyCode']).to.equal(405);
  });

  it('takes direct replies once in a channel, without acknowledgement', () => {
    const { client, faultOf } = make();
    const replies = { queue: 'amq.rabbitmq.reply-to', noAck: true };
    client.send(1, 'basic.consume', { ...replies, noAck: false });
    expect(faultOf()).to.equal(
      'channel.close PRECONDITION_FAILED - reply consumer cannot acknowledge',
    );
    client.send(2, 'basic.consume', replies).take();
    client.send(2, 'basic.consume', replies);
    expect(faultOf()).to.equal('channel.close PRECONDITION_FAILED - reply consumer already set');
  });

  it('takes direct replies anew once the consumer is cancelled', () => {
    const { client } = make();
    const replies = { queue: 'amq.rabbitmq.reply-to', noAck: true, consumerTag: 'r' };
    client.send(1, 'basic.consume', replies).send(1, 'basic.cancel', { consumerTag: 'r' });
    client.send(1, 'basic.consume', replies);
    expect(client.names()).to.eql([
      '1 basic.consume-ok',
      '1 basic.cancel-ok',
      '1 basic.consume-ok',
    ]);
  });

  it('refuses a request for direct replies without a consumer for them', () => {
    const { client, faultOf } = make();
    client.publish(1, 'x', { key: 'q', properties: { replyTo: 'amq.rabbitmq.reply-to' } });
    expect(faultOf()).to.equal(
      'channel.close PRECONDITION_FAILED - fast reply consumer does not exist',
    );
  });
});

describe('basic.cancel', () => {
  it('ends the deliveries, and leaves to the channel what it holds', () => {
    const { server, client } = make();
    client.send(1, 'basic.consume', { queue: 'q', consumerTag: 'c' });
    client.publish(2, 'a', { key: 'q' }).take();
    client.send(1, 'basic.cancel', { consumerTag: 'c' }).publish(2, 'b', { key: 'q' });
    expect(client.lines()).to.eql(['1 basic.cancel-ok consumerTag=c']);
    expect(server.vhost.queue('q')).to.include({ messageCount: 1, unsettledCount: 1 });
    client.send(1, 'basic.ack', { deliveryTag: 1 }).take();
    expect(server.vhost.queue('q')?.unsettledCount).to.equal(0);
  });

  it('is answered for a tag that nobody has, and not where no answer is wanted', () => {
    const { client } = make();
    client.send(1, 'basic.cancel', { consumerTag: 'nobody' });
    client.send(1, 'basic.cancel', { consumerTag: 'nobody', noWait: true });
    expect(client.lines()).to.eql(['1 basic.cancel-ok consumerTag=nobody']);
  });

  it('takes an auto-delete queue along with its last consumer', () => {
    const { server, client } = make();
    client.send(1, 'queue.declare', { queue: 'auto', autoDelete: true });
    client.send(1, 'basic.consume', { queue: 'auto', consumerTag: 'a' });
    client.send(2, 'basic.consume', { queue: 'auto', consumerTag: 'b' });
    client.send(1, 'basic.cancel', { consumerTag: 'a' }).take();
    expect(server.vhost.queue('auto')).to.not.equal(undefined);
    client.send(2, 'basic.cancel', { consumerTag: 'b' });
    expect(client.names()).to.eql(['2 basic.cancel-ok']);
    expect(server.vhost.queue('auto')).to.equal(undefined);
  });
});

describe('basic.recover', () => {
  for (const name of ['basic.recover', 'basic.recover-async'] as const) {
    it(`${name} requeues all that the channel holds, and nothing of other channels`, () => {
      const { client } = make();
      for (const body of ['a', 'b', 'c']) client.publish(1, body, { key: 'q' });
      client.send(2, 'basic.get', { queue: 'q' });
      client.send(1, 'basic.get', { queue: 'q' }).send(1, 'basic.get', { queue: 'q' }).take();
      client.send(1, name, { requeue: true });
      expect(client.names()).to.eql(name === 'basic.recover' ? ['1 basic.recover-ok'] : []);
      client.send(1, 'basic.get', { queue: 'q' }).send(1, 'basic.get', { queue: 'q' });
      const tags = client.take().map(({ args, body }) => `${args['deliveryTag']} ${body.join()}`);
      expect(tags).to.eql(['3 b', '4 c']);
    });

    it(`${name} cannot leave the messages with the channel`, () => {
      const { client, faultOf } = make();
      client.send(1, name, { requeue: false });
      expect(faultOf()).to.equal('connection.close NOT_IMPLEMENTED - requeue=false');
    });
  }
});
