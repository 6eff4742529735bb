import { expect } from 'chai';
import { amqpServer } from '../support/amqp-server.js';

describe('An empty queue name', () => {
  it('stands for the queue that was last declared on the channel', () => {
    const client = amqpServer().open();
    client.send(1, 'queue.declare', { queue: 'one' }).send(1, 'queue.declare', { queue: 'two' });
    client.publish(1, 'to two', { key: 'two' });
    client.send(1, 'queue.bind', { exchange: 'amq.direct', routingKey: 'k' });
    client.publish(1, 'bound', { exchange: 'amq.direct', key: 'k' });
    client.take();
    client.send(1, 'basic.get', { noAck: true }).send(1, 'queue.purge').send(1, 'queue.delete');
    expect(client.lines()).to.eql([
      '1 basic.get-ok deliveryTag=1 redelivered=false exchange= routingKey=two messageCount=1 ' +
        'to two',
      '1 queue.purge-ok messageCount=1',
      '1 queue.delete-ok messageCount=0',
    ]);
  });

  it('stands for a queue that the broker named', () => {
    const client = amqpServer().open();
    client.send(1, 'queue.declare', { exclusive: true }).send(1, 'basic.consume', {});
    const [declared, consumed] = client.take();
    expect(declared?.args['queue']).to.match(/^amq\.gen-/);
    expect(consumed?.args['consumerTag']).to.match(/^amq\.ctag-/);
  });

  it('in a binding without a key stands for the key as well', () => {
    const client = amqpServer().open();
    client.send(1, 'queue.declare', { queue: 'q' });
    client.send(1, 'queue.bind', { exchange: 'amq.direct' });
    client.publish(1, 'by name', { exchange: 'amq.direct', key: 'q' });
    client.send(1, 'queue.unbind', { exchange: 'amq.direct' });
    client.publish(1, 'no more', { exchange: 'amq.direct', key: 'q' });
    client.send(1, 'queue.purge');
    expect(client.lines().slice(-1)).to.eql(['1 queue.purge-ok messageCount=1']);
  });

  it('stands for nothing on a channel that has declared no queue', () => {
    for (const name of ['basic.get', 'basic.consume', 'queue.purge', 'queue.delete'] as const) {
      const client = amqpServer().open({ channels: 2 });
      client.send(2, 'queue.declare', { queue: 'q' }).send(1, name);
      const [, close] = client.take();
      expect(close?.args['replyText'], name).to.equal('NOT_FOUND - no previously declared queue');
      expect(close?.channel).to.equal(1);
    }
  });
});
