import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('Columns of any answer', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('are taken from single things', async () => {
    expect((await api.get('/whoami?columns=name')).json).to.deep.equal({ name: 'guest' });
    const { json } = await api.get('/overview?columns=node,object_totals.queues');
    expect(json).to.deep.equal({ node: 'leveret@here', object_totals: { queues: 0 } });
  });

  it('are taken from lists, which are sorted if that is asked', async () => {
    api.addUser('alice', []);
    const users = async (query: string) => (await api.get(`/users?columns=name&${query}`)).json;
    const [alice, guest] = [{ name: 'alice' }, { name: 'guest' }];
    expect(await users('page=9')).to.deep.equal([alice, guest]);
    expect(await users('sort=name&sort_reverse=true')).to.deep.equal([guest, alice]);
    expect(await users('sort=hashing_algorithm')).to.deep.equal([alice, guest]);
    expect(await users('sort_reverse=true')).to.deep.equal([guest, alice]);
  });

  it('are none of a refusal, and of what changes something', async () => {
    expect((await api.get('/users/none?columns=name')).json).to.have.keys('error', 'reason');
    const body = { routing_key: 'q', payload: '', payload_encoding: 'string', properties: {} };
    const path = '/exchanges/%2F/amq.default/publish?columns=x';
    expect((await api.send('POST', path, { body })).json).to.deep.equal({ routed: false });
  });
});
