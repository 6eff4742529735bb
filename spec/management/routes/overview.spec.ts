import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('/api/overview', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  const overview = async (as = 'guest:guest') =>
    (await api.get('/overview', { as })).json as Record<string, unknown>;

  it('says which RabbitMQ is followed, and what product it is', async () => {
    expect(await overview()).to.deep.include({
      rabbitmq_version: '3.10.8',
      management_version: '3.10.8',
      product_name: 'Leveret',
      product_version: '1.2.3',
      node: 'leveret@here',
      cluster_name: 'leveret@here',
      rates_mode: 'basic',
    });
  });

  it('counts what there is and what goes through', async () => {
    const flags = { durable: false, autoDelete: false, exclusive: false, arguments: new Map() };
    api.broker.vhost('/')?.declareQueue({ name: 'q', ...flags }, { name: 'spec' });
    await overview();
    api.broker.counters.received = 10;
    api.clock.advance(api.clock.now + 5_000);
    const json = await overview();
    expect(json['object_totals']).to.deep.equal({
      channels: 0,
      connections: 0,
      consumers: 0,
      exchanges: 8,
      queues: 1,
    });
    expect(json['queue_totals']).to.deep.include({ messages: 0, messages_details: { rate: 0 } });
    expect(json['message_stats']).to.deep.include({ publish: 10, publish_details: { rate: 2 } });
    expect(json['message_stats']).to.include({ dead_letter: 0 });
    expect(json['oldest_message']).to.equal(null);
    expect(json['churn_rates']).to.deep.include({ queue_created: 1 });
  });

  it('tells where it listens', async () => {
    const { listeners, contexts } = await overview();
    expect((listeners as { protocol: string }[]).map(({ protocol }) => protocol)).to.deep.equal([
      'amqp',
      'http',
    ]);
    expect((contexts as { port: string }[]).map(({ port }) => port)).to.deep.equal(['15672']);
  });

  it('tells those who do not monitor about their vhosts alone', async () => {
    api.broker.declareVhost({ name: 'a' });
    const json = await overview(api.addUser('dave', ['management'], ['a']));
    expect(json['object_totals']).to.include({ exchanges: 7 });
    expect(json).to.not.have.any.keys('listeners', 'contexts', 'churn_rates');
  });
});
