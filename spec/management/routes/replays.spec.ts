import { expect } from 'chai';
import { fields } from '../../support/core-builders.js';
import { TestManagement } from '../../support/test-management.js';

const PATH = '/queues/%2F/dead/replays';

type Shown = Record<string, unknown>;

describe('/api/replays', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    await api.send('PUT', '/queues/%2F/dead', { body: { durable: true } });
    const arguments_ = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' };
    for (const name of ['work', 'secret']) {
      const body = { durable: true, arguments: arguments_ };
      await api.send('PUT', `/queues/%2F/${name}`, { body });
    }
  });
  afterEach(() => api.stop());

  const queue = (name: string) => {
    const found = api.broker.vhost('/')?.queue(name);
    if (found === undefined) throw new Error(`no queue '${name}'`);
    return found;
  };
  const bury = (payloads: readonly string[], name = 'work', exchange = ''): void => {
    for (const payload of payloads) {
      const parts = { exchange, routingKey: name, properties: fields({}) };
      const built = api.broker.format.build({ ...parts, body: Buffer.from(payload) });
      api.broker.vhost('/')?.publish(built);
      const entry = queue(name).get(false);
      if (entry !== undefined) queue(name).reject(entry);
    }
  };
  const start = async (body: unknown = {}, as = 'guest:guest'): Promise<[number, Shown]> => {
    const { status, json } = await api.send('POST', PATH, { body, as });
    return [status, json as Shown];
  };

  it('sends dead letters back to where they came from', async () => {
    bury(['a', 'b']);
    const { status, json, headers } = await api.send('POST', PATH, { body: {} });
    expect(status).to.equal(201);
    expect(headers.get('location')).to.equal('/api/replays/1');
    expect(json).to.deep.include({ id: '1', state: 'finished', examined: 2, replayed: 2 });
    expect((json as Shown)['targets']).to.eql([{ name: 'work', messages: 2 }]);
    expect([queue('work').messageCount, queue('dead').messageCount]).to.eql([2, 0]);
    expect((await api.get('/replays/1')).json).to.eql(json);
    expect((await api.get('/replays')).json).to.eql([json]);
  });

  it('does so for those that match alone, and only tells in a dry run', async () => {
    bury(['apple', 'pear']);
    bury(['apple'], 'secret');
    expect((await start({ search: 'apple', dry_run: true }))[1]).to.include({ replayed: 2 });
    const ap = { search: '^ap', use_regex: true, search_in: 'body', from_queue: 'work' };
    expect((await start(ap))[1]).to.include({ examined: 3, replayed: 1 });
    expect((await start({ reason: 'expired' }))[1]).to.include({ replayed: 0 });
    expect([queue('work').messageCount, queue('secret').messageCount]).to.eql([1, 0]);
  });

  it('can be watched and stopped', async () => {
    bury(['a', 'b', 'c']);
    const [, { id }] = await start({ per_second: 1 });
    expect((await start({}))[0]).to.equal(400);
    const { json } = await api.get(`/replays/${String(id)}`);
    expect(json).to.include({ replayed: 1, messages: 3 });
    api.clock.advance(api.clock.now + 1_000);
    expect((await api.send('DELETE', `/replays/${String(id)}`)).status).to.equal(204);
    api.clock.advance(api.clock.now + 9_000);
    expect((await api.get(`/replays/${String(id)}`)).json).to.include({
      state: 'cancelled',
      replayed: 2,
    });
    expect((await api.send('DELETE', '/replays/99')).status).to.equal(404);
  });

  it('reads and writes with the permissions of whoever asks for it', async () => {
    const eve = api.addUser('eve', ['management']);
    const may = (read: string, write: string): void => {
      const rule = { user: 'eve', vhost: '/', configure: '', read, write };
      api.broker.access.permissions.put(rule);
    };
    bury(['a']);
    bury(['b'], 'secret');
    may('', '.*');
    expect((await start({}, eve))[0]).to.equal(401);
    may('^dead$', '^work$');
    const dry = { to: 'exchange', dry_run: true };
    expect((await start(dry, eve))[1]).to.include({ replayed: 0, denied: 2 });
    expect((await start({}, eve))[1]).to.include({ replayed: 1, denied: 1 });
    expect([queue('work').messageCount, queue('secret').messageCount]).to.eql([1, 0]);
  });

  it('does not reach an internal exchange, which no client could', async () => {
    const exchange = { name: 'in', type: 'fanout', durable: true, autoDelete: false };
    const whole = { ...exchange, internal: true, arguments: fields({}) };
    api.broker.vhost('/')?.declareExchange(whole);
    const binding = { source: 'in', destinationKind: 'queue', destination: 'work' } as const;
    const rest = { routingKey: '', arguments: fields({}) };
    api.broker.vhost('/')?.bind({ ...binding, ...rest }, { name: 'x' });
    const parts = { exchange: 'in', routingKey: 'k', properties: fields({}) };
    const built = api.broker.format.build({ ...parts, body: Buffer.from('a') });
    api.broker.vhost('/')?.publishOwn(built);
    const entry = queue('work').get(false);
    if (entry !== undefined) queue('work').reject(entry);
    expect((await start({ to: 'exchange' }))[1]).to.include({ replayed: 0, denied: 1 });
  });

  it('moves all messages of a queue to another one', async () => {
    bury(['apple', 'pear']);
    const move = (body: unknown, as = 'guest:guest') =>
      api.send('POST', '/queues/%2F/dead/messages/move', { body, as });
    const dry = await move({ queue: 'work', search: 'apple', dry_run: true });
    expect(dry.status).to.equal(201);
    expect(dry.json).to.include({ target: 'work', replayed: 1, dry_run: true });
    expect((await move({ queue: 'work' })).json).to.include({ target: 'work', replayed: 2 });
    expect([queue('work').messageCount, queue('dead').messageCount]).to.eql([2, 0]);
    expect((await move({ queue: 'dead' })).status).to.equal(400);
    expect((await move({})).status).to.equal(400);
    expect((await move({ queue: 'none' })).status).to.equal(404);
    const eve = api.addUser('eve', ['management']);
    const rule = { user: 'eve', vhost: '/', configure: '', read: '.*', write: '^secret$' };
    api.broker.access.permissions.put(rule);
    expect((await move({ queue: 'work' }, eve)).status).to.equal(401);
    expect((await move({ queue: 'secret' }, eve)).status).to.equal(201);
  });

  it('is seen and stopped by those who may', async () => {
    bury(['a', 'b']);
    await start({ per_second: 1 });
    const [stranger, monitor] = [
      api.addUser('eve', ['management']),
      api.addUser('bob', ['monitoring']),
    ];
    expect((await api.get('/replays', { as: stranger })).json).to.eql([]);
    expect((await api.get('/replays/1', { as: stranger })).status).to.equal(401);
    expect((await api.get('/replays/1', { as: monitor })).status).to.equal(200);
    expect((await api.send('DELETE', '/replays/1', { as: monitor })).status).to.equal(401);
  });

  it('refuses what it does not understand', async () => {
    const reasonOf = async (body: unknown): Promise<unknown> => {
      const [status, json] = await start(body);
      expect(status).to.equal(400);
      return json['reason'];
    };
    expect(await reasonOf({ to: 'moon' })).to.eql(['unknown', 'moon']);
    expect(await reasonOf({ reason: 'boredom' })).to.eql(['unknown', 'boredom']);
    expect(await reasonOf({ per_second: 0 })).to.contain('per_second has to be a number');
    expect(await reasonOf({ dry_run: 'perhaps' })).to.eql(['not_boolean', 'perhaps']);
    expect(await reasonOf({ search: '(', use_regex: true })).to.contain('missing closing');
  });
});
