import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('/api/vhost-limits', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('set one limit and leave the other', async () => {
    const limits = '/vhost-limits/%2F';
    expect((await api.send('PUT', `${limits}/max-queues`, { body: { value: 5 } })).status).equal(
      204,
    );
    await api.send('PUT', `${limits}/max-connections`, { body: { value: 7 } });
    const expected = [{ vhost: '/', value: { 'max-connections': 7, 'max-queues': 5 } }];
    expect((await api.get('/vhost-limits')).json).to.deep.equal(expected);
    expect((await api.get(limits)).json).to.deep.equal(expected);
    expect((await api.send('DELETE', `${limits}/max-queues`)).status).to.equal(204);
    expect(api.broker.vhost('/')?.definition).to.include({
      queueCountMax: -1,
      connectionCountMax: 7,
    });
    expect((await api.send('DELETE', `${limits}/max-queues`)).status).to.equal(204);
  });

  it('refuse what is none, and a vhost that is not there', async () => {
    const wrong = async (path: string, body: object): Promise<number> =>
      (await api.send('PUT', `/vhost-limits/${path}`, { body })).status;
    expect(await wrong('%2F/max-lemons', { value: 1 })).to.equal(400);
    expect(await wrong('%2F/max-queues', { value: 'x' })).to.equal(400);
    expect(await wrong('%2F/max-queues', {})).to.equal(400);
    expect(await wrong('none/max-queues', { value: 1 })).to.equal(404);
    expect((await api.get('/vhost-limits/none')).status).to.equal(404);
    expect((await api.send('DELETE', '/vhost-limits/none/max-queues')).status).to.equal(404);
    expect((await api.get('/vhost-limits')).json).to.deep.equal([]);
  });
});
