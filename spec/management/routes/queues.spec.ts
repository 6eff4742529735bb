import { expect } from 'chai';
import { message } from '../../support/core-builders.js';
import { TestManagement } from '../../support/test-management.js';

describe('/api/queues', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  const PATH = '/queues/%2F/q';
  const put = async (body: unknown): Promise<unknown[]> => {
    const { status, json } = await api.send('PUT', PATH, { body });
    return [status, json];
  };
  const queue = () => api.broker.vhost('/')?.queue('q');

  it('declares one, and the same again', async () => {
    const body = { durable: true, auto_delete: true, arguments: { 'x-max-length': 5 } };
    expect(await put(body)).to.deep.equal([201, undefined]);
    expect(await put(body)).to.deep.equal([204, undefined]);
    expect((await api.get(PATH)).json).to.deep.include({ name: 'q', vhost: '/', ...body });
  });

  it('lists those of a vhost, and of all', async () => {
    await put({});
    const { json } = await api.get('/queues/%2F');
    expect((json as { name: string }[]).map(({ name }) => name)).to.deep.equal(['q']);
    expect((await api.get('/queues')).json).to.deep.equal(json);
  });

  it('gives those that are named, as the list has them', async () => {
    for (const name of ['a', 'b', 'c']) await api.send('PUT', `/queues/%2F/${name}`, { body: {} });
    api.broker.declareVhost({ name: 'hidden' });
    const named = (...names: string[]) => ({
      queues: [...names.map((name) => ({ vhost: '/', name })), { vhost: 'hidden', name: 'x' }],
    });
    const ask = async (body: unknown, query = '', as = 'guest:guest') =>
      (await api.send('POST', `/queues${query}`, { body, as })).json;
    const { json } = await api.get('/queues');
    const [a, , c] = json as readonly unknown[];
    expect(await ask(named('c', 'none', 'a'))).to.deep.equal([c, a]);
    const few = [{ name: 'c', messages: 0 }];
    expect(await ask(named('c'), '?columns=name,messages')).to.deep.equal(few);
    expect(await ask(named('c'), '', api.addUser('dora', ['management'], []))).to.deep.equal([]);
    for (const queues of [undefined, 'a', [{ name: 'a' }], named(...'x'.repeat(500)).queues]) {
      const { status } = await api.send('POST', '/queues', { body: { queues } });
      expect(status, JSON.stringify(queues)?.slice(0, 40)).to.equal(400);
    }
  });

  it('refuses what cannot be declared in the words of RabbitMQ', async () => {
    await put({ durable: true });
    expect(await put({ durable: false })).to.deep.equal([
      400,
      {
        error: 'bad_request',
        reason:
          "inequivalent arg 'durable' for queue 'q' in vhost '/': " +
          "received 'false' but current is 'true'",
      },
    ]);
    expect((await api.send('PUT', '/queues/none/q', { body: {} })).status).to.equal(404);
    expect((await api.get('/queues/%2F/none')).status).to.equal(404);
  });

  it('purges one', async () => {
    await put({});
    queue()?.enqueue(message());
    expect((await api.send('DELETE', `${PATH}/contents`)).status).to.equal(204);
    expect(queue()?.messageCount).to.equal(0);
  });

  it('deletes one, but not one with messages if that is asked', async () => {
    await put({});
    queue()?.enqueue(message());
    expect((await api.send('DELETE', `${PATH}?if-empty=true`)).json).to.deep.equal({
      error: 'bad_request',
      reason: "queue 'q' in vhost '/' not empty",
    });
    expect((await api.send('DELETE', PATH)).status).to.equal(204);
    expect((await api.send('DELETE', PATH)).status).to.equal(404);
  });

  it('leaves an exclusive queue to its owner', async () => {
    const request = { name: 'q', durable: false, autoDelete: false, exclusive: true };
    const owner = { name: 'another' };
    api.broker.vhost('/')?.declareQueue({ ...request, arguments: new Map() }, owner);
    const act = (action: string) => api.send('POST', `${PATH}/actions`, { body: { action } });
    const reason =
      "cannot obtain exclusive access to locked queue 'q' in vhost '/'. It could be originally " +
      'declared on another connection or the exclusive property value does not match that of the ' +
      'original declaration.';
    for (const { status, json } of [
      await api.send('DELETE', PATH),
      await api.send('DELETE', `${PATH}/contents`),
      await act('pause'),
      await act('resume'),
    ]) {
      expect(status).to.equal(400);
      expect(json).to.deep.equal({ error: 'bad_request', reason });
    }
    expect(queue()?.isPaused).to.equal(false);
    // As in RabbitMQ, which does nothing for it.
    expect((await act('sync')).status).to.equal(204);
    expect((await act('dance')).json).to.deep.include({ reason: ['unknown', 'dance'] });
  });

  it('pauses and resumes one, and has no mirrors to synchronise', async () => {
    await put({});
    const act = async (action: unknown): Promise<number> =>
      (await api.send('POST', `${PATH}/actions`, { body: { action } })).status;
    expect(await act('pause')).to.equal(204);
    expect(queue()?.isPaused).to.equal(true);
    expect(await act('resume')).to.equal(204);
    expect(queue()?.isPaused).to.equal(false);
    expect([await act('sync'), await act('cancel_sync'), await act('dance')]).to.deep.equal([
      204, 204, 400,
    ]);
    const { json } = await api.send('POST', `${PATH}/actions`, { body: {} });
    expect(json).to.deep.include({ reason: '[{key_missing,action}]' });
  });
});
