import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

const LIMITED = { pattern: '^limited', definition: { 'max-length': 50 } };

describe('/api/policies and /api/operator-policies', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  for (const path of ['/policies', '/operator-policies']) {
    it(`make, list, change and delete them: ${path}`, async () => {
      const url = `${path}/%2F/limits`;
      expect((await api.send('PUT', url, { body: LIMITED })).status).to.equal(201);
      const expected = { vhost: '/', name: 'limits', ...LIMITED, 'apply-to': 'all', priority: 0 };
      expect((await api.get(url)).json).to.deep.equal(expected);
      expect((await api.get(path)).json).to.deep.equal([expected]);
      expect((await api.get(`${path}/%2F`)).json).to.deep.equal([expected]);
      const body = { ...LIMITED, priority: 3, 'apply-to': 'queues' };
      expect((await api.send('PUT', url, { body })).status).to.equal(204);
      expect((await api.get(url)).json).to.deep.include({ priority: 3, 'apply-to': 'queues' });
      expect((await api.send('DELETE', url)).status).to.equal(204);
      expect((await api.send('DELETE', url)).status).to.equal(404);
      expect((await api.get(url)).status).to.equal(404);
    });
  }

  it('are two kinds under one name', async () => {
    await api.send('PUT', '/policies/%2F/x', { body: LIMITED });
    expect((await api.get('/operator-policies/%2F/x')).status).to.equal(404);
  });

  it('hold for the queues that are there', async () => {
    const vhost = api.broker.vhost('/');
    const flags = { durable: false, autoDelete: false, exclusive: false, arguments: new Map() };
    const queue = vhost?.declareQueue({ name: 'limited-1', ...flags }, { name: 'spec' });
    await api.send('PUT', '/policies/%2F/limits', { body: LIMITED });
    expect(queue?.policy?.name).to.equal('limits');
  });

  it('count for what they are in force, if they are asked', async () => {
    await api.send('PUT', '/queues/%2F/limited-1', { body: {} });
    await api.send('PUT', '/policies/%2F/limits', { body: LIMITED });
    const { json } = await api.get('/policies?in_force=true');
    const counted = { name: 'limits', queues_in_force: 1, exchanges_in_force: 0 };
    expect((json as object[])[0]).to.deep.include(counted);
    const ofVhost = await api.get('/policies/%2F?in_force=true');
    expect(ofVhost.json).to.deep.equal(json);
    const one = await api.get('/policies/%2F/limits?in_force=true');
    expect(one.json).to.deep.include(counted);
    expect((await api.get('/policies')).text).not.to.contain('in_force');
  });

  for (const path of ['/policies', '/operator-policies']) {
    it(`tell what one would do, and set none: ${path}`, async () => {
      await api.send('PUT', '/queues/%2F/limited-1', { body: {} });
      const url = `${path}/%2F/limits/preview`;
      const { status, json } = await api.send('POST', url, { body: LIMITED });
      expect(status).to.equal(200);
      expect(json).to.have.nested.property('queues.changing', 1);
      expect(json).to.have.nested.property('items[0].policy_after', 'limits');
      expect((await api.get(path)).json).to.deep.equal([]);
      const fewer = await api.send('POST', `${url}?items=0`, { body: LIMITED });
      expect(fewer.json).to.deep.include({ items: [], truncated: true });
    });
  }

  it('tell it to whoever sees the vhost, and refuse what a PUT refuses', async () => {
    const url = '/policies/%2F/limits/preview';
    const as = api.addUser('bob', ['management'], ['/']);
    expect((await api.send('POST', url, { body: LIMITED, as })).status).to.equal(200);
    const stranger = api.addUser('eve', ['policymaker']);
    expect((await api.send('POST', url, { body: LIMITED, as: stranger })).status).to.equal(401);
    expect((await api.send('POST', url, { body: { pattern: '(' } })).status).to.equal(400);
    const wrong = { ...LIMITED, pattern: '(' };
    expect((await api.send('POST', url, { body: wrong })).text).to.contain('pattern');
    expect((await api.send('POST', `${url}?items=1001`, { body: LIMITED })).status).to.equal(400);
    const nowhere = await api.send('POST', '/policies/none/p/preview', { body: LIMITED });
    expect(nowhere.status).to.equal(404);
  });

  it('tell what is missing, and what is wrong, with 400', async () => {
    const url = '/policies/%2F/x';
    const reasonOf = async (body: object): Promise<unknown> => {
      const { status, json } = await api.send('PUT', url, { body });
      expect(status).to.equal(400);
      return (json as { reason: unknown }).reason;
    };
    expect(await reasonOf({ pattern: 'x' })).to.equal('[{key_missing,definition}]');
    expect(await reasonOf({})).to.equal('[{key_missing,pattern},{key_missing,definition}]');
    expect(await reasonOf({ pattern: '(', definition: { expires: 1 } })).to.contain('pattern');
    expect(await reasonOf({ ...LIMITED, priority: 'high' })).to.contain('priority');
    expect(await reasonOf({ pattern: 'x', definition: { lemons: 1 } })).to.contain('lemons');
    expect(api.broker.policies.all('policy')).to.deep.equal([]);
  });

  it('need their vhost', async () => {
    expect((await api.get('/policies/none')).status).to.equal(404);
    const { status, json } = await api.send('PUT', '/policies/none/x', { body: LIMITED });
    expect(status).to.equal(404);
    expect(json).to.deep.equal({ error: 'not_found', reason: 'vhost_not_found' });
  });
});
