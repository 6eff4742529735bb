import { expect } from 'chai';
import {
  churn,
  messageStats,
  oldestMessage,
  queuesOf,
  queueTotals,
} from '../../../src/management/present/totals.js';
import { message } from '../../support/core-builders.js';
import { TestManagement } from '../../support/test-management.js';

const FLAGS = { durable: false, autoDelete: false, exclusive: false, arguments: new Map() };

describe('Totals of the broker', () => {
  it('are those of all queues in all vhosts, and of those that are gone', () => {
    const { broker } = new TestManagement();
    broker.declareVhost({ name: 'other' });
    for (const vhost of broker.vhosts()) vhost.declareQueue({ name: 'q', ...FLAGS }, { name: 's' });
    const queues = [...queuesOf(broker)];
    expect(queues.length).to.equal(2);
    for (const { counters } of queues) counters.acknowledged = 3;
    expect(messageStats(broker)).to.include({ ack: 6, publish: 0 });
    broker.deleteVhost('other');
    expect(messageStats(broker)).to.include({ ack: 6 });
    expect(churn(broker)).to.include({ queue_created: 2, queue_deleted: 1 });
  });

  it('say in which queue the oldest message waits', () => {
    const { broker, clock } = new TestManagement();
    expect(oldestMessage(queuesOf(broker), clock.now)).to.equal(null);
    for (const name of ['empty', 'older', 'newer']) {
      const queue = broker.vhost('/')?.declareQueue({ name, ...FLAGS }, { name: 's' });
      clock.advance(clock.now + 1_000);
      if (name !== 'empty') queue?.enqueue(message());
    }
    const oldest = { queue: 'older', vhost: '/', age_ms: 1_500 };
    expect(oldestMessage(queuesOf(broker), clock.now + 500)).to.deep.equal(oldest);
  });

  it('count what is handed out among the messages, as RabbitMQ does', () => {
    const queue = { messageCount: 3, unsettledCount: 2 };
    const queues = [queue, queue] as unknown as Parameters<typeof queueTotals>[0];
    expect(queueTotals(queues)).to.deep.equal({
      messages: 10,
      messages_ready: 6,
      messages_unacknowledged: 4,
    });
  });
});
