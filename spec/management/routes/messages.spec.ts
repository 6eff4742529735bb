import { expect } from 'chai';
import { NO_FIELDS } from '../../../src/core/field.js';
import { fields } from '../../support/core-builders.js';
import { ScriptedStore } from '../../support/scripted-store.js';
import { TestManagement } from '../../support/test-management.js';

const PUBLISH = '/exchanges/%2F/amq.default/publish';
const GET = '/queues/%2F/q/get';
const MESSAGE = { routing_key: 'q', payload: 'hi', payload_encoding: 'string', properties: {} };
const TAKE = { count: 1, ackmode: 'ack_requeue_false', encoding: 'auto' };

describe('Messages over the HTTP API', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    await api.send('PUT', '/queues/%2F/q', { body: { durable: true } });
  });
  afterEach(() => api.stop());

  const post = async (path: string, body: unknown, as = 'guest:guest'): Promise<unknown[]> => {
    const { status, json } = await api.send('POST', path, { body, as });
    return [status, json];
  };
  const publish = (change: object = {}) => post(PUBLISH, { ...MESSAGE, ...change });
  const get = async (change: object = {}): Promise<Record<string, unknown>[]> => {
    const [, json] = await post(GET, { ...TAKE, ...change });
    return json as Record<string, unknown>[];
  };
  const payloads = async (change: object = {}) => (await get(change)).map((one) => one['payload']);

  it('are published, and said to have been routed or not', async () => {
    expect(await publish()).to.eql([200, { routed: true }]);
    expect(await publish({ routing_key: 'none' })).to.eql([200, { routed: false }]);
    expect(api.broker.counters.confirmed).to.equal(2);
  });

  it('are answered for once they are on the disk', async () => {
    const store = new ScriptedStore();
    const slow = await new TestManagement(store).start();
    const request = { name: 'q', durable: true, autoDelete: false, exclusive: false };
    slow.broker.vhost('/')?.declareQueue({ ...request, arguments: NO_FIELDS }, { name: 'x' });
    store.commit();
    let isAnswered = false;
    const body = { ...MESSAGE, properties: { delivery_mode: 2 } };
    const answer = slow.send('POST', PUBLISH, { body }).finally(() => (isAnswered = true));
    while (store.pendingCount === 0) await new Promise((resolve) => setImmediate(resolve));
    await slow.get('/whoami');
    expect([isAnswered, slow.broker.counters.confirmed]).to.eql([false, 0]);
    store.commit();
    expect((await answer).json).to.eql({ routed: true });
    await slow.stop();
  });

  it('come back as they were published', async () => {
    const properties = {
      content_type: 'text/plain',
      content_encoding: 'utf-8',
      headers: { s: 'x', i: 5, f: 1.5, t: true, a: [1, { k: 2 }], o: { p: [] } },
      delivery_mode: 2,
      priority: 3,
      correlation_id: 'c',
      reply_to: 'r',
      expiration: '60000',
      message_id: 'm',
      timestamp: 1_700_000_000,
      type: 't',
      user_id: 'guest',
      app_id: 'a',
      cluster_id: 'cl',
    };
    await publish({ properties });
    await publish({ payload: 'gAE=', payload_encoding: 'base64' });
    expect(await get({ count: 5 })).to.eql([
      {
        payload_bytes: 2,
        redelivered: false,
        exchange: '',
        routing_key: 'q',
        message_count: 1,
        properties,
        payload: 'hi',
        payload_encoding: 'string',
      },
      {
        payload_bytes: 2,
        redelivered: false,
        exchange: '',
        routing_key: 'q',
        message_count: 0,
        properties: [],
        payload: 'gAE=',
        payload_encoding: 'base64',
      },
    ]);
  });

  it('stay in the queue, redelivered, or leave it, as the ackmode says', async () => {
    const queue = api.broker.vhost('/')?.queue('q');
    for (const payload of ['a', 'b', 'c']) await publish({ payload });
    expect(await payloads({ ackmode: 'ack_requeue_true', count: 2 })).to.eql(['a', 'b']);
    expect(await payloads({ ackmode: 'reject_requeue_true', count: -1 })).to.eql(['a', 'b', 'c']);
    const redelivered = (await get({ ackmode: 'ack_requeue_true', count: 9 })).map(
      (one) => one['redelivered'],
    );
    expect(redelivered).to.eql([true, true, true]);
    expect(await payloads({ ackmode: 'reject_requeue_false' })).to.eql(['a']);
    expect(await payloads({ ackmode: 'ack_requeue_false', count: 0 })).to.eql([]);
    expect(await payloads({ count: 9 })).to.eql(['b', 'c']);
    expect([queue?.messageCount, queue?.unsettledCount]).to.eql([0, 0]);
    expect(await get()).to.eql([]);
  });

  it('that are rejected become dead letters', async () => {
    const deadly = fields({ 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'q' });
    const request = { name: 'd', durable: true, autoDelete: false, exclusive: false };
    api.broker.vhost('/')?.declareQueue({ ...request, arguments: deadly }, { name: 'x' });
    await publish({ routing_key: 'd' });
    await post('/queues/%2F/d/get', { ...TAKE, ackmode: 'reject_requeue_false' });
    const [letter] = await get();
    const { headers } = letter?.['properties'] as { headers: Record<string, unknown> };
    expect(headers['x-first-death-reason']).to.equal('rejected');
  });

  it('show the start of their body, in base64 if that is asked', async () => {
    await publish({ payload: 'hello' });
    const keep = { ackmode: 'ack_requeue_true' };
    expect(await payloads({ ...keep, truncate: 2 })).to.eql(['he']);
    expect(await payloads({ ...keep, truncate: '99' })).to.eql(['hello']);
    expect(await payloads({ ...keep, encoding: 'base64' })).to.eql(['aGVsbG8=']);
    expect((await get({ truncate: 0 }))[0]).to.include({ payload: '', payload_bytes: 5 });
  });

  it('are refused in the words of RabbitMQ', async () => {
    const wrong = async (reply: Promise<unknown[]>) => {
      const [status, json] = await reply;
      return [status, (json as { reason: unknown }).reason];
    };
    expect(await wrong(publish({ payload: 5 }))).to.eql([400, 'payload_not_string']);
    expect(await wrong(post(PUBLISH, {}))).to.eql([
      400,
      '[{key_missing,routing_key},\n {key_missing,properties},\n {key_missing,payload},\n ' +
        '{key_missing,payload_encoding}]',
    ]);
    const missing = '/exchanges/%2F/none/publish';
    const noExchange = "404 NOT_FOUND - no exchange 'none' in vhost '/'";
    expect(await wrong(post(missing, MESSAGE))).to.eql([400, noExchange]);
    const userId = "406 PRECONDITION_FAILED - user_id property set to 'eve' but authenticated ";
    const another = { properties: { user_id: 'eve' } };
    expect(await wrong(publish(another))).to.eql([400, `${userId}user was 'guest'`]);
    const noQueue = "NOT_FOUND - no queue 'none' in vhost '/'";
    expect(await wrong(post('/queues/%2F/none/get', TAKE))).to.eql([404, noQueue]);
    expect(await wrong(post(GET, { ...TAKE, count: 'many' }))).to.eql([
      400,
      ['not_integer', 'many'],
    ]);
    expect(await wrong(post(GET, { ...TAKE, truncate: -1 }))).to.eql([400, ['negative', -1]]);
    const encoding = 'Unsupported encoding. Please use auto or base64.';
    expect(await wrong(post(GET, { ...TAKE, encoding: 'x' }))).to.eql([400, encoding]);
    const ackmode =
      'Invalid ackmode value: maybe. Valid values are: ack_requeue_true, ack_requeue_false, ' +
      'reject_requeue_true, reject_requeue_false';
    expect(await wrong(post(GET, { ...TAKE, ackmode: 'maybe' }))).to.eql([400, ackmode]);
  });

  it('are refused by a queue that is full, and while a resource runs short', async () => {
    const full = fields({ 'x-max-length': 0, 'x-overflow': 'reject-publish' });
    const request = { name: 'full', durable: false, autoDelete: false, exclusive: false };
    api.broker.vhost('/')?.declareQueue({ ...request, arguments: full }, { name: 'x' });
    expect(await publish({ routing_key: 'full' })).to.eql([
      400,
      { error: 'bad_request', reason: 'rejected Unable to publish message. Check queue limits.' },
    ]);
    api.broker.alarms.set('memory', true);
    const reason = 'publishing is blocked: low on memory';
    expect(await publish()).to.eql([503, { error: 'resource_alarm', reason }]);
    expect(await get()).to.eql([]);
  });

  it('need the permissions that a client of AMQP needs, administrator or not', async () => {
    const refused = [401, { error: 'not_authorised', reason: 'Access refused.' }];
    const root = api.addUser('root', ['administrator']);
    expect(await post(PUBLISH, MESSAGE, root)).to.eql(refused);
    expect(await post(GET, TAKE, root)).to.eql(refused);
    expect(await post('/queues/none/q/get', TAKE)).to.eql(refused);
    const { permissions } = api.broker.access;
    permissions.put({ user: 'root', vhost: '/', configure: '', write: '^x$', read: '' });
    expect(await post(PUBLISH, MESSAGE, root)).to.eql([
      400,
      {
        error: 'bad_request',
        reason:
          "403 ACCESS_REFUSED - access to exchange 'amq.default' in vhost '/' refused for " +
          "user 'root'",
      },
    ]);
    expect(await post(GET, TAKE, root)).to.eql([
      401,
      {
        error: 'not_authorised',
        reason: "ACCESS_REFUSED - access to queue 'q' in vhost '/' refused for user 'root'",
      },
    ]);
  });

  it('need a permission for the key where a topic asks for one', async () => {
    const rule = { user: 'guest', vhost: '/', exchange: 'amq.topic', write: '^a', read: '' };
    api.broker.access.topicPermissions.put(rule);
    const path = '/exchanges/%2F/amq.topic/publish';
    expect((await post(path, { ...MESSAGE, routing_key: 'a.b' }))[0]).to.equal(200);
    const [status, json] = await post(path, { ...MESSAGE, routing_key: 'b' });
    expect(status).to.equal(400);
    expect((json as { reason: string }).reason).to.contain("access to topic 'b' in exchange");
  });

  it('of an exclusive queue are for its owner alone', async () => {
    const request = { name: 'mine', durable: false, autoDelete: false, exclusive: true };
    api.broker.vhost('/')?.declareQueue({ ...request, arguments: NO_FIELDS }, { name: 'x' });
    const [status, json] = await post('/queues/%2F/mine/get', TAKE);
    expect(status).to.equal(400);
    expect((json as { reason: string }).reason).to.match(/^405 RESOURCE_LOCKED - cannot obtain/);
  });

  it('are for the owner of the data folder without any permission', async () => {
    api.isOwner = true;
    api.broker.access.permissions.delete('guest', '/');
    const { status } = await api.send('POST', PUBLISH, { body: MESSAGE, as: null });
    expect(status).to.equal(200);
  });
});
