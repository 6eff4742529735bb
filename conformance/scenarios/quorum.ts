/**
 * Queues declared as quorum queues, as programs written for RabbitMQ declare them.
 */
import { expect } from 'chai';
import { expectFault } from '../support/fault.js';
import { Inbox } from '../support/inbox.js';
import { drain, useStage } from '../support/stage.js';

const QUORUM = { 'x-queue-type': 'quorum' };

describe('A quorum queue', () => {
  const stage = useStage();

  it('takes and gives messages in order', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: QUORUM });
    await stage.fill(queue, ['1', '2', '3'], { persistent: true });
    expect(await drain(channel, queue)).to.deep.equal(['1', '2', '3']);
  });

  it('has to be durable: 406', async () => {
    const channel = await stage.channel();
    const queue = stage.queueName();
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - invalid property 'non-durable' for queue '${queue}' ` +
          "in vhost '/'",
      },
      () => channel.assertQueue(queue, { durable: false, arguments: QUORUM }),
    );
  });

  it('cannot be exclusive: 406', async () => {
    const channel = await stage.channel();
    const queue = stage.queueName();
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - invalid property 'exclusive-owner' for queue '${queue}' ` +
          "in vhost '/'",
      },
      () => channel.assertQueue(queue, { exclusive: true, arguments: QUORUM }),
    );
  });

  it('cannot be auto-delete: 406', async () => {
    const channel = await stage.channel();
    const queue = stage.queueName();
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - invalid property 'auto-delete' for queue '${queue}' ` +
          "in vhost '/'",
      },
      () => channel.assertQueue(queue, { autoDelete: true, arguments: QUORUM }),
    );
  });

  it('cannot be server-named: 406', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      {
        code: 406,
        text:
          'PRECONDITION_FAILED - Cannot declare a server-named queue for type ' +
          'rabbit_quorum_queue',
      },
      () => channel.assertQueue('', { arguments: QUORUM }),
    );
  });

  it('is not equivalent to a classic queue: 406', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - inequivalent arg 'x-queue-type' for queue '${queue}' ` +
          "in vhost '/': received the value 'quorum' of type 'longstr' " +
          'but current is none',
      },
      () => channel.assertQueue(queue, { arguments: QUORUM }),
    );
  });

  it('refuses x-max-priority: 406', async () => {
    const channel = await stage.channel();
    const queue = stage.queueName();
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - invalid arg 'x-max-priority' for queue '${queue}' ` +
          "in vhost '/' of queue type rabbit_quorum_queue",
      },
      () => channel.assertQueue(queue, { maxPriority: 5, arguments: QUORUM }),
    );
  });

  it('counts failed deliveries in x-delivery-count', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, {
      arguments: { ...QUORUM, 'x-delivery-limit': 10 },
    });
    const inbox = await Inbox.open(channel, queue);
    await stage.publish('', queue, 'm');
    const counts: unknown[] = [];
    for (let round = 0; round < 3; round++) {
      const message = await inbox.next();
      counts.push(message.properties.headers?.['x-delivery-count']);
      channel.nack(message);
    }
    expect(counts).to.deep.equal([undefined, 1, 2]);
  });

  it('dead-letters what was delivered more often than its delivery limit', async () => {
    const channel = await stage.channel();
    const dead = await stage.queue(channel);
    const queue = await stage.queue(channel, {
      deadLetterExchange: '',
      deadLetterRoutingKey: dead,
      arguments: { ...QUORUM, 'x-delivery-limit': 2 },
    });
    const letters = await Inbox.open(channel, dead);
    const inbox = await Inbox.open(channel, queue);
    await stage.publish('', queue, 'm');
    for (let round = 0; round < 3; round++) channel.nack(await inbox.next());
    const message = await letters.next();
    const [death] = message.properties.headers?.['x-death'] ?? [];
    expect(death).to.include({ queue, reason: 'delivery_limit', count: 1 });
    expect(inbox.count).to.equal(0);
  });

  it('refuses what comes over its limit by reject-publish', async () => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, {
      maxLength: 1,
      overflow: 'reject-publish',
      arguments: QUORUM,
    });
    // The limit of a quorum queue may be overshot by what was under way.
    const outcomes = new Set<string>();
    for (let count = 0; count < 20 && outcomes.size < 2; count++) {
      await stage.publish('', queue, 'm').then(
        () => outcomes.add('ack'),
        (error: Error) => outcomes.add(error.message),
      );
    }
    expect([...outcomes]).to.deep.equal(['ack', 'message nacked']);
  });
});
