import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

const PATH = '/exchanges/%2F/later/delayed';

describe('/api/exchanges/{vhost}/{exchange}/delayed', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    const arguments_ = { 'x-delayed-type': 'direct' };
    const body = { type: 'x-delayed-message', durable: true, arguments: arguments_ };
    await api.send('PUT', '/exchanges/%2F/later', { body });
    await api.send('PUT', '/queues/%2F/q', { body: {} });
    const binding = { routing_key: 'k' };
    await api.send('POST', '/bindings/%2F/e/later/q/q', { body: binding });
    for (const [payload, delay] of [
      ['soon', 1_000],
      ['late', 9_000],
    ]) {
      const properties = { headers: { 'x-delay': delay } };
      const message = { routing_key: 'k', payload, payload_encoding: 'string', properties };
      await api.send('POST', '/exchanges/%2F/later/publish', { body: message });
    }
  });
  afterEach(() => api.stop());

  const payloads = async (query = ''): Promise<unknown[]> => {
    const { json } = await api.get(`${PATH}${query}`);
    return (json as { items: { payload: string }[] }).items.map(({ payload }) => payload);
  };

  it('shows what waits, and when its time comes', async () => {
    expect(await payloads()).to.eql(['soon', 'late']);
    expect(await payloads('?search=late')).to.eql(['late']);
    const { json } = await api.get(`${PATH}/2`);
    expect(json).to.include({ payload: 'late', expires_at: api.clock.now + 9_000 });
  });

  it('cancels one of them', async () => {
    expect((await api.send('DELETE', `${PATH}/1`)).status).to.equal(204);
    expect((await api.send('DELETE', `${PATH}/1`)).status).to.equal(404);
    api.clock.advance(api.clock.now + 10_000);
    const queue = api.broker.vhost('/')?.queue('q');
    expect(queue?.messageCount).to.equal(1);
    expect(await payloads()).to.eql([]);
  });

  it('needs the permission to read the exchange, and to configure it to cancel', async () => {
    const eve = api.addUser('eve', ['management']);
    const may = (configure: string, read: string): void => {
      const rule = { user: 'eve', vhost: '/', configure, read, write: '' };
      api.broker.access.permissions.put(rule);
    };
    may('', '');
    expect((await api.get(PATH, { as: eve })).status).to.equal(401);
    may('', '^later$');
    expect((await api.get(PATH, { as: eve })).status).to.equal(200);
    expect((await api.send('DELETE', `${PATH}/1`, { as: eve })).status).to.equal(401);
    may('^later$', '');
    expect((await api.send('DELETE', `${PATH}/1`, { as: eve })).status).to.equal(204);
  });

  it('is not there for another exchange', async () => {
    expect((await api.get('/exchanges/%2F/amq.topic/delayed')).status).to.equal(404);
    expect((await api.get('/exchanges/%2F/none/delayed')).status).to.equal(404);
  });
});
