import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('/api/user-limits', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    api.addUser('erin', []);
  });
  afterEach(() => api.stop());

  it('sets one limit and leaves the other', async () => {
    const put = (name: string, value: unknown) =>
      api.send('PUT', `/user-limits/erin/${name}`, { body: { value } });
    expect((await put('max-channels', 50)).status).to.equal(204);
    expect((await put('max-connections', 10)).status).to.equal(204);
    const expected = [{ user: 'erin', value: { 'max-connections': 10, 'max-channels': 50 } }];
    expect((await api.get('/user-limits')).json).to.deep.equal(expected);
    expect((await api.get('/user-limits/erin')).json).to.deep.equal(expected);
    expect((await api.send('DELETE', '/user-limits/erin/max-channels')).status).to.equal(204);
    expect((await api.get('/users/erin')).json).to.deep.include({
      password_hash: 'pw',
      limits: { 'max-connections': 10 },
    });
  });

  it('refuses what is no limit, and a user who is not there', async () => {
    const reasonOf = async (path: string, value: unknown): Promise<unknown> => {
      const { status, json } = await api.send('PUT', `/user-limits/${path}`, { body: { value } });
      expect(status).to.equal(400);
      return (json as { reason: unknown }).reason;
    };
    expect(await reasonOf('erin/max-lemons', 1)).to.equal(
      'Unrecognised terms [{<<"max-lemons">>,1}] in user-limits',
    );
    expect(await reasonOf('erin/max-channels', 'x')).to.equal(
      'max-channels should be a number, actually was <<"x">>',
    );
    expect(await reasonOf('none/max-channels', 1)).to.deep.equal(['no_such_user', 'none']);
    expect(await reasonOf('erin/max-channels', undefined)).to.equal('[{key_missing,value}]');
    expect((await api.get('/user-limits/none')).status).to.equal(404);
    expect((await api.send('DELETE', '/user-limits/none/max-channels')).status).to.equal(404);
    expect((await api.get('/user-limits/erin')).json).to.deep.equal([]);
  });

  it('are shown to the user, and all of them to those who monitor', async () => {
    const own = api.addUser('bob', ['management']);
    const monitor = api.addUser('mo', ['monitoring']);
    const none = api.addUser('nobody', ['management']);
    await api.send('PUT', '/user-limits/bob/max-channels', { body: { value: 5 } });
    const expected = [{ user: 'bob', value: { 'max-channels': 5 } }];
    for (const as of [own, monitor, 'guest:guest']) {
      for (const path of ['/user-limits/bob', '/user-limits']) {
        expect((await api.get(path, { as })).json, as).to.deep.equal(expected);
      }
    }
    expect((await api.get('/user-limits', { as: none })).json).to.deep.equal([]);
    const reasonOf = async (path: string, as: string): Promise<unknown> =>
      (await api.get(path, { as })).json;
    const refusal = (reason: string) => ({ error: 'not_authorised', reason });
    for (const path of ['/user-limits/erin', '/user-limits/none']) {
      expect(await reasonOf(path, own)).to.deep.equal(
        refusal('User not authorised to access object'),
      );
    }
  });
});
