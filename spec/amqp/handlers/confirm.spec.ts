import { expect } from 'chai';
import { amqpServer } from '../../support/amqp-server.js';
import { fields } from '../../support/core-builders.js';

describe('confirm.select', () => {
  it('counts what is published from then on, and selecting again changes nothing', () => {
    const client = amqpServer().open();
    client.publish(1, 'before').send(1, 'confirm.select');
    client.publish(1, 'one').send(1, 'confirm.select').publish(1, 'two');
    expect(client.lines()).to.eql([
      '1 confirm.select-ok',
      '1 confirm.select-ok',
      '1 basic.ack deliveryTag=2 multiple=true',
    ]);
    expect(client.publish(1, 'three').lines()).to.eql(['1 basic.ack deliveryTag=3 multiple=false']);
  });

  it('is not answered where no answer is wanted', () => {
    const client = amqpServer().open();
    client.send(1, 'confirm.select', { noWait: true }).publish(1, 'x');
    expect(client.names()).to.eql(['1 basic.ack']);
  });

  it('counts for each channel by itself', () => {
    const client = amqpServer().open({ channels: 3 });
    client.send(1, 'confirm.select').send(2, 'confirm.select').take();
    for (const channel of [2, 1, 2, 3]) client.publish(channel, 'x');
    expect(client.lines().sort()).to.eql([
      '1 basic.ack deliveryTag=1 multiple=false',
      '2 basic.ack deliveryTag=2 multiple=true',
    ]);
  });

  it('tells of a message that a full queue refused', () => {
    const client = amqpServer().open();
    const args = fields({ 'x-max-length': 1, 'x-overflow': 'reject-publish' });
    client.send(1, 'queue.declare', { queue: 'q', arguments: args });
    client.send(1, 'confirm.select').take();
    for (let count = 0; count < 3; count++) client.publish(1, 'x', { key: 'q' });
    expect(client.lines()).to.eql([
      '1 basic.ack deliveryTag=1 multiple=false',
      '1 basic.nack deliveryTag=2 multiple=false requeue=false',
      '1 basic.nack deliveryTag=3 multiple=false requeue=false',
    ]);
  });

  it('is refused in a transaction', () => {
    const [, close] = amqpServer().open().send(1, 'tx.select').send(1, 'confirm.select').take();
    expect(close?.args['replyText']).to.equal(
      'PRECONDITION_FAILED - cannot switch from tx to confirm mode',
    );
  });
});
