import { expect } from 'chai';
import { message } from '../../support/core-builders.js';
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

  it('tells of the message that has waited longest, and how long that was', async () => {
    const flags = { durable: false, autoDelete: false, exclusive: false, arguments: new Map() };
    const vhost = api.broker.vhost('/');
    const queue = vhost?.declareQueue({ name: 'q', ...flags }, { name: 'spec' });
    queue?.enqueue(message());
    for (let look = 0; look < 3; look++) api.clock.advance(api.clock.now + 5_000);
    const { json } = await api.get('/overview?lengths_age=5&lengths_incr=5');
    const known = json as Record<string, unknown>;
    expect(known['oldest_message']).to.deep.equal({ age_ms: 15_000, queue: 'q', vhost: '/' });
    const { samples } = known['oldest_message_age_ms_details'] as { samples: { sample: number }[] };
    expect(samples.map(({ sample }) => sample)).to.deep.equal([15_000, 10_000]);
    const mine = await overview(api.addUser('erin', ['management'], []));
    expect(mine['oldest_message'], 'in no vhost of hers').to.equal(null);
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
