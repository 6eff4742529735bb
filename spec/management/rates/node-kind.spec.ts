import { expect } from 'chai';
import { FakeClient } from '../../support/fake-client.js';
import { TestManagement } from '../../support/test-management.js';
import { Machine } from '../../../src/management/machine.js';

const RANGE = 'node_stats_age=10&node_stats_incr=5';

interface Details {
  readonly rate: number;
  readonly samples?: readonly { readonly sample: number }[];
  readonly avg?: number;
}

describe('Rates of the node', () => {
  let api: TestManagement;
  const start = async (machine?: Machine): Promise<void> => {
    api = await new TestManagement(undefined, machine && { machine }).start();
  };
  afterEach(() => api.stop());

  const get = async (path: string) => (await api.get(path)).json as Record<string, unknown>;
  const pass = (): void => api.clock.advance(api.clock.now + 5_000);

  it('are those between two looks, with samples where a range is asked for', async () => {
    await start();
    await get('/nodes/leveret@here');
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await api.send('PUT', `/queues/%2F/${name}`, { body: {} });
    }
    api.broker.enter('/', new FakeClient('c', 'guest'));
    api.limits = { ...api.limits, diskFreeBytes: 1_000 };
    pass();
    const { now } = api.clock;
    const bare = await get('/nodes/leveret@here');
    expect(bare).to.deep.include({ queue_created: 5, queue_created_details: { rate: 1 } });
    const [node] = (await api.get(`/nodes?${RANGE}`)).json as [Record<string, unknown>];
    expect(node).to.deep.include({
      queue_created: 5,
      queue_created_details: {
        rate: 1,
        samples: [
          { sample: 5, timestamp: now },
          { sample: 0, timestamp: now - 5_000 },
        ],
        avg_rate: 1,
        avg: 2.5,
      },
      sockets_used: 1,
      disk_free: 1_000,
    });
    expect((node['sockets_used_details'] as Details).avg).to.equal(0.5);
  });

  it('are there for each of its numbers', async () => {
    await start();
    await get('/nodes/leveret@here');
    pass();
    const node = await get(`/nodes/leveret@here?${RANGE}`);
    const rated = Object.keys(node).filter((key) => key.endsWith('_details'));
    expect(rated).to.include.members(['mem_used_details', 'fd_used_details', 'disk_free_details']);
    for (const key of rated) {
      expect(node[key], key).to.have.keys('rate', 'samples', 'avg_rate', 'avg');
    }
    for (const { sample } of (node['mem_used_details'] as Details).samples ?? []) {
      expect(sample).to.be.greaterThan(10_000_000);
    }
  });

  it('begin when the machine was first read, so that nothing seems to grow from zero', async () => {
    const machine = new Machine(() => api.limits);
    await start(machine);
    expect(machine.latest).to.equal(undefined);
    await get('/overview');
    const details = (await get(`/nodes/leveret@here?${RANGE}`))['disk_free_details'];
    expect(details).to.deep.equal({ rate: 0, samples: [] });
    pass();
    pass();
    const { now } = api.clock;
    expect((await get(`/nodes/leveret@here?${RANGE}`))['disk_free_details']).to.deep.equal({
      rate: 0,
      samples: [
        { sample: 2_000, timestamp: now },
        { sample: 2_000, timestamp: now - 5_000 },
      ],
      avg_rate: 0,
      avg: 2_000,
    });
  });

  it('are read of the machine with each look, and a failure is told', async () => {
    let failure: Error | undefined;
    const machine = new Machine(() => {
      if (failure !== undefined) throw failure;
      return api.limits;
    });
    await start(machine);
    await get('/nodes/leveret@here');
    failure = new Error('no more');
    pass();
    await get('/overview');
    const message = 'what the process uses of its machine could not be read';
    expect(api.log).to.deep.include({ message, error: failure });
  });

  it('are not there for a wrong range', async () => {
    await start();
    const answer = await api.get('/nodes?node_stats_age=60&node_stats_incr=0');
    expect(answer.status).to.equal(400);
    const reason = 'Invalid range parameters: age 60, incr 0';
    expect(answer.json).to.deep.equal({ error: 'bad_request', reason });
  });
});
