import { expect } from 'chai';
import {
  churn,
  messageStats,
  queuesOf,
  queueTotals,
} from '../../../src/management/present/totals.js';
import { TestManagement } from '../../support/test-management.js';

describe('Totals of the broker', () => {
  it('are those of all queues in all vhosts, and of those that are gone', () => {
    const { broker } = new TestManagement();
    broker.declareVhost({ name: 'other' });
    const flags = { durable: false, autoDelete: false, exclusive: false, arguments: new Map() };
    for (const vhost of broker.vhosts()) vhost.declareQueue({ name: 'q', ...flags }, { name: 's' });
    const queues = [...queuesOf(broker)];
    expect(queues.length).to.equal(2);
    for (const { counters } of queues) counters.acknowledged = 3;
    expect(messageStats(broker)).to.include({ ack: 6, publish: 0 });
    broker.deleteVhost('other');
    expect(messageStats(broker)).to.include({ ack: 6 });
    expect(churn(broker)).to.include({ queue_created: 2, queue_deleted: 1 });
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
