import { expect } from 'chai';
import { ScriptedStore } from '../../support/scripted-store.js';
import { TestManagement } from '../../support/test-management.js';

describe('/api/vhosts', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('lists them by name', async () => {
    for (const name of ['b', 'a']) await api.send('PUT', `/vhosts/${name}`);
    const { json } = await api.get('/vhosts');
    expect((json as { name: string }[]).map(({ name }) => name)).to.deep.equal(['/', 'a', 'b']);
  });

  it('lets whoever makes one do everything in it, if that is a user', async () => {
    await api.send('PUT', '/vhosts/a');
    api.isOwner = true;
    await api.send('PUT', '/vhosts/b', { as: null });
    const allowed = Array.from(api.broker.access.permissions.all(), ({ user, vhost }) => [
      user,
      vhost,
    ]);
    expect(allowed).to.deep.include(['guest', 'a']);
    expect(allowed.filter(([, vhost]) => vhost === 'b')).to.deep.equal([]);
  });

  it('makes one with its metadata, and changes what a second request says', async () => {
    const body = { description: 'the shop', tags: 'eu, production', default_queue_type: 'quorum' };
    expect((await api.send('PUT', '/vhosts/shop', { body })).status).to.equal(201);
    expect((await api.get('/vhosts/shop')).json).to.deep.include({
      name: 'shop',
      description: 'the shop',
      tags: ['eu', 'production'],
      default_queue_type: 'quorum',
    });
    expect((await api.send('PUT', '/vhosts/shop', { body: { tags: ['us'] } })).status).to.equal(
      204,
    );
    expect((await api.get('/vhosts/shop')).json).to.deep.include({
      description: 'the shop',
      tags: ['us'],
    });
  });

  it('allows everything in a new one to whoever makes it', async () => {
    await api.send('PUT', '/vhosts/a');
    expect(api.broker.access.may('write', 'guest', 'a', 'any')).to.equal(true);
    api.broker.access.permissions.delete('guest', 'a');
    await api.send('PUT', '/vhosts/a');
    expect(api.broker.access.may('write', 'guest', 'a', 'any')).to.equal(false);
  });

  it('lists to a user those that are open to him', async () => {
    for (const name of ['a', 'b']) api.broker.declareVhost({ name });
    const as = api.addUser('bob', ['management'], ['b']);
    const { json } = await api.get('/vhosts', { as });
    expect((json as { name: string }[]).map(({ name }) => name)).to.deep.equal(['b']);
  });

  it('switches the tracing of one on and off, and leaves it as it is otherwise', async () => {
    const isTraced = async (): Promise<unknown> => {
      return ((await api.get('/vhosts/a')).json as { tracing: unknown }).tracing;
    };
    await api.send('PUT', '/vhosts/a');
    expect(await isTraced()).to.equal(false);
    await api.send('PUT', '/vhosts/a', { body: { tracing: true } });
    expect(await isTraced()).to.equal(true);
    await api.send('PUT', '/vhosts/a', { body: { description: 'traced' } });
    expect(await isTraced()).to.equal(true);
    await api.send('PUT', '/vhosts/a', { body: { tracing: false } });
    expect(await isTraced()).to.equal(false);
  });

  it('takes the metadata of an export', async () => {
    const metadata = { description: 'from an export', tags: ['x'] };
    await api.send('PUT', '/vhosts/a', { body: { metadata } });
    expect(api.broker.vhost('a')?.definition).to.deep.include(metadata);
  });

  it('makes none out of what cannot be one', async () => {
    const wrong = [{ tags: [3] }, { description: 3 }, { default_queue_type: 'circle' }];
    for (const body of wrong) {
      expect((await api.send('PUT', '/vhosts/a', { body })).status).to.equal(400);
    }
    expect(api.broker.vhost('a')).to.equal(undefined);
  });

  it('deletes one, and answers 404 when there is none', async () => {
    await api.send('PUT', '/vhosts/a');
    expect((await api.send('DELETE', '/vhosts/a')).status).to.equal(204);
    expect((await api.send('DELETE', '/vhosts/a')).status).to.equal(404);
    expect((await api.get('/vhosts/a')).status).to.equal(404);
  });

  it('has none that could be started: all of them run', async () => {
    const start = async (path: string): Promise<unknown> => {
      const { status, json } = await api.send('POST', `/vhosts/${path}`);
      return json === undefined ? status : (json as { readonly reason: unknown }).reason;
    };
    expect(await start('%2F/start/leveret@here')).to.equal(204);
    const failed = 'Request to node leveret@here failed with {no_such_vhost,<<"a">>}';
    expect(await start('a/start/leveret@here')).to.equal(failed);
    const down = 'Request to node leveret@there failed with nodedown';
    expect(await start('%2F/start/leveret@there')).to.equal(down);
  });

  it('answers when what it made is on the disk', async () => {
    const store = new ScriptedStore();
    const slow = await new TestManagement(store).start();
    let isAnswered = false;
    const answer = slow.send('PUT', '/vhosts/a').finally(() => (isAnswered = true));
    // Another request over and done shows that the first is only waiting for the disk.
    while (slow.broker.vhost('a') === undefined) await slow.get('/whoami');
    expect(isAnswered).to.equal(false);
    store.commit();
    expect((await answer).status).to.equal(201);
    await slow.stop();
  });
});
