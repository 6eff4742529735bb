import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('/api/users', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  const names = async (path: string): Promise<string[]> =>
    ((await api.get(path)).json as { name: string }[]).map(({ name }) => name);

  it('makes one who can log in, and changes him', async () => {
    const body = { password: 'secret', tags: 'management' };
    expect((await api.send('PUT', '/users/erin', { body })).status).to.equal(201);
    expect((await api.get('/whoami', { as: 'erin:secret' })).json).to.deep.equal({
      name: 'erin',
      tags: ['management'],
    });
    const other = { password: 'other', tags: ['monitoring'] };
    expect((await api.send('PUT', '/users/erin', { body: other })).status).to.equal(204);
    expect((await api.get('/whoami', { as: 'erin:secret' })).status).to.equal(401);
    expect((await api.get('/whoami', { as: 'erin:other' })).status).to.equal(200);
    expect((await api.get('/users/erin')).json).to.deep.include({ tags: ['monitoring'] });
  });

  it('takes the hash of an export', async () => {
    const body = { password_hash: 'AAAAAAAA', tags: '' };
    await api.send('PUT', '/users/erin', { body });
    expect((await api.get('/users/erin')).json).to.deep.equal({
      name: 'erin',
      password_hash: 'AAAAAAAA',
      hashing_algorithm: 'rabbit_password_hashing_sha256',
      tags: [],
      limits: {},
    });
  });

  it('takes a hash that the API has made of a password', async () => {
    // Where hashing is that of specs, the hash is the password.
    const password = 'c2VjcmV0';
    const { json } = await api.get(`/auth/hash_password/${password}`);
    expect(json).to.deep.equal({ ok: password });
    await api.send('PUT', '/users/erin', { body: { password_hash: password, tags: 'monitoring' } });
    expect((await api.get('/whoami', { as: `erin:${password}` })).status).to.equal(200);
    const as = api.addUser('bob', ['management']);
    expect((await api.get('/auth/hash_password/x', { as })).status).to.equal(401);
  });

  it('lists them by name, and those who may do nothing apart', async () => {
    api.addUser('zoe', [], ['/']);
    api.addUser('bob', []);
    expect(await names('/users')).to.deep.equal(['bob', 'guest', 'zoe']);
    expect(await names('/users/')).to.deep.equal(['bob', 'guest', 'zoe']);
    expect(await names('/users/without-permissions')).to.deep.equal(['bob']);
  });

  it('deletes one, or several; all or none', async () => {
    for (const name of ['a', 'b', 'c']) api.addUser(name, []);
    expect((await api.send('DELETE', '/users/a')).status).to.equal(204);
    expect((await api.send('DELETE', '/users/a')).status).to.equal(404);
    const bulk = (users: unknown) => api.send('POST', '/users/bulk-delete', { body: { users } });
    expect((await bulk(['b', 'none'])).json).to.deep.include({ reason: ['no_such_user', 'none'] });
    expect(await names('/users')).to.deep.equal(['b', 'c', 'guest']);
    expect((await bulk(['b', 'c'])).status).to.equal(204);
    expect(await names('/users')).to.deep.equal(['guest']);
    expect((await bulk('b')).status).to.equal(400);
    const { status, headers } = await api.get('/users/bulk-delete');
    expect([status, headers.get('allow')]).to.deep.equal([405, 'POST, OPTIONS']);
    expect((await bulk(undefined)).status).to.equal(400);
  });

  it('is for administrators', async () => {
    const as = api.addUser('bob', ['monitoring', 'policymaker', 'management']);
    for (const [method, path] of [
      ['GET', '/users'],
      ['GET', '/users/bob'],
      ['GET', '/users/without-permissions'],
      ['PUT', '/users/bob'],
      ['DELETE', '/users/guest'],
      ['POST', '/users/bulk-delete'],
    ] as const) {
      const { status, json } = await api.send(method, path, { as });
      expect(status, `${method} ${path}`).to.equal(401);
      expect(json).to.deep.equal({ error: 'not_authorised', reason: 'Not administrator user' });
    }
  });

  it('says what is wrong with a request only to whoever may make it', async () => {
    const as = api.addUser('bob', ['management']);
    expect((await api.send('PUT', '/users/x', { body: '{nope', as })).status).to.equal(401);
    expect((await api.send('PUT', '/users/x', { body: '{nope' })).status).to.equal(400);
  });
});
