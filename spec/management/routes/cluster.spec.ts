import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('The cluster in the HTTP API', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('is called as its node until somebody names it', async () => {
    expect((await api.get('/cluster-name')).json).to.deep.equal({ name: 'leveret@here' });
    const { status } = await api.send('PUT', '/cluster-name', { body: { name: 'the hares' } });
    expect(status).to.equal(204);
    expect((await api.get('/cluster-name')).json).to.deep.equal({ name: 'the hares' });
    expect((await api.get('/global-parameters/cluster_name')).json).to.deep.include({
      value: 'the hares',
    });
    expect((await api.send('PUT', '/cluster-name', { body: {} })).status).to.equal(400);
    expect((await api.send('PUT', '/cluster-name', { body: { name: 3 } })).status).to.equal(400);
  });

  it('has the features that it has', async () => {
    const flags = (await api.get('/feature-flags')).json as { name: string; state: string }[];
    expect(flags.find(({ name }) => name === 'quorum_queue')).to.include({ state: 'enabled' });
    expect((await api.send('PUT', '/feature-flags/quorum_queue/enable')).status).to.equal(204);
    const { status, json } = await api.send('PUT', '/feature-flags/lemons/enable');
    expect(status).to.equal(400);
    expect(json).to.deep.equal({ error: 'bad_request', reason: 'unsupported' });
  });

  it('has no extensions, and nothing deprecated, to rebalance or to reset', async () => {
    for (const path of ['/extensions', '/deprecated-features', '/deprecated-features/used']) {
      expect((await api.get(path)).json, path).to.deep.equal([]);
    }
    expect((await api.send('POST', '/rebalance/queues')).status).to.equal(204);
    expect((await api.send('DELETE', '/reset')).status).to.equal(204);
    expect((await api.send('DELETE', '/reset/leveret@here')).status).to.equal(204);
  });
});
