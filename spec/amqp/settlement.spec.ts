import { expect } from 'chai';
import { amqpServer } from '../support/amqp-server.js';
import { fields } from '../support/core-builders.js';
import type { LoopbackClient } from '../support/loopback-client.js';

/** Queue q with these bodies, each delivered once to a consumer of channel 1: tags 1, 2, 3 ... */
function delivered(...bodies: string[]) {
  const server = amqpServer();
  const client = server.open({ channels: 2 });
  client.send(1, 'queue.declare', {
    queue: 'q',
    arguments: fields({ 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' }),
  });
  client.send(1, 'queue.declare', { queue: 'dead' });
  for (const body of bodies) client.publish(1, body, { key: 'q' });
  client.send(1, 'basic.consume', { queue: 'q', consumerTag: 'c' });
  expect(client.bodies()).to.eql(bodies);
  client.send(1, 'basic.cancel', { consumerTag: 'c' }).take();
  return { server, client };
}

function ready(client: LoopbackClient, queue = 'q'): string[] {
  const bodies: string[] = [];
  for (;;) {
    const [get] = client.send(2, 'basic.get', { queue, noAck: true }).take();
    if (get?.name !== 'basic.get-ok') return bodies;
    const mark = get.args['redelivered'] === true ? ' again' : '';
    bodies.push(`${Buffer.concat(get.body).toString()}${mark}`);
  }
}

function unsettled(server: ReturnType<typeof amqpServer>): number | undefined {
  return server.vhost.queue('q')?.unsettledCount;
}

describe('Settling', () => {
  it('takes an acknowledged message off the queue, and only that one', () => {
    const { server, client } = delivered('a', 'b', 'c');
    client.send(1, 'basic.ack', { deliveryTag: 2 });
    expect(client.names()).to.eql([]);
    expect(unsettled(server)).to.equal(2);
    client.send(1, 'channel.close').take();
    expect(ready(client)).to.eql(['a again', 'c again']);
  });

  it('takes all up to a tag with multiple, and all there are with tag 0', () => {
    const { server, client } = delivered('a', 'b', 'c', 'd');
    client.send(1, 'basic.ack', { deliveryTag: 2, multiple: true }).take();
    expect(unsettled(server)).to.equal(2);
    client.send(1, 'basic.ack', { deliveryTag: 0, multiple: true }).take();
    expect(unsettled(server)).to.equal(0);
    expect(client.send(1, 'basic.ack', { deliveryTag: 0, multiple: true }).names()).to.eql([]);
  });

  it('puts a requeued message back where it was, marked as redelivered', () => {
    const { client } = delivered('a', 'b', 'c');
    client.send(1, 'basic.nack', { deliveryTag: 3, requeue: true });
    client.send(1, 'basic.reject', { deliveryTag: 1, requeue: true });
    expect(ready(client)).to.eql(['a again', 'c again']);
  });

  it('tells whoever traces why a message came back', () => {
    const { server, client } = delivered();
    const subject = { kind: 'queue', name: 'q' } as const;
    const { traces } = server.broker;
    const trace = traces.start(server.vhost, { subject, seconds: 60, user: 'anna' });
    for (const body of ['a', 'b', 'c', 'd']) client.publish(1, body, { key: 'q' });
    client.send(1, 'basic.consume', { queue: 'q', consumerTag: 'c' }).take();
    client.send(1, 'basic.cancel', { consumerTag: 'c' }).take();
    client.send(1, 'basic.nack', { deliveryTag: 1, requeue: true });
    client.send(1, 'basic.reject', { deliveryTag: 2, requeue: true });
    client.send(1, 'basic.ack', { deliveryTag: 3 });
    client.send(1, 'channel.close').take();
    const latest = () => [...trace.ways()].map(([, { steps }]) => steps.at(-1));
    expect(latest().map((step) => [step?.kind, step?.cause])).to.eql([
      ['requeued', 'nacked'],
      ['requeued', 'rejected'],
      ['acknowledged', undefined],
      ['requeued', 'lost'],
    ]);
    client.send(2, 'basic.get', { queue: 'q', noAck: false }).take();
    expect(latest()[0]?.kind).to.equal('got');
    client.send(2, 'basic.recover', { requeue: true }).take();
    expect(latest()[0]?.cause).to.equal('recovered');
  });

  it('sends a rejected message to the dead-letter exchange', () => {
    const { client } = delivered('a', 'b', 'c');
    client.send(1, 'basic.reject', { deliveryTag: 2 });
    client.send(1, 'basic.nack', { deliveryTag: 3, multiple: true });
    expect(ready(client, 'dead')).to.eql(['b', 'a', 'c']);
    expect(ready(client)).to.eql([]);
  });

  for (const [what, send] of [
    ['that was never given', (client) => client.send(1, 'basic.ack', { deliveryTag: 9 })],
    ['0', (client) => client.send(1, 'basic.ack', { deliveryTag: 0 })],
    [
      'that was settled before',
      (client) =>
        client.send(1, 'basic.ack', { deliveryTag: 1 }).send(1, 'basic.ack', { deliveryTag: 1 }),
    ],
    [
      'that was settled with others before',
      (client) =>
        client
          .send(1, 'basic.ack', { deliveryTag: 2, multiple: true })
          .send(1, 'basic.nack', { deliveryTag: 1, multiple: true }),
    ],
    [
      'of 2^53 and more',
      (client) => client.send(1, 'basic.reject', { deliveryTag: Number.MAX_SAFE_INTEGER }),
    ],
  ] as const satisfies readonly (readonly [string, (client: LoopbackClient) => unknown])[]) {
    it(`closes the channel for a tag ${what}`, () => {
      const { client } = delivered('a', 'b');
      send(client);
      const [close] = client.take();
      expect(close?.name).to.equal('channel.close');
      expect(close?.args['replyText']).to.match(/^PRECONDITION_FAILED - unknown delivery tag \d+$/);
    });
  }

  it('closes the channel for a tag of another channel, and of what needed no answer', () => {
    const { client } = delivered('a');
    expect(client.send(2, 'basic.ack', { deliveryTag: 1 }).names()).to.eql(['2 channel.close']);
    const other = amqpServer().open();
    other.send(1, 'queue.declare', { queue: 'q' }).publish(1, 'x', { key: 'q' });
    other.send(1, 'basic.get', { queue: 'q', noAck: true }).take();
    expect(other.send(1, 'basic.ack', { deliveryTag: 1 }).names()).to.eql(['1 channel.close']);
  });

  it('gives the message to the next consumer when it is requeued', () => {
    const { client } = delivered('a', 'b');
    client.send(2, 'basic.consume', { queue: 'q', consumerTag: 'next', noAck: true }).take();
    client.send(1, 'basic.nack', { deliveryTag: 0, multiple: true, requeue: true });
    expect(client.bodies()).to.eql(['a', 'b']);
  });

  it('is done with a queue that was deleted while its messages were out', () => {
    const { client } = delivered('a', 'b', 'c');
    client.send(2, 'queue.delete', { queue: 'q' }).take();
    client.send(1, 'basic.ack', { deliveryTag: 1 });
    client.send(1, 'basic.nack', { deliveryTag: 3, multiple: true, requeue: true });
    client.send(1, 'basic.qos');
    expect(client.names()).to.eql(['1 basic.qos-ok']);
  });

  it('takes what was meant even where each rejected message comes back to the same channel', () => {
    const { server, client } = delivered(...Array.from({ length: 64 }, (_, index) => `m${index}`));
    for (let tag = 1; tag < 64; tag += 2) client.send(1, 'basic.ack', { deliveryTag: tag });
    client.send(1, 'basic.consume', { queue: 'dead', consumerTag: 'dead' });
    client.send(1, 'basic.nack', { deliveryTag: 64, multiple: true });
    expect(client.bodies()).to.have.length(32);
    expect(unsettled(server)).to.equal(0);
    expect(server.vhost.queue('dead')?.unsettledCount).to.equal(32);
  });
});
