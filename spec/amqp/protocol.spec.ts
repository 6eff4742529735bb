import { expect } from 'chai';
import { amqpServer } from '../support/amqp-server.js';

describe('The protocol AMQP', () => {
  it('gives each transport a connection of its own, to one broker', () => {
    const server = amqpServer();
    const one = server.open();
    const other = server.open();
    one.send(1, 'queue.declare', { queue: 'shared' }).publish(1, 'from one', { key: 'shared' });
    one.take();
    other.send(1, 'basic.get', { queue: 'shared', noAck: true });
    expect(other.bodies()).to.eql(['from one']);
    one.write(Buffer.from('no frame')).take();
    expect([one.isClosed, other.isClosed]).to.eql([true, false]);
  });
});
