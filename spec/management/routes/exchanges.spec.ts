import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('/api/exchanges', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  const put = async (body: unknown): Promise<unknown[]> => {
    const { status, json } = await api.send('PUT', '/exchanges/%2F/e', { body });
    return [status, json];
  };

  it('declares one, and the same again', async () => {
    const body = { type: 'topic', durable: true, arguments: { 'alternate-exchange': 'other' } };
    expect(await put(body)).to.deep.equal([201, undefined]);
    expect(await put(body)).to.deep.equal([204, undefined]);
    expect((await api.get('/exchanges/%2F/e')).json).to.deep.include({ name: 'e', ...body });
  });

  it('declares a direct one that is not durable where nothing is said', async () => {
    await put({});
    const { json } = await api.get('/exchanges/%2F/e');
    expect(json).to.deep.include({ type: 'direct', durable: false, auto_delete: false });
  });

  it('counts nothing by queue and channel, as RabbitMQ without detailed rates', async () => {
    const { json } = await api.get('/exchanges/%2F/amq.direct');
    expect(json).to.deep.include({ incoming: [], outgoing: [] });
  });

  it('lists those of a vhost by name, the default one among them', async () => {
    const { json } = await api.get('/exchanges/%2F');
    const names = (json as { name: string }[]).map(({ name }) => name);
    expect(names.slice(0, 3)).to.deep.equal(['', 'amq.direct', 'amq.fanout']);
    expect((await api.get('/exchanges')).json).to.deep.equal(json);
    expect((await api.get('/exchanges/%2F/amq.default')).json).to.deep.include({ name: '' });
  });

  it('refuses what cannot be declared in the words of RabbitMQ', async () => {
    await put({ type: 'topic' });
    expect(await put({ type: 'fanout' })).to.deep.equal([
      400,
      {
        error: 'bad_request',
        reason:
          "inequivalent arg 'type' for exchange 'e' in vhost '/': " +
          "received 'fanout' but current is 'topic'",
      },
    ]);
    expect((await put({ durable: 'yes' }))[1]).to.deep.equal({
      error: 'bad_request',
      reason: ['not_boolean', 'yes'],
    });
    expect((await api.send('PUT', '/exchanges/none/e', { body: {} })).json).to.deep.equal({
      error: 'not_found',
      reason: 'vhost_not_found',
    });
  });

  it('deletes one, but not one in use if that is asked', async () => {
    await put({});
    await api.send('POST', '/bindings/%2F/e/e/e/amq.fanout', { body: {} });
    const path = '/exchanges/%2F/e';
    expect((await api.send('DELETE', `${path}?if-unused=true`)).json).to.deep.equal({
      error: 'bad_request',
      reason: "exchange 'e' in vhost '/' in use",
    });
    expect((await api.send('DELETE', path)).status).to.equal(204);
    expect((await api.send('DELETE', path)).status).to.equal(404);
    expect((await api.send('DELETE', '/exchanges/%2F/amq.direct')).status).to.equal(401);
  });
});
