import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('/api/nodes', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('tells what the node uses and what it may', async () => {
    const { json } = await api.get('/nodes/leveret@here');
    expect(json).to.deep.include({
      name: 'leveret@here',
      running: true,
      mem_limit: 1_000,
      mem_alarm: false,
      disk_free: 2_000,
      disk_free_limit: 100,
      disk_free_alarm: false,
      partitions: [],
      os_pid: String(process.pid),
    });
    const node = json as { mem_used: number; mem_used_details: unknown; uptime: number };
    expect(node.mem_used).to.be.greaterThan(10_000_000);
    expect(node.mem_used_details).to.have.key('rate');
    expect(node.uptime).to.be.greaterThan(0);
    const { json: list } = await api.get('/nodes');
    expect((list as { name: string }[]).map(({ name }) => name)).to.deep.equal(['leveret@here']);
  });

  it('tells of alarms', async () => {
    api.broker.alarms.set('memory', true);
    expect((await api.get('/nodes/leveret@here')).json).to.deep.include({
      mem_alarm: true,
      disk_free_alarm: false,
    });
  });

  it('tells how late the event loop is, to those who monitor', async () => {
    const path = '/nodes/leveret@here/event-loop';
    expect((await api.get(path)).json).to.deep.equal({ event_loop_delay_ms: null });
    api.clock.advance(api.clock.now + 5_000);
    const { json } = await api.get(path);
    const { event_loop_delay_ms: delay } = json as { event_loop_delay_ms: object };
    expect(delay).to.have.all.keys('mean', 'p99', 'max');
    const as = api.addUser('manager', ['management']);
    expect((await api.get(path, { as })).status).to.equal(401);
  });

  it('tells what takes the memory', async () => {
    const { json } = await api.get('/nodes/leveret@here/memory');
    expect((json as { memory: object }).memory).to.include.keys('total', 'strategy', 'binary');
    const { json: relative } = await api.get('/nodes/leveret@here/memory/relative');
    expect((relative as { memory: object }).memory).to.include({ total: 100 });
    const asked = await api.get('/nodes/leveret@here?memory=true');
    expect(asked.json).to.include.keys('memory', 'name');
  });

  it('knows no other node, and is for those who monitor', async () => {
    expect((await api.get('/nodes/none@nowhere')).status).to.equal(404);
    const as = api.addUser('dave', ['management'], ['/']);
    const { status, json } = await api.get('/nodes', { as });
    expect(status).to.equal(401);
    expect(json).to.deep.equal({ error: 'not_authorised', reason: 'Not monitor user' });
  });
});
