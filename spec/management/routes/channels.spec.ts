import { expect } from 'chai';
import { type AmqpServer, amqpServer } from '../../support/amqp-server.js';
import { TestManagement } from '../../support/test-management.js';

type Named = { readonly name: string }[];

describe('/api/channels', () => {
  let server: AmqpServer;
  let api: TestManagement;
  beforeEach(async () => {
    server = amqpServer();
    api = await new TestManagement(undefined, { broker: server.broker }).start();
    api.addUser('anna', ['management'], ['/']);
  });
  afterEach(() => api.stop());

  const namesOf = async (path: string, as = 'guest:guest'): Promise<string[]> =>
    ((await api.get(path, { as })).json as Named).map(({ name }) => name);

  it('lists those of the connections that the user may see', async () => {
    server.open({ channels: 2 });
    server.open({ user: 'anna', password: 'pw' });
    for (const path of ['/channels', '/vhosts/%2F/channels']) {
      expect(await namesOf(path)).to.eql(['client 1 (1)', 'client 1 (2)', 'client 2 (1)']);
      expect(await namesOf(path, 'anna:pw')).to.eql(['client 2 (1)']);
    }
    expect((await api.get('/vhosts/none/channels')).status).to.equal(404);
  });

  it('shows one with its consumers', async () => {
    const client = server.open();
    client.send(1, 'queue.declare', { queue: 'q' });
    client.send(1, 'basic.consume', { queue: 'q', consumerTag: 't' }).take();
    const { json } = await api.get('/channels/client%201%20(1)');
    expect(json).to.deep.include({ name: 'client 1 (1)', publishes: [], deliveries: [] });
    const { consumer_details: consumers } = json as { consumer_details: object[] };
    expect(consumers).to.have.lengthOf(1);
    expect(consumers[0]).to.deep.include({ consumer_tag: 't', queue: { name: 'q', vhost: '/' } });
  });

  it('shows one to its user and to those who monitor only', async () => {
    server.open();
    const answer = await api.get('/channels/client%201%20(1)', { as: 'anna:pw' });
    expect([answer.status, answer.json]).to.eql([
      401,
      { error: 'not_authorised', reason: 'User not authorised to access object' },
    ]);
    expect((await api.get('/channels/client%201%20(2)')).status).to.equal(404);
    expect((await api.get('/channels/client%201')).status).to.equal(404);
    expect((await api.send('DELETE', '/channels/client%201%20(1)')).status).to.equal(405);
  });
});
