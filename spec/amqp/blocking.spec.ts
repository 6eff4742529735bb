import { expect } from 'chai';
import { amqpServer } from '../support/amqp-server.js';

describe('A connection that is blocked', () => {
  it('is told once, however much it publishes, and once more when it may go on', () => {
    const server = amqpServer();
    const client = server.open({ capabilities: ['connection.blocked'] });
    server.broker.alarms.set('disk', true);
    client.publish(1, 'one').publish(1, 'two');
    expect(client.lines()).to.eql(['0 connection.blocked reason=low on disk']);
    server.broker.alarms.set('memory', true);
    server.broker.alarms.set('disk', false);
    expect(client.names()).to.eql([]);
    server.broker.alarms.set('memory', false);
    expect(client.names()).to.eql(['0 connection.unblocked']);
    expect(server.broker.alarms.listeners.size).to.equal(0);
  });

  it('is forgotten when it ends', () => {
    const server = amqpServer();
    const client = server.open();
    server.broker.alarms.set('memory', true);
    client.publish(1, 'one').take();
    expect(server.broker.alarms.listeners.size).to.equal(1);
    client.pair.client.end();
    server.settle();
    expect(server.broker.alarms.listeners.size).to.equal(0);
  });
});
