import { expect } from 'chai';
import { TestManagement } from '../support/test-management.js';

describe('A request without statistics', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    await api.send('PUT', '/queues/%2F/q', { body: {} });
  });
  afterEach(() => api.stop());

  const queue = {
    name: 'q',
    vhost: '/',
    durable: false,
    auto_delete: false,
    exclusive: false,
    arguments: {},
    node: 'leveret@here',
    type: 'classic',
    state: 'running',
  };

  it('has what queues are, and how many messages they hold if that is asked', async () => {
    expect((await api.get('/queues?disable_stats=true')).json).to.deep.equal([queue]);
    expect((await api.get('/queues/%2F/q?disable_stats=true')).json).to.deep.equal(queue);
    const totals = { messages: 0, messages_ready: 0, messages_unacknowledged: 0 };
    const query = 'disable_stats=true&enable_queue_totals=true';
    expect((await api.get(`/queues?${query}`)).json).to.deep.equal([{ ...queue, ...totals }]);
    const { json } = await api.get('/queues?disable_stats=maybe');
    expect(json).to.have.nested.property('[0].memory');
  });

  it('is told so by the overview, and of a node that it runs', async () => {
    const { json } = await api.get('/overview?disable_stats=true&enable_queue_totals=true');
    expect(json).to.include({ disable_stats: true, enable_queue_totals: true });
    expect(json).not.to.have.any.keys('queue_totals', 'message_stats');
    const node = { name: 'leveret@here', type: 'disc', running: true };
    expect((await api.get('/nodes?disable_stats=true')).json).to.deep.equal([node]);
    expect((await api.get('/nodes/leveret@here?disable_stats=true')).json).to.deep.equal(node);
  });

  it('is none for channels and consumers', async () => {
    for (const path of ['/channels', '/consumers', '/vhosts/%2F/channels']) {
      expect((await api.get(`${path}?disable_stats=true`)).json, path).to.deep.equal({
        error: 'bad_request',
        reason: 'Stats in management UI are disabled on this node',
      });
    }
  });
});
