import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('/api/exchanges/{vhost}/{exchange}/route', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    await api.send('PUT', '/queues/%2F/q', { body: {} });
    const path = '/bindings/%2F/e/amq.headers/q/q';
    await api.send('POST', path, { body: { arguments: { kind: 'order' } } });
  });
  afterEach(() => api.stop());

  const route = async (exchange: string, body: unknown = {}, as = 'guest:guest') => {
    const path = `/exchanges/%2F/${exchange}/route`;
    const { status, json } = await api.send('POST', path, { body, as });
    return [status, json] as [number, Record<string, unknown>];
  };

  it('tells where a message would go by its key or its headers, and publishes none', async () => {
    const [status, told] = await route('amq.default', { routing_key: 'q' });
    expect(status).to.equal(200);
    expect(told).to.deep.include({ routed: true });
    expect(told['queues']).to.eql([{ name: 'q', vhost: '/', certainty: 'certain' }]);
    const properties = { headers: { kind: 'order' } };
    expect((await route('amq.headers', { properties }))[1]).to.include({ routed: true });
    expect((await route('amq.headers'))[1]).to.include({ routed: false });
    expect(api.broker.vhost('/')?.queue('q')?.messageCount).to.equal(0);
    expect(api.broker.counters.received).to.equal(0);
  });

  it('is there for whoever sees the vhost', async () => {
    const user = api.addUser('eve', ['management']);
    expect((await route('amq.topic', {}, user))[0]).to.equal(401);
    expect((await route('amq.topic', {}, api.addUser('bob', ['monitoring'])))[0]).to.equal(200);
  });

  it('refuses an exchange that is not there, and wrong words', async () => {
    expect((await route('none'))[0]).to.equal(404);
    expect((await route('amq.topic', { properties: { priority: 'x' } }))[1]).to.deep.include({
      reason: ['not_int', 'priority'],
    });
    expect((await route('amq.topic', { routing_key: 5 }))[0]).to.equal(400);
    expect((await route('amq.topic', { properties: { headers: { CC: 'x' } } }))[0]).to.equal(400);
  });
});
