import { expect } from 'chai';
import { message } from '../../support/core-builders.js';
import { TestManagement } from '../../support/test-management.js';

describe('A list', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    for (const name of ['b', 'a', 'c']) await put(name);
  });
  afterEach(() => api.stop());

  const put = (name: string) => api.send('PUT', `/queues/%2F/${name}`, { body: {} });
  const fill = (name: string, count: number): void => {
    for (let n = 0; n < count; n++) api.broker.vhost('/')?.queue(name)?.enqueue(message());
  };
  const namesOf = (json: unknown) => (json as { name: string }[]).map(({ name }) => name);
  const names = async (query: string) => namesOf((await api.get(`/queues?${query}`)).json);
  const page = async (query: string) => {
    const { items, ...rest } = (await api.get(`/queues?${query}`)).json as { items: unknown };
    return { names: namesOf(items), ...rest };
  };

  it('comes page by page in an envelope', async () => {
    expect(await page('page=2&page_size=2')).to.deep.equal({
      names: ['c'],
      filtered_count: 3,
      item_count: 1,
      page: 2,
      page_count: 2,
      page_size: 2,
      total_count: 3,
    });
  });

  it('counts what was filtered', async () => {
    expect(await page('page=1&name=[AB]&use_regex=true')).to.deep.include({
      names: ['a', 'b'],
      filtered_count: 2,
      total_count: 3,
    });
    expect(await page('page=1&name=none')).to.deep.include({ names: [], page_count: 0 });
  });

  it('has no page beyond its end', async () => {
    const reason = 'Page out of range, page: 3 page size: 2, len: 3';
    const { status, json } = await api.get('/queues?page=3&page_size=2');
    expect([status, json]).to.deep.equal([400, { error: 'page_out_of_range', reason }]);
    expect(await page('page=2&page_size=3')).to.deep.include({ names: [], page_count: 1 });
  });

  it('is sorted by a column, then by name, and all of it reversed', async () => {
    fill('b', 2);
    expect(await names('sort=messages')).to.deep.equal(['a', 'c', 'b']);
    expect(await names('sort=messages&sort_reverse=true')).to.deep.equal(['b', 'c', 'a']);
    expect(await names('sort=memory')).to.deep.equal(['a', 'c', 'b']);
    expect(await names('sort_reverse=true')).to.deep.equal(['c', 'b', 'a']);
    expect(await names('sort=lemons&sort_reverse=false')).to.deep.equal(['a', 'b', 'c']);
    expect(await page('page=1&page_size=1&sort=messages_ready&sort_reverse=true')).to.deep.include({
      names: ['b'],
    });
    expect(await page('page=1&sort=message_bytes_ram&page_size=2')).to.deep.include({
      names: ['a', 'c'],
    });
  });

  it('has the columns that are asked for', async () => {
    const { json } = await api.get('/queues?page=1&page_size=1&columns=name,messages');
    expect(json).to.deep.include({ items: [{ name: 'a', messages: 0 }], total_count: 3 });
    const whole = await api.get('/queues?columns=name');
    expect(whole.json).to.deep.equal([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
  });

  it('is whole JSON however long it is', async () => {
    for (let n = 0; n < 400; n++) await put(`long-${String(n).padStart(3, '0')}`);
    const { headers, json } = await api.get('/queues?sort=name&sort_reverse=true&columns=name');
    expect(headers.get('content-type')).to.equal('application/json');
    expect(namesOf(json)).to.have.length(403);
    expect(namesOf(json).slice(0, 2)).to.deep.equal(['long-399', 'long-398']);
    expect((await api.send('HEAD', '/queues')).status).to.equal(200);
  });

  it('of bindings keeps its order, unless it is to be reversed', async () => {
    const of = async (query: string) =>
      ((await api.get(`/bindings?${query}`)).json as { destination: string }[]).map(
        ({ destination }) => destination,
      );
    const all = await of('page=9');
    expect(await of('sort_reverse=true')).to.deep.equal(all.toReversed());
    expect(await of('sort=destination')).to.deep.equal(['a', 'b', 'c']);
    expect(await of('sort=source&sort_reverse=true')).to.deep.equal(all.toReversed());
  });
});
