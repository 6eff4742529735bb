import { expect } from 'chai';
import { fields } from '../../support/core-builders.js';
import { TestManagement } from '../../support/test-management.js';

type Shown = Record<string, unknown>;

describe('/api/traces', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    await api.send('PUT', '/queues/%2F/q', { body: { durable: true } });
  });
  afterEach(() => api.stop());

  const start = async (body: unknown, as = 'guest:guest'): Promise<[number, Shown]> => {
    const { status, json } = await api.send('POST', '/traces/%2F', { body, as });
    return [status, json as Shown];
  };
  const publish = async (routingKey = 'q', properties: object = {}): Promise<void> => {
    const body = { routing_key: routingKey, properties, payload: 'x', payload_encoding: 'string' };
    const { status } = await api.send('POST', '/exchanges/%2F/amq.default/publish', { body });
    expect(status).to.equal(200);
  };
  const messagesOf = async (id: unknown, query = ''): Promise<Shown[]> => {
    const { json } = await api.get(`/traces/%2F/${String(id)}${query}`);
    return (json as { messages: Shown[] }).messages;
  };

  it('follows the messages of a queue for a while', async () => {
    const answer = await api.send('POST', '/traces/%2F', { body: { queue: 'q', seconds: 60 } });
    expect(answer.status).to.equal(201);
    expect(answer.headers.get('location')).to.equal('/api/traces/%2F/1');
    const { now } = api.clock;
    const facts = { queue: 'q', state: 'running', user: 'guest', ends_at: now + 60_000 };
    expect(answer.json).to.include(facts);
    await publish('q', { correlation_id: 'c' });
    const get = { count: 1, ackmode: 'ack_requeue_false', encoding: 'auto' };
    await api.send('POST', '/queues/%2F/q/get', { body: get });
    const { json } = await api.get('/traces/%2F/1');
    expect(json).to.include({ messages_seen: 1, first: 1, revision: 5 });
    const [message] = await messagesOf(1);
    expect(message).to.deep.include({ id: 1, state: 'done', properties: { correlation_id: 'c' } });
    const whole = (await api.get('/traces/%2F/1/messages/1')).json as { steps: Shown[] };
    expect(whole.steps.map(({ kind }) => kind)).to.eql(['published', 'routed', 'queued', 'got']);
    expect(whole.steps[3]).to.include({ connection: 'the HTTP API', user: 'guest', no_ack: true });
    api.clock.advance(now + 60_000);
    expect((await api.get('/traces/%2F/1')).json).to.include({ state: 'ended' });
  });

  it('gives the newest first, in pages, and those that have changed alone', async () => {
    const [, { id }] = await start({ exchange: 'amq.default' });
    for (let count = 0; count < 3; count++) await publish();
    const ids = async (query: string) => (await messagesOf(id, query)).map((each) => each['id']);
    expect(await ids('')).to.eql([3, 2, 1]);
    expect(await ids('?count=2')).to.eql([3, 2]);
    expect(await ids('?count=2&before=2')).to.eql([1]);
    const { revision } = (await api.get('/traces/%2F/1')).json as { revision: number };
    expect(await ids(`?since=${revision}`)).to.eql([]);
    const entry = api.broker.vhost('/')?.queue('q')?.get(false);
    entry?.queue.acknowledge(entry);
    expect(await ids(`?since=${revision}`)).to.eql([1]);
  });

  it('shows a request and its reply as one', async () => {
    await api.send('PUT', '/queues/%2F/replies', { body: {} });
    const [, { id }] = await start({ correlation_id: 'c' });
    await publish('q', { correlation_id: 'c', reply_to: 'replies' });
    await publish('replies', { correlation_id: 'c' });
    const [request, ...others] = await messagesOf(id);
    expect(others).to.eql([]);
    expect(request).to.deep.include({ id: 1, whole: 'routed' });
    expect(request?.['reply']).to.include({ routing_key: 'replies' });
  });

  it('stops a trace, which keeps what it has seen, and forgets it', async () => {
    const [, { id }] = await start({ queue: 'q' });
    await publish();
    const path = `/traces/%2F/${String(id)}`;
    expect((await api.send('PUT', `${path}/stop`)).status).to.equal(204);
    await publish();
    expect((await api.get(path)).json).to.include({ state: 'ended', messages_seen: 1 });
    expect((await api.send('PUT', `${path}/stop`)).status).to.equal(204);
    expect((await api.send('DELETE', path)).status).to.equal(204);
    for (const gone of [path, `${path}/messages/1`]) {
      expect((await api.get(gone)).status).to.equal(404);
    }
    expect((await api.send('DELETE', path)).status).to.equal(404);
  });

  it('refuses what it cannot follow', async () => {
    const one = 'one of exchange, queue and correlation_id has to be given';
    const range = 'seconds has to be a whole number from 1 to 3600';
    for (const [body, status, reason] of [
      [{}, 400, one],
      [{ queue: 'q', exchange: '' }, 400, one],
      [{ queue: 'none' }, 404, "no queue 'none' in vhost '/'"],
      [{ exchange: 'none' }, 404, "no exchange 'none' in vhost '/'"],
      [{ correlation_id: '' }, 400, 'correlation_id has to have a value'],
      [{ queue: 'q', seconds: 0 }, 400, range],
      [{ queue: 'q', seconds: 3_601 }, 400, range],
    ] as const) {
      const [answered, json] = await start(body);
      expect([answered, json['reason']], JSON.stringify(body)).to.eql([status, reason]);
    }
    expect((await start({ queue: 1 }))[0]).to.equal(400);
    expect((await start({ correlation_id: 'x'.repeat(256) }))[0]).to.equal(400);
    expect((await api.send('POST', '/traces/none', { body: { queue: 'q' } })).status).to.equal(404);
    for (let count = 0; count < 8; count++) await start({ queue: 'q' });
    const [status, { reason }] = await start({ queue: 'q' });
    expect([status, reason]).to.eql([
      400,
      '8 traces are running; wait for the end of one or stop it',
    ]);
    for (const query of ['?count=0', '?count=1001', '?since=-1', '?before=x']) {
      expect((await api.get(`/traces/%2F/1${query}`)).status, query).to.equal(400);
    }
  });

  it('lists those of the vhosts that the user may see', async () => {
    await api.send('PUT', '/vhosts/shop');
    await api.send('PUT', '/queues/shop/q', { body: {} });
    await start({ queue: 'q' });
    await api.send('POST', '/traces/shop', { body: { queue: 'q' } });
    const bob = api.addUser('bob', ['management'], ['shop']);
    const vhosts = async (path: string, as: string) => {
      const { status, json } = await api.get(path, { as });
      return status === 200 ? (json as Shown[]).map(({ vhost }) => vhost) : status;
    };
    expect(await vhosts('/traces', 'guest:guest')).to.eql(['/', 'shop']);
    expect(await vhosts('/traces', bob)).to.eql(['shop']);
    expect(await vhosts('/traces/shop', bob)).to.eql(['shop']);
    expect(await vhosts('/traces/%2F', bob)).to.equal(401);
    expect((await api.get('/traces/shop/1')).status).to.equal(404);
  });

  describe('is for', () => {
    const may = (read: string, user = 'eve'): void => {
      const rule = { user, vhost: '/', configure: '', write: '', read };
      api.broker.access.permissions.put(rule);
    };

    it('those who may see everything', async () => {
      const monitor = api.addUser('mona', ['monitoring']);
      expect((await start({ correlation_id: 'c' }, monitor))[0]).to.equal(201);
      expect((await start({ queue: 'q' }, monitor))[0]).to.equal(201);
      const { json } = await api.get('/traces', { as: monitor });
      expect(json).to.have.length(2);
    });

    it('those who may read the queue or the exchange, for as long as they may', async () => {
      const eve = api.addUser('eve', ['management']);
      may('^(q|amq\\.fanout|amq\\.default)$');
      for (const body of [{ queue: 'q' }, { exchange: 'amq.fanout' }, { exchange: '' }]) {
        expect((await start(body, eve))[0], JSON.stringify(body)).to.equal(201);
      }
      const [refused, { reason }] = await start({ exchange: 'amq.topic' }, eve);
      expect([refused, reason]).to.eql([401, 'Access refused.']);
      const [unseen, why] = await start({ correlation_id: 'c' }, eve);
      expect(unseen).to.equal(401);
      expect(why['reason']).to.contain('monitoring');
      may('^amq');
      expect((await api.get('/traces/%2F/1', { as: eve })).status).to.equal(401);
      expect((await api.send('DELETE', '/traces/%2F/1', { as: eve })).status).to.equal(401);
      expect((await api.get('/traces/%2F', { as: eve })).json).to.have.length(2);
    });

    it('those alone of a topic exchange who may read it with every key', async () => {
      const eve = api.addUser('eve', ['management']);
      may('.*');
      const topic = { user: 'eve', vhost: '/', exchange: 'amq.topic', write: '' };
      api.broker.access.topicPermissions.put({ ...topic, read: '^own' });
      expect((await start({ exchange: 'amq.topic' }, eve))[0]).to.equal(401);
      api.broker.access.topicPermissions.put({ ...topic, read: '.*' });
      expect((await start({ exchange: 'amq.topic' }, eve))[0]).to.equal(201);
    });
  });

  it('tells a message that nobody took as returned', async () => {
    const [, { id }] = await start({ exchange: '' });
    await publish('nowhere', { headers: fields({}) });
    const [message] = await messagesOf(id);
    expect(message).to.include({ whole: 'unroutable', state: 'done' });
  });
});
