import { expect } from 'chai';
import { NO_POLICIES } from '../../src/core/policy/policy.js';
import { amqpServer, type AmqpServer } from '../support/amqp-server.js';
import { fields } from '../support/core-builders.js';
import type { LoopbackClient } from '../support/loopback-client.js';

const HALF_AN_HOUR = 1_800_000;

describe('A delivery that is not acknowledged in time', () => {
  let server: AmqpServer;
  let client: LoopbackClient;

  beforeEach(() => {
    server = amqpServer();
    client = server.open();
  });

  function declare(queueMs?: number): void {
    const args = fields(queueMs === undefined ? {} : { 'x-consumer-timeout': queueMs });
    client.send(1, 'queue.declare', { queue: 'q', arguments: args });
  }

  function consume(consumerMs?: number, noAck = false): void {
    const args = fields(consumerMs === undefined ? {} : { 'x-consumer-timeout': consumerMs });
    client.send(1, 'basic.consume', { queue: 'q', consumerTag: 'c', noAck, arguments: args });
    client.take();
  }

  function advance(ms: number): void {
    server.clock.advance(server.clock.now + ms);
    server.settle();
  }

  function faults(): unknown[] {
    return client.take().filter(({ name }) => name === 'channel.close');
  }

  it('closes the channel with 406 and RabbitMQ’s text, and all goes back', () => {
    declare();
    client.publish(1, 'm', { key: 'q' });
    consume();
    advance(HALF_AN_HOUR - 1);
    expect(faults()).to.deep.equal([]);
    advance(1);
    const [fault] = client.take();
    expect(fault?.args).to.deep.include({
      replyCode: 406,
      replyText:
        'PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. ' +
        'Timeout value used: 1800000 ms. ' +
        'This timeout value can be configured, see consumers doc guide to learn more',
      classId: 0,
      methodId: 0,
    });
    const queue = server.vhost.queue('q');
    expect([queue?.messageCount, queue?.unsettledCount]).to.deep.equal([1, 0]);
  });

  it('has the limit that a policy sets while the consumer is there', () => {
    declare();
    consume();
    const definition = { 'consumer-timeout': 100 };
    server.vhost.queue('q')?.applyPolicies({ ...NO_POLICIES, definition });
    client.publish(1, 'm', { key: 'q' });
    client.take();
    advance(99);
    expect(faults()).to.deep.equal([]);
    advance(1);
    expect(faults()).to.have.length(1);
  });

  it('has the limit of the queue, and before that the consumer’s own', () => {
    declare(100);
    client.publish(1, 'm', { key: 'q' });
    consume(300);
    advance(299);
    expect(faults()).to.deep.equal([]);
    advance(1);
    expect(faults()).to.have.lengthOf(1);
  });

  it('has a limit too if it was got', () => {
    declare(100);
    client.publish(1, 'm', { key: 'q' });
    client.send(1, 'basic.get', { queue: 'q', noAck: false });
    client.take();
    advance(100);
    expect(faults()).to.have.lengthOf(1);
  });

  it('waits for ever where the limit is 0', () => {
    declare(0);
    client.publish(1, 'm', { key: 'q' });
    consume();
    expect(server.clock.nextDeadline).to.not.equal(server.clock.now);
    advance(10 * HALF_AN_HOUR);
    expect(faults()).to.deep.equal([]);
  });

  it('harms nobody once it was acknowledged, and the timer follows the next one', () => {
    declare(100);
    client.publish(1, 'a', { key: 'q' });
    consume();
    advance(60);
    client.publish(1, 'b', { key: 'q' });
    client.send(1, 'basic.ack', { deliveryTag: 1, multiple: false });
    client.take();
    advance(99);
    expect(faults()).to.deep.equal([]);
    advance(1);
    expect(faults()).to.have.lengthOf(1);
  });

  it('is found under a shorter limit than that of one before it', () => {
    declare();
    client.publish(1, 'a', { key: 'q' });
    consume();
    client.send(1, 'queue.declare', { queue: 'r', arguments: fields({ 'x-consumer-timeout': 5 }) });
    client.publish(1, 'b', { key: 'r' });
    client.send(1, 'basic.get', { queue: 'r', noAck: false });
    client.take();
    advance(5);
    expect(faults()).to.have.lengthOf(1);
  });

  it('leaves no timer behind when its channel closes', () => {
    client.take();
    const before = server.clock.nextDeadline;
    declare(100);
    client.publish(1, 'm', { key: 'q' });
    consume();
    expect(server.clock.nextDeadline).to.not.equal(before);
    client.send(1, 'channel.close');
    client.take();
    expect(server.clock.nextDeadline).to.equal(before);
  });

  it('is waited for no more when its channel closes in the middle of a transaction', () => {
    declare();
    client.publish(1, 'm', { key: 'q' });
    const before = server.clock.nextDeadline;
    client.send(1, 'tx.select').send(1, 'basic.get', { queue: 'q' });
    client.send(1, 'basic.ack', { deliveryTag: 1 }).send(1, 'channel.close');
    client.take();
    expect(server.clock.nextDeadline).to.equal(before);
  });
});
