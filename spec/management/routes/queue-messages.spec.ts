import { expect } from 'chai';
import { fields } from '../../support/core-builders.js';
import { TestManagement } from '../../support/test-management.js';

const PATH = '/queues/%2F/q/messages';

interface Page {
  readonly items: { readonly id: number; readonly payload: string }[];
  readonly next: number | null;
}

describe('/api/queues/{vhost}/{queue}/messages', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    for (const name of ['q', 'other']) {
      await api.send('PUT', `/queues/%2F/${name}`, { body: { durable: true } });
    }
  });
  afterEach(() => api.stop());

  const queue = (name = 'q') => {
    const found = api.broker.vhost('/')?.queue(name);
    if (found === undefined) throw new Error(`no queue '${name}'`);
    return found;
  };
  const fill = (payloads: readonly string[], headers = {}): void => {
    for (const payload of payloads) {
      const properties = fields({ headers: { type: 'F', value: fields(headers) } });
      const parts = { exchange: '', routingKey: 'q', properties, body: Buffer.from(payload) };
      api.broker.vhost('/')?.publish(api.broker.format.build(parts));
    }
  };
  const pageOf = async (query = ''): Promise<Page> => {
    const { json, status } = await api.get(`${PATH}${query}`);
    expect(status, query).to.equal(200);
    return json as Page;
  };
  const payloads = async (query = '') => (await pageOf(query)).items.map(({ payload }) => payload);
  const refusal = async (query: string): Promise<unknown> => {
    const { json, status } = await api.get(`${PATH}${query}`);
    expect(status, query).to.equal(400);
    return (json as { reason: unknown }).reason;
  };

  it('shows them in pages, and takes none', async () => {
    fill(['a', 'b', 'c', 'd', 'e']);
    expect(await payloads()).to.eql(['a', 'b', 'c', 'd', 'e']);
    const first = await pageOf('?page_size=2');
    expect(first).to.deep.include({
      item_count: 2,
      page: 1,
      page_size: 2,
      total_count: 5,
      examined: 2,
      next: 3,
    });
    expect(await payloads('?page_size=2&page=3')).to.eql(['e']);
    expect(await payloads('?page_size=2&page=9')).to.eql([]);
    expect(await payloads(`?page_size=2&from=${String(first.next)}`)).to.eql(['c', 'd']);
    expect((await pageOf('?from=4')).next).to.equal(null);
    expect(queue()).to.include({ messageCount: 5, unsettledCount: 0 });
    expect(queue().get(true)?.redelivered).to.equal(false);
  });

  it('finds those that hold a text, or match an expression, and goes on from there', async () => {
    fill(['apple pie', 'pear', 'apple tart']);
    fill(['nothing'], { fruit: 'apple' });
    expect(await payloads('?search=apple')).to.eql(['apple pie', 'apple tart', 'nothing']);
    expect(await payloads('?search=apple&search_in=headers')).to.eql(['nothing']);
    expect(await payloads('?search=^(pe|ap).*r&use_regex=true')).to.eql(['pear', 'apple tart']);
    const { items, next } = await pageOf('?search=apple&page_size=1');
    expect(items).to.have.lengthOf(1);
    expect(await payloads(`?search=apple&page_size=1&from=${String(next)}`)).to.eql(['apple tart']);
  });

  it('shows the start of large bodies, and all of a single one', async () => {
    fill(['x'.repeat(5_000)]);
    expect((await payloads()).map(({ length }) => length)).to.eql([4_096]);
    expect(await payloads('?truncate=2&encoding=base64')).to.eql(['eHg=']);
    const { json } = await api.get(`${PATH}/1`);
    expect((json as { payload: string }).payload).to.have.lengthOf(5_000);
    expect((await api.get(`${PATH}/2`)).status).to.equal(404);
    expect((await api.get(`${PATH}/one`)).status).to.equal(404);
  });

  it('refuses wrong questions', async () => {
    const range = 'page_size has to be a whole number from 1 to 500';
    expect(await refusal('?page_size=501')).to.equal(range);
    expect(await refusal('?page=0')).to.contain('page has to be');
    expect(await refusal('?search=x&page=2')).to.contain('go on from "next"');
    expect(await refusal('?page=1002')).to.contain('100000 messages at most: use "from"');
    expect(await refusal('?search=(&use_regex=true')).to.contain('missing closing');
    expect(await refusal('?search=x&search_in=sky')).to.eql(['unknown', 'sky']);
    expect(await refusal('?encoding=morse')).to.contain('Unsupported encoding');
  });

  it('deletes a single one', async () => {
    fill(['a', 'b', 'c']);
    expect((await api.send('DELETE', `${PATH}/2`)).status).to.equal(204);
    expect((await api.send('DELETE', `${PATH}/2`)).status).to.equal(404);
    expect(await payloads()).to.eql(['a', 'c']);
  });

  it('moves a single one to a queue, or through an exchange', async () => {
    fill(['a', 'b', 'c']);
    const move = async (id: number, body: unknown) => {
      const { status, json } = await api.send('POST', `${PATH}/${id}/move`, { body });
      return [status, json];
    };
    expect(await move(2, { queue: 'other' })).to.eql([200, { moved: true, queues: ['other'] }]);
    const through = { exchange: 'amq.default', routing_key: 'other' };
    expect(await move(1, through)).to.eql([200, { moved: true, queues: ['other'] }]);
    expect((await move(1, through))[0]).to.equal(404);
    expect(await payloads()).to.eql(['c']);
    expect(queue('other').messageCount).to.equal(2);
    expect((await move(3, { queue: 'none' }))[0]).to.equal(404);
    expect((await move(3, {}))[0]).to.equal(400);
    expect((await move(3, { exchange: 'amq.topic', routing_key: 'x' }))[1]).to.deep.include({
      reason: 'the message would reach no queue',
    });
    const full = {
      durable: true,
      arguments: { 'x-max-length': 0, 'x-overflow': 'reject-publish' },
    };
    await api.send('PUT', '/queues/%2F/full', { body: full });
    expect((await move(3, { queue: 'full' }))[0]).to.equal(400);
    expect(await payloads()).to.eql(['c']);
  });

  it('needs the permissions of a consumer, and of a publisher to move one', async () => {
    fill(['a']);
    const eve = api.addUser('eve', ['management']);
    const may = (read: string, write: string): void => {
      const rule = { user: 'eve', vhost: '/', configure: '', read, write };
      api.broker.access.permissions.put(rule);
    };
    const statusOf = async (method: string, path: string, body?: unknown): Promise<number> =>
      (await api.send(method, path, { as: eve, body })).status;
    const requests: [string, string, unknown?][] = [
      ['GET', PATH],
      ['GET', `${PATH}/1`],
      ['POST', `${PATH}/1/move`, { queue: 'other' }],
      ['DELETE', `${PATH}/1`],
    ];
    may('^other$', '.*');
    for (const [method, path, body] of requests) {
      expect(await statusOf(method, path, body), path).to.equal(401);
    }
    may('^q$', '^q$');
    expect(await statusOf('POST', `${PATH}/1/move`, { queue: 'other' })).to.equal(401);
    const through = { exchange: '', routing_key: 'other' };
    expect(await statusOf('POST', `${PATH}/1/move`, through)).to.equal(401);
    expect(await statusOf('GET', PATH)).to.equal(200);
    may('^q$', '^other$');
    expect(await statusOf('POST', `${PATH}/1/move`, { queue: 'other' })).to.equal(200);
  });

  it('is closed for the exclusive queue of another connection', async () => {
    const request = { name: 'mine', durable: false, autoDelete: false, exclusive: true };
    api.broker.vhost('/')?.declareQueue({ ...request, arguments: new Map() }, { name: 'x' });
    expect((await api.get('/queues/%2F/mine/messages')).status).to.equal(400);
    expect((await api.get('/queues/%2F/none/messages')).status).to.equal(404);
  });
});
