import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

interface Told {
  readonly wanted_count: number;
  readonly exchanges: readonly { readonly name: string }[];
  readonly queues: readonly { readonly name: string }[];
}

describe('/api/topology/{vhost}', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    for (const name of ['a', 'b', 'c']) await api.send('PUT', `/queues/%2F/${name}`, { body: {} });
  });
  afterEach(() => api.stop());

  const names = async (body: unknown): Promise<string[]> => {
    const { json } = await api.send('POST', '/topology/%2F', { body });
    const { exchanges, queues, wanted_count: count } = json as Told;
    return [...[...exchanges, ...queues].map(({ name }) => name), String(count)];
  };

  it('tells the exchanges and queues of a vhost, those of a name, or so many', async () => {
    expect(await names({})).to.eql(['', 'a', 'b', 'c', '4']);
    expect(await names({ filter: ' B ' })).to.eql(['', 'b', '2']);
    expect(await names({ limit: 1 })).to.eql(['a', '4']);
    const first = { exchanges: ['gone'], queues: ['c'] };
    expect(await names({ limit: 1, first })).to.eql(['c', '4']);
  });

  it('puts the busiest first', async () => {
    const publish = { routing_key: 'b', properties: {}, payload: '', payload_encoding: 'string' };
    await names({});
    await api.send('POST', '/exchanges/%2F/amq.default/publish', { body: publish });
    api.clock.advance(api.clock.now + 5_000);
    expect(await names({ limit: 2 })).to.eql(['', 'b', '4']);
  });

  it('is there for whoever sees the vhost', async () => {
    const as = api.addUser('eve', ['management']);
    expect((await api.send('POST', '/topology/%2F', { body: {}, as })).status).to.equal(401);
    expect((await api.send('POST', '/topology/none', { body: {} })).status).to.equal(404);
  });

  it('says what is wrong with a question', async () => {
    for (const [body, reason] of [
      [{ limit: 1_001 }, 'limit has to be a whole number from 1 to 1000'],
      [{ limit: 0 }, 'limit has to be a whole number from 1 to 1000'],
      [{ first: { queues: 'a' } }, 'first.queues has to be a list of names'],
    ] as const) {
      const { status, json } = await api.send('POST', '/topology/%2F', { body });
      expect([status, (json as { reason: string }).reason]).to.eql([400, reason]);
    }
  });
});
