import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

interface Bound {
  readonly source: string;
  readonly destination: string;
  readonly routing_key: string;
  readonly properties_key: string;
}

describe('/api/bindings', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    const request = { durable: true, autoDelete: false, exclusive: false, arguments: new Map() };
    for (const name of ['q', 'a/b']) {
      api.broker.vhost('/')?.declareQueue({ ...request, name }, { name: 'spec' });
    }
  });
  afterEach(() => api.stop());

  const bind = async (ends: string, body: unknown) =>
    api.send('POST', `/bindings/%2F/${ends}`, { body });
  const list = async (path: string): Promise<string[]> =>
    ((await api.get(path)).json as Bound[]).map(
      ({ source, destination, routing_key: key }) => `${source} ${destination} ${key}`,
    );

  it('makes one and says where it is', async () => {
    const body = { routing_key: 'k', arguments: { x: 1 } };
    const { status, text, headers } = await bind('e/amq.topic/q/a%2Fb', body);
    expect([status, text]).to.deep.equal([201, '']);
    const location = headers.get('location') ?? '';
    expect(location).to.match(/^a%2Fb\/k~[\w-]{6}$/);
    const { json } = await api.get(`/bindings/%2F/e/amq.topic/q/${location}`);
    expect(json).to.deep.include({ source: 'amq.topic', destination: 'a/b', ...body });
  });

  it('lists them from all sides, with those of the default exchange', async () => {
    await bind('e/amq.topic/q/q', { routing_key: 'k' });
    await bind('e/amq.topic/e/amq.fanout', {});
    const all = [' q q', ' a/b a/b', 'amq.topic q k', 'amq.topic amq.fanout '];
    expect(await list('/bindings')).to.deep.equal(all);
    expect(await list('/bindings/%2F')).to.deep.equal(all);
    expect(await list('/queues/%2F/q/bindings')).to.deep.equal([all[0], all[2]]);
    expect(await list('/exchanges/%2F/amq.topic/bindings/source')).to.deep.equal(all.slice(2));
    expect(await list('/exchanges/%2F/amq.default/bindings/source')).to.deep.equal(all.slice(0, 2));
    expect(await list('/exchanges/%2F/amq.fanout/bindings/destination')).to.deep.equal([all[3]]);
    expect(await list('/bindings/%2F/e/amq.topic/q/q')).to.deep.equal([all[2]]);
    expect(await list('/bindings/%2F/e/amq.topic/q/none')).to.deep.equal([]);
  });

  it('deletes one by its key, encoded once or twice', async () => {
    for (const key of ['a/b c', 'x*y']) {
      await bind('e/amq.topic/q/q', { routing_key: key });
      const [{ properties_key: properties } = { properties_key: '' }] = (
        await api.get('/bindings/%2F/e/amq.topic/q/q')
      ).json as Bound[];
      const name = key === 'x*y' ? properties : encodeURIComponent(properties);
      const path = `/bindings/%2F/e/amq.topic/q/q/${name}`;
      expect((await api.send('DELETE', path)).status).to.equal(204);
      expect((await api.send('DELETE', path)).status).to.equal(404);
    }
    expect([...(api.broker.vhost('/')?.bindings() ?? [])]).to.deep.equal([]);
  });

  it('refuses what cannot be bound in the words of RabbitMQ', async () => {
    const faults = [
      ['e/none/q/q', 404, { error: 'not_found', reason: "no exchange 'none' in vhost '/'" }],
      ['e/amq.topic/q/none', 404, { error: 'not_found', reason: "no queue 'none' in vhost '/'" }],
      ['e/amq.topic/x/q', 404, { error: 'Object Not Found', reason: 'Not Found' }],
    ] as const;
    for (const [ends, status, json] of faults) {
      expect(await bind(ends, {})).to.deep.include({ status, json });
    }
    expect((await bind('e/amq.default/q/q', {})).status).to.equal(401);
    expect((await api.get('/bindings/none')).status).to.equal(404);
    const wrong = { routing_key: 3 };
    expect((await bind('e/amq.topic/q/q', wrong)).status).to.equal(400);
  });
});
