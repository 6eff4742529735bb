import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

const ALL = { configure: '.*', write: '.*', read: '.*' };

describe('/api/permissions', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    api.addUser('bob', []);
  });
  afterEach(() => api.stop());

  it('makes, shows, changes and deletes them', async () => {
    const path = '/permissions/%2F/bob';
    const body = { configure: '^$', write: '^orders', read: '.*' };
    expect((await api.send('PUT', path, { body })).status).to.equal(201);
    expect((await api.get(path)).json).to.deep.equal({ user: 'bob', vhost: '/', ...body });
    expect((await api.send('PUT', path, { body: ALL })).status).to.equal(204);
    expect(api.broker.access.may('configure', 'bob', '/', 'any')).to.equal(true);
    expect((await api.send('DELETE', path)).status).to.equal(204);
    expect((await api.send('DELETE', path)).status).to.equal(404);
    expect((await api.get(path)).status).to.equal(404);
  });

  it('lists them all, those of a user and those of a vhost', async () => {
    const guest = { user: 'guest', vhost: '/', ...ALL };
    expect((await api.get('/permissions')).json).to.deep.equal([guest]);
    expect((await api.get('/users/guest/permissions')).json).to.deep.equal([guest]);
    expect((await api.get('/users/bob/permissions')).json).to.deep.equal([]);
    expect((await api.get('/vhosts/%2F/permissions')).json).to.deep.equal([guest]);
    expect((await api.get('/users/none/permissions')).status).to.equal(404);
    expect((await api.get('/vhosts/none/permissions')).status).to.equal(404);
  });

  it('needs the user, the vhost and all three expressions', async () => {
    const reasonOf = async (path: string, body: object): Promise<unknown> => {
      const { status, json } = await api.send('PUT', path, { body });
      expect(status).to.equal(400);
      return (json as { reason: unknown }).reason;
    };
    const lacking = { configure: '', write: '' };
    expect(await reasonOf('/permissions/%2F/bob', lacking)).to.equal('[{key_missing,read}]');
    expect(await reasonOf('/permissions/%2F/none', ALL)).to.equal('vhost_or_user_not_found');
    expect(await reasonOf('/permissions/none/bob', ALL)).to.equal('vhost_or_user_not_found');
    expect(await reasonOf('/permissions/%2F/bob', { ...ALL, read: '(' })).to.contain('(');
    expect(await reasonOf('/permissions/%2F/bob', { ...ALL, read: 3 })).to.deep.equal([
      'not_string',
      3,
    ]);
    expect((await api.get('/users/bob/permissions')).json).to.deep.equal([]);
  });
});

describe('/api/topic-permissions', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    api.addUser('bob', []);
  });
  afterEach(() => api.stop());

  const path = '/topic-permissions/%2F/bob';
  const put = (exchange: string) =>
    api.send('PUT', path, { body: { exchange, write: '^a', read: '.*' } });

  it('makes, lists and deletes them, for one exchange or for all', async () => {
    expect((await put('news')).status).to.equal(201);
    expect((await put('news')).status).to.equal(204);
    expect((await put('amq.topic')).status).to.equal(201);
    const news = { user: 'bob', vhost: '/', exchange: 'news', write: '^a', read: '.*' };
    expect((await api.get(path)).json).to.deep.equal([news, { ...news, exchange: 'amq.topic' }]);
    expect((await api.send('DELETE', `${path}/amq.topic`)).status).to.equal(204);
    expect((await api.get('/topic-permissions')).json).to.deep.equal([news]);
    expect((await api.get(`${path}/news`)).json).to.deep.equal([news]);
    expect((await api.get('/users/bob/topic-permissions')).json).to.deep.equal([news]);
    expect((await api.get('/vhosts/%2F/topic-permissions')).json).to.deep.equal([news]);
    expect((await api.send('DELETE', path)).status).to.equal(204);
    expect((await api.send('DELETE', path)).status).to.equal(404);
    expect((await api.get(path)).status).to.equal(404);
  });

  it('needs the exchange', async () => {
    const { json } = await api.send('PUT', path, { body: { write: '', read: '' } });
    expect(json).to.deep.include({ reason: '[{key_missing,exchange}]' });
  });
});
