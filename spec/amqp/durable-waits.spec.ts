import { expect } from 'chai';
import { ScriptedStore } from '../support/scripted-store.js';
import { AmqpServer } from '../support/amqp-server.js';

describe('What waits for the disk', () => {
  it('is asked about at each commit, and the broker is left alone once nothing waits', () => {
    const server = new AmqpServer(new ScriptedStore());
    const client = server.open();
    expect(server.broker.durable.size).to.equal(0);
    client.send(1, 'queue.declare', { queue: 'q', durable: true });
    server.settle();
    expect(server.broker.durable.size).to.equal(1);
    expect(client.names()).to.deep.equal([]);
    server.store.commit();
    server.settle();
    expect(client.names()).to.deep.equal(['1 queue.declare-ok']);
    expect(server.broker.durable.size).to.equal(0);
  });

  it('is forgotten with its connection', () => {
    const server = new AmqpServer(new ScriptedStore());
    const client = server.open();
    client.send(1, 'queue.declare', { queue: 'q', durable: true });
    server.settle();
    client.send(0, 'connection.close', {
      replyCode: 200,
      replyText: '',
      classId: 0,
      methodId: 0,
    });
    server.settle();
    expect(server.broker.durable.size).to.equal(0);
  });

  it('holds a peer that asks for more while too many replies wait', () => {
    const server = new AmqpServer(new ScriptedStore());
    const client = server.open();
    const declares = 1100;
    for (let index = 0; index < declares; index++) {
      client.send(1, 'queue.declare', { queue: `q${index}`, durable: true });
      server.settle();
    }
    const queues = [...(server.broker.vhost('/')?.queues() ?? [])].length;
    expect(queues).to.be.within(1025, declares - 1);
    for (let round = 0; round < 3; round++) {
      server.store.commit();
      server.settle();
    }
    expect([...(server.broker.vhost('/')?.queues() ?? [])]).to.have.lengthOf(declares);
  });
});
