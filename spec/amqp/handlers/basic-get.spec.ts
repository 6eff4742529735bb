import { expect } from 'chai';
import { amqpServer } from '../../support/amqp-server.js';

function make(...bodies: string[]) {
  const server = amqpServer();
  const client = server.open();
  client.send(1, 'queue.declare', { queue: 'q' });
  for (const body of bodies) client.publish(1, body, { key: 'q' });
  client.take();
  return { server, client };
}

describe('basic.get', () => {
  it('gives one message, and how many are left', () => {
    const { client } = make('a', 'b');
    client.send(1, 'basic.get', { queue: 'q' }).send(1, 'basic.get', { queue: 'q' });
    expect(client.lines()).to.eql([
      '1 basic.get-ok deliveryTag=1 redelivered=false exchange= routingKey=q messageCount=1 a',
      '1 basic.get-ok deliveryTag=2 redelivered=false exchange= routingKey=q messageCount=0 b',
    ]);
  });

  it('says that there is none', () => {
    expect(make().client.send(1, 'basic.get', { queue: 'q' }).names()).to.eql([
      '1 basic.get-empty',
    ]);
  });

  it('holds the message until it is acknowledged, or not at all', () => {
    const { server, client } = make('a', 'b');
    client.send(1, 'basic.get', { queue: 'q' }).send(1, 'basic.get', { queue: 'q', noAck: true });
    client.take();
    expect(server.vhost.queue('q')?.unsettledCount).to.equal(1);
    client.send(1, 'basic.ack', { deliveryTag: 1 }).take();
    expect(server.vhost.queue('q')?.unsettledCount).to.equal(0);
  });

  it('takes no notice of the prefetch', () => {
    const { client } = make('a', 'b');
    client.send(1, 'basic.qos', { prefetchCount: 1, global: true }).take();
    client.send(1, 'basic.get', { queue: 'q' }).send(1, 'basic.get', { queue: 'q' });
    expect(client.bodies()).to.eql(['a', 'b']);
  });

  it('closes the channel where there is no such queue, or it is another’s', () => {
    const { server, client } = make();
    client.send(1, 'queue.declare', { queue: 'mine', exclusive: true }).take();
    const [locked] = server.open().send(1, 'basic.get', { queue: 'mine' }).take();
    expect(locked?.args['replyCode']).to.equal(405);
    const [missing] = client.send(1, 'basic.get', { queue: 'nope' }).take();
    expect(missing?.args).to.include({ replyCode: 404, classId: 60, methodId: 70 });
  });
});
