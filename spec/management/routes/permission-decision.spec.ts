import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('/api/permissions/{vhost}/{user}/decision', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    api.addUser('bob', ['management']);
    const body = { configure: '', write: '^(amq\\.default|amq\\.topic)$', read: '^orders' };
    await api.send('PUT', '/permissions/%2F/bob', { body });
    const keys = { exchange: 'amq.topic', write: '^{username}\\.', read: '.*' };
    await api.send('PUT', '/topic-permissions/%2F/bob', { body: keys });
  });
  afterEach(() => api.stop());

  const ask = async (query: Record<string, string>, of = '%2F/bob', as = 'guest:guest') => {
    const path = `/permissions/${of}/decision?${new URLSearchParams(query).toString()}`;
    const { status, json } = await api.get(path, { as });
    return [status, json] as [number, Record<string, unknown>];
  };

  it('tells that a user may, and by which rule', async () => {
    const query = { permission: 'write', resource: 'exchange', name: 'amq.default' };
    expect(await ask(query)).to.deep.equal([
      200,
      {
        user: 'bob',
        vhost: '/',
        resource: 'exchange',
        name: '',
        permission: 'write',
        routing_key: null,
        allowed: true,
        refusal: null,
        exists: true,
        rules: [
          {
            kind: 'permission',
            pattern: '^(amq\\.default|amq\\.topic)$',
            text: 'amq.default',
            matches: true,
          },
        ],
      },
    ]);
  });

  it('tells that a user may not, with what a client would be told', async () => {
    const query = { permission: 'write', resource: 'exchange', name: 'amq.topic' };
    const [, told] = await ask({ ...query, routing_key: 'ann.news' });
    expect(told).to.deep.include({
      allowed: false,
      refusal:
        "403 ACCESS_REFUSED - access to topic 'ann.news' in exchange 'amq.topic' in vhost '/' " +
        "refused for user 'bob'",
    });
    expect((told['rules'] as unknown[])[1]).to.deep.equal({
      kind: 'topic-permission',
      pattern: '^{username}\\.',
      text: 'ann.news',
      matches: false,
    });
    expect((await ask({ ...query, routing_key: 'bob.news' }))[1]).to.include({ allowed: true });
    const queue = { permission: 'read', resource: 'queue', name: 'none' };
    expect((await ask(queue))[1]).to.include({ allowed: false, exists: false });
  });

  it('tells that a user may not open the vhost', async () => {
    await api.send('PUT', '/vhosts/shop');
    const query = { permission: 'read', resource: 'queue', name: 'orders' };
    expect((await ask(query, 'shop/bob'))[1]).to.deep.include({
      allowed: false,
      refusal: "530 NOT_ALLOWED - access to vhost 'shop' refused for user 'bob'",
      rules: [],
    });
  });

  it('is for administrators, of users and vhosts that there are', async () => {
    const query = { permission: 'read', resource: 'queue', name: 'orders' };
    expect((await ask(query, '%2F/bob', 'bob:pw'))[0]).to.equal(401);
    const missing = (reason: string) => [404, { error: 'not_found', reason }];
    expect(await ask(query, '%2F/none')).to.deep.equal(missing("there is no user 'none'"));
    expect(await ask(query, 'none/bob')).to.deep.equal(missing("there is no vhost 'none'"));
  });

  it('says what a question lacks', async () => {
    const query = { permission: 'read', resource: 'queue', name: 'orders' };
    const reasonOf = async (changes: Record<string, string>): Promise<unknown> => {
      const [status, { reason }] = await ask({ ...query, ...changes });
      expect(status).to.equal(400);
      return reason;
    };
    expect(await reasonOf({ permission: 'delete' })).to.equal(
      'permission has to be one of configure, write, read',
    );
    expect(await reasonOf({ resource: '' })).to.equal('resource has to be one of queue, exchange');
    expect(await reasonOf({ name: '' })).to.contain('name has to be that of the resource');
    expect(await reasonOf({ name: 'x'.repeat(256) })).to.contain('name');
    expect(await reasonOf({ routing_key: 'k' })).to.equal(
      'routing_key is for an exchange, to write to or to read from',
    );
  });
});
