import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('/api/log/level', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('tells the level of each category', async () => {
    const { json } = await api.get('/log/level');
    expect(json).to.deep.equal({ default: 'info', connection: 'info' });
  });

  it('changes all, or one category', async () => {
    const all = await api.send('PUT', '/log/level', { body: { level: 'error' } });
    expect([all.status, all.text]).to.deep.equal([204, '']);
    const body = { level: 'debug', category: 'connection' };
    await api.send('PUT', '/log/level', { body });
    const { json } = await api.get('/log/level');
    expect(json).to.deep.equal({ default: 'error', connection: 'debug' });
  });

  it('refuses what is no level, and says what is', async () => {
    const { status, json } = await api.send('PUT', '/log/level', { body: { level: 'loud' } });
    expect(status).to.equal(400);
    expect(json).to.have.property('reason').that.contains('level is one of debug, info');
  });
});
