import { expect } from 'chai';
import { type AmqpServer, amqpServer } from '../../support/amqp-server.js';
import { TestManagement } from '../../support/test-management.js';

type Named = { readonly name: string }[];

describe('/api/connections', () => {
  let server: AmqpServer;
  let api: TestManagement;
  beforeEach(async () => {
    server = amqpServer();
    api = await new TestManagement(undefined, { broker: server.broker }).start();
    api.addUser('anna', ['management'], ['/']);
    api.addUser('boss', ['monitoring']);
  });
  afterEach(() => api.stop());

  const connect = (user = 'guest') =>
    user === 'guest' ? server.open() : server.open({ user, password: 'pw' });
  const namesOf = async (path: string, as?: string): Promise<string[]> =>
    ((await api.get(path, as === undefined ? {} : { as })).json as Named).map(({ name }) => name);
  const statusOf = async (method: string, path: string, as: string): Promise<number> =>
    (await api.send(method, path, { as })).status;

  const FORBIDDEN = {
    error: 'not_authorised',
    reason: 'User not authorised to access object',
  };

  it('lists all to those who monitor, and to others their own', async () => {
    connect();
    connect('anna');
    for (const path of ['/connections', '/vhosts/%2F/connections']) {
      expect(await namesOf(path)).to.eql(['client 1', 'client 2']);
      expect(await namesOf(path, 'boss:pw')).to.eql(['client 1', 'client 2']);
      expect(await namesOf(path, 'anna:pw')).to.eql(['client 2']);
    }
    api.broker.declareVhost({ name: 'v' });
    expect(await namesOf('/vhosts/v/connections')).to.eql([]);
    expect((await api.get('/vhosts/none/connections')).status).to.equal(404);
  });

  it('shows one, and its channels, to its user and to those who monitor', async () => {
    connect();
    connect('anna');
    expect((await api.get('/connections/client%201')).json).to.deep.include({
      name: 'client 1',
      user: 'guest',
      vhost: '/',
      channels: 1,
      state: 'running',
      ssl: false,
      ssl_cipher: '',
    });
    expect(await namesOf('/connections/client%202/channels', 'anna:pw')).to.eql(['client 2 (1)']);
    expect(await statusOf('GET', '/connections/client%201', 'boss:pw')).to.equal(200);
    for (const below of ['', '/channels', '/consumers']) {
      const { status, json } = await api.get(`/connections/client%201${below}`, { as: 'anna:pw' });
      expect([status, json]).to.eql([401, FORBIDDEN]);
    }
    expect((await api.get('/connections/none')).json).to.eql({
      error: 'Object Not Found',
      reason: 'Not Found',
    });
  });

  it('lists the consumers of one, on all of its channels', async () => {
    const client = server.open({ channels: 2 });
    connect('anna');
    client.send(1, 'queue.declare', { queue: 'q' });
    for (const channel of [1, 2]) {
      client.send(channel, 'basic.consume', { queue: 'q', consumerTag: `on ${channel}` });
    }
    client.take();
    const tagsOf = async (path: string) =>
      ((await api.get(path)).json as { consumer_tag: string }[]).map((each) => each.consumer_tag);
    expect(await tagsOf('/connections/client%201/consumers')).to.eql(['on 1', 'on 2']);
    expect(await tagsOf('/connections/client%202/consumers')).to.eql([]);
    expect((await api.get('/connections/none/consumers')).status).to.equal(404);
  });

  it('closes one, and tells its client the reason', async () => {
    const client = connect();
    client.take();
    const headers = { 'x-reason': 'because' };
    expect((await api.send('DELETE', '/connections/client%201', { headers })).status).to.equal(204);
    expect(client.lines()[0]).to.include('replyCode=320 replyText=CONNECTION_FORCED - because');
    expect(await namesOf('/connections')).to.eql([]);
    expect(await statusOf('DELETE', '/connections/client%201', 'guest:guest')).to.equal(404);
    const other = connect();
    other.take();
    await api.send('DELETE', '/connections/client%202');
    expect(other.lines()[0]).to.include('CONNECTION_FORCED - Closed via management plugin');
  });

  it('closes one for its user and for administrators only', async () => {
    connect();
    connect('anna');
    expect(await statusOf('DELETE', '/connections/client%201', 'anna:pw')).to.equal(401);
    expect(await statusOf('DELETE', '/connections/client%202', 'boss:pw')).to.equal(401);
    expect(await statusOf('DELETE', '/connections/client%202', 'anna:pw')).to.equal(204);
    expect(await namesOf('/connections')).to.eql(['client 1']);
  });

  it('lists those of a user in short, and closes them', async () => {
    connect();
    const client = connect('anna');
    client.take();
    const path = '/connections/username/anna';
    const own = [{ name: 'client 2', vhost: '/', user: 'anna', node: 'leveret@localhost' }];
    expect((await api.get(path)).json).to.eql(own);
    expect((await api.get(path, { as: 'anna:pw' })).json).to.eql(own);
    expect((await api.get('/connections/username/nobody')).json).to.eql([]);
    const guests = '/connections/username/guest';
    expect(await statusOf('GET', guests, 'anna:pw')).to.equal(401);
    expect(await statusOf('DELETE', guests, 'anna:pw')).to.equal(401);
    expect(await statusOf('DELETE', path, 'anna:pw')).to.equal(204);
    expect(client.lines()[0]).to.include('CONNECTION_FORCED - Closed via management plugin');
    expect(await namesOf('/connections')).to.eql(['client 1']);
    expect(await statusOf('DELETE', path, 'guest:guest')).to.equal(204);
  });
});
