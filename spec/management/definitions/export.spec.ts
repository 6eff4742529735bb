import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

const DURABLE = { durable: true, autoDelete: false, exclusive: false, arguments: new Map() };

describe('An export', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  const owner = { name: 'spec' };
  const exported = async (path = '/definitions') =>
    (await api.get(path)).json as Record<string, object[]>;

  it("has RabbitMQ's lists, in its order", async () => {
    expect(Object.keys(await exported())).to.deep.equal([
      'rabbit_version',
      'rabbitmq_version',
      'product_name',
      'product_version',
      'users',
      'vhosts',
      'permissions',
      'topic_permissions',
      'parameters',
      'global_parameters',
      'policies',
      'queues',
      'exchanges',
      'bindings',
    ]);
  });

  it('has what was made, and not what is there anyway', async () => {
    const vhost = api.broker.vhost('/');
    vhost?.declareQueue({ ...DURABLE, name: 'q' }, owner);
    vhost?.declareExchange({ ...DURABLE, name: 'e', type: 'topic', internal: true });
    const binding = { destinationKind: 'queue', destination: 'q', arguments: new Map() } as const;
    vhost?.bind({ ...binding, source: 'e', routingKey: '#' }, owner);
    const { queues, exchanges, bindings } = await exported();
    expect(queues).to.deep.equal([
      { name: 'q', vhost: '/', durable: true, auto_delete: false, arguments: {} },
    ]);
    expect(exchanges).to.deep.equal([
      {
        name: 'e',
        vhost: '/',
        type: 'topic',
        durable: true,
        auto_delete: false,
        internal: true,
        arguments: {},
      },
    ]);
    expect(bindings).to.deep.equal([
      {
        source: 'e',
        vhost: '/',
        destination: 'q',
        destination_type: 'queue',
        routing_key: '#',
        arguments: {},
      },
    ]);
  });

  it('leaves out what goes with its connection', async () => {
    const vhost = api.broker.vhost('/');
    vhost?.declareQueue({ ...DURABLE, name: 'mine', exclusive: true }, owner);
    const binding = { destinationKind: 'queue', destination: 'mine' } as const;
    const rest = { source: 'amq.topic', routingKey: 'k', arguments: new Map() };
    vhost?.bind({ ...binding, ...rest }, owner);
    const { queues, bindings } = await exported();
    expect({ queues, bindings }).to.deep.equal({ queues: [], bindings: [] });
  });

  it('of one vhost names no vhost, so that it can go into another', async () => {
    api.broker.declareVhost({ name: 'shop' });
    api.broker.vhost('shop')?.declareQueue({ ...DURABLE, name: 'q' }, owner);
    const whole = await exported('/definitions/shop');
    expect(Object.keys(whole)).to.deep.equal([
      'rabbit_version',
      'parameters',
      'policies',
      'queues',
      'exchanges',
      'bindings',
    ]);
    expect(whole['queues']).to.deep.equal([
      { name: 'q', durable: true, auto_delete: false, arguments: {} },
    ]);
  });
});
