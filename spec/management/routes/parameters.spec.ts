import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

const LIMITS = '/parameters/vhost-limits/%2F/limits';
const POLICY = { pattern: 'x', definition: { 'max-length': 1 }, priority: 0, 'apply-to': 'all' };

describe('/api/parameters', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('set, show and clear what a component keeps', async () => {
    const value = { 'max-queues': 5 };
    expect((await api.send('PUT', LIMITS, { body: { value } })).status).to.equal(201);
    const expected = { value, vhost: '/', component: 'vhost-limits', name: 'limits' };
    for (const path of [
      '/parameters',
      '/parameters/vhost-limits',
      '/parameters/vhost-limits/%2F',
    ]) {
      expect((await api.get(path)).json, path).to.deep.equal([expected]);
    }
    expect((await api.get(LIMITS)).json).to.deep.equal(expected);
    expect(api.broker.vhost('/')?.definition.queueCountMax).to.equal(5);
    expect((await api.send('PUT', LIMITS, { body: { value: {} } })).status).to.equal(204);
    expect((await api.send('DELETE', LIMITS)).status).to.equal(404);
  });

  it('list policies for whoever names them, and do not set them', async () => {
    await api.send('PUT', '/policies/%2F/p', { body: POLICY });
    expect((await api.get('/parameters')).json).to.deep.equal([]);
    expect((await api.get('/parameters/policy')).json).to.deep.equal([
      { value: POLICY, vhost: '/', component: 'policy', name: 'p' },
    ]);
    const { status, json } = await api.send('PUT', '/parameters/policy/%2F/p', {
      body: { value: POLICY },
    });
    expect(status).to.equal(400);
    expect(json).to.deep.include({ reason: 'policies may not be set using this method' });
  });

  it('leave limits and policies of operators to administrators', async () => {
    const as = api.addUser('polly', ['policymaker'], ['/']);
    const refusal = { error: 'not_authorised', reason: 'Not administrator user' };
    const given = { pattern: '', definition: { 'max-length': 1 }, priority: 0 };
    for (const [path, value] of [
      [LIMITS, { 'max-queues': 5 }],
      ['/parameters/operator_policy/%2F/o', given],
    ] as const) {
      expect((await api.send('PUT', path, { as, body: { value } })).json).to.deep.equal(refusal);
      expect((await api.send('PUT', path, { body: { value } })).status, path).to.equal(201);
      expect((await api.send('DELETE', path, { as })).json).to.deep.equal(refusal);
      expect((await api.get(path, { as })).status, path).to.equal(200);
      expect((await api.send('DELETE', path)).status, path).to.equal(204);
    }
  });

  it('refuse a missing value, and a component that nobody knows', async () => {
    expect((await api.send('PUT', LIMITS, { body: {} })).json).to.deep.include({
      reason: '[{key_missing,value}]',
    });
    const lemons = await api.send('PUT', '/parameters/lemons/%2F/x', { body: { value: 1 } });
    expect(lemons.status).to.equal(400);
    expect((lemons.json as { reason: string }).reason).to.contain('component lemons not found');
    expect((await api.get('/parameters/lemons')).json).to.deep.equal([]);
    expect((await api.get('/parameters/lemons/%2F/x')).status).to.equal(404);
  });
});

describe('/api/global-parameters', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('keep any value under a name', async () => {
    const value = { level: 3, owner: 'team' };
    const path = '/global-parameters/notes';
    expect((await api.send('PUT', path, { body: { value } })).status).to.equal(201);
    expect((await api.send('PUT', path, { body: { value } })).status).to.equal(204);
    expect((await api.get(path)).json).to.deep.equal({ value, name: 'notes' });
    expect((await api.get('/global-parameters')).json).to.deep.equal([{ name: 'notes', value }]);
    expect((await api.send('DELETE', path)).status).to.equal(204);
    expect((await api.send('DELETE', path)).status).to.equal(404);
    expect((await api.get(path)).status).to.equal(404);
  });

  it('take null and false for values', async () => {
    expect((await api.send('PUT', '/global-parameters/a', { body: { value: null } })).status).equal(
      201,
    );
    expect((await api.get('/global-parameters/a')).json).to.deep.equal({ value: null, name: 'a' });
    expect((await api.send('PUT', '/global-parameters/b', { body: {} })).status).to.equal(400);
  });
});
