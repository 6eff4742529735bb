import { expect } from 'chai';
import { OPERATIONS, schemaOf, type Shape } from '../../src/management/operations.js';
import { TestManagement } from '../support/test-management.js';

/** Where the value is not of the shape; undefined where it is. */
function faultIn(value: unknown, shape: Shape, path = '$'): string | undefined {
  if (typeof shape === 'string') {
    const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
    const isOne = shape.split(' or ').some((name) => {
      return name === type || (name === 'integer' && Number.isInteger(value));
    });
    return isOne ? undefined : `${path} is ${type}, not ${shape}`;
  }
  if (Array.isArray(shape)) {
    const [item] = shape as readonly [Shape];
    if (!Array.isArray(value)) return `${path} is no list`;
    return value.map((each) => faultIn(each, item, `${path}[]`)).find((fault) => fault);
  }
  if (typeof value !== 'object' || value === null) return `${path} is no object`;
  const [has, wants] = [Object.keys(value).sort(), Object.keys(shape).sort()];
  if (String(has) !== String(wants)) return `${path} has ${String(has)}, not ${String(wants)}`;
  const entries = Object.entries(value as Record<string, unknown>);
  return entries
    .map(([key, each]) =>
      faultIn(each, (shape as Record<string, Shape>)[key] ?? '', `${path}.${key}`),
    )
    .find((fault) => fault);
}

type Ask = (name: string, values: Record<string, string>, body?: unknown) => Promise<void>;

async function askForPreviews(ask: Ask): Promise<void> {
  const policy = { pattern: '^work$', definition: { 'max-length': 9 } };
  const names = { vhost: '%2F', name: 'p' };
  await ask('POST /api/policies/{vhost}/{name}/preview', names, policy);
  await ask('POST /api/operator-policies/{vhost}/{name}/preview', names, policy);
  const definitions = {
    queues: [
      { name: 'new', vhost: '/' },
      { name: 'log', vhost: '/', arguments: { 'x-queue-type': 'stream' } },
      { name: 'lost', vhost: 'nowhere' },
    ],
  };
  await ask('POST /api/definitions-preview', {}, definitions);
  await ask('POST /api/definitions-preview/{vhost}', { vhost: '%2F' }, definitions);
}

const DECISION_QUERY = '?permission=write&resource=exchange&name=amq.topic&routing_key=k';

describe('What the OpenAPI document says of some operations', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('is of operations that there are', async () => {
    const { json } = await api.get('/openapi.json');
    const { paths } = json as { paths: Record<string, Record<string, { summary?: string }>> };
    for (const [name, { summary }] of Object.entries(OPERATIONS)) {
      const [method = '', path = ''] = name.split(' ');
      expect(paths[path]?.[method.toLowerCase()]?.summary, name).to.equal(summary);
    }
  });

  it('is what their answers are', async () => {
    const told = new Set<string>();
    const ask: Ask = async (name, values, body) => {
      const [method = '', path = ''] = name.split(' ');
      const url = path
        .slice('/api'.length)
        .replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
      const { status, json } = await api.send(method, url + (values['query'] ?? ''), { body });
      expect(status, name).to.be.within(200, 204);
      const { answer } = OPERATIONS[name] ?? {};
      expect(answer === undefined ? json : faultIn(json, answer), name).to.equal(undefined);
      told.add(name);
    };
    const arguments_ = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' };
    const queue = { vhost: '%2F', queue: 'dead' };
    await api.send('PUT', '/queues/%2F/dead', { body: {} });
    await api.send('PUT', '/queues/%2F/work', { body: { arguments: arguments_ } });
    await ask('POST /api/queues', {}, { queues: [{ vhost: '/', name: 'dead' }] });
    const source = { vhost: '%2F', exchange: 'amq.direct' };
    await api.send('POST', '/bindings/%2F/e/amq.direct/q/work', { body: { routing_key: 'k' } });
    const message = { routing_key: 'k', properties: {}, payload: 'x', payload_encoding: 'string' };
    const get = { count: 1, encoding: 'auto' };
    const publish = 'POST /api/exchanges/{vhost}/{exchange}/publish';
    for (let count = 0; count < 3; count++) {
      await ask(publish, source, message);
      const reject = { ...get, ackmode: 'reject_requeue_false' };
      await api.send('POST', '/queues/%2F/work/get', { body: reject });
    }
    const route = 'POST /api/exchanges/{vhost}/{exchange}/route';
    await ask(route, source, { routing_key: 'k' });
    await ask(route, source, { routing_key: 'another' });
    await ask('POST /api/topology/{vhost}', source, {});
    const messages = 'GET /api/queues/{vhost}/{queue}/messages';
    await ask('POST /api/queues/{vhost}/{queue}/get', queue, {
      ...get,
      ackmode: 'ack_requeue_true',
    });
    await ask(messages, queue);
    await ask(`${messages}/{id}`, { ...queue, id: '1' });
    await ask('DELETE /api/queues/{vhost}/{queue}/messages/{id}', { ...queue, id: '1' });
    const move = 'POST /api/queues/{vhost}/{queue}/messages/{id}/move';
    await ask(move, { ...queue, id: '2' }, { queue: 'work' });
    await ask('POST /api/queues/{vhost}/{queue}/replays', queue, {});
    await askForPreviews(ask);
    await ask(move.replace('/{id}', ''), { ...queue, queue: 'work' }, { queue: 'dead' });
    const type = { 'x-delayed-type': 'direct' };
    const delayed = { type: 'x-delayed-message', arguments: type };
    await api.send('PUT', '/exchanges/%2F/later', { body: delayed });
    const later = { vhost: '%2F', exchange: 'later', id: '1' };
    await ask(publish, later, { ...message, properties: { headers: { 'x-delay': 60_000 } } });
    await ask('GET /api/exchanges/{vhost}/{exchange}/delayed', later);
    await ask('GET /api/exchanges/{vhost}/{exchange}/delayed/{id}', later);
    await ask('DELETE /api/exchanges/{vhost}/{exchange}/delayed/{id}', later);
    const decision = 'GET /api/permissions/{vhost}/{user}/decision';
    await ask(decision, { vhost: '%2F', user: 'guest', query: DECISION_QUERY });
    await ask('GET /api/replays', {});
    await ask('GET /api/replays/{id}', { id: '1' });
    await ask('DELETE /api/replays/{id}', { id: '1' });
    const trace = { vhost: '%2F', id: '1', message: '1' };
    await ask('POST /api/traces/{vhost}', trace, { exchange: 'amq.direct' });
    await api.send('POST', '/exchanges/%2F/amq.direct/publish', { body: message });
    await ask('GET /api/traces', trace);
    await ask('GET /api/traces/{vhost}', trace);
    await ask('GET /api/traces/{vhost}/{id}', trace);
    await ask('GET /api/traces/{vhost}/{id}/messages/{message}', trace);
    await ask('PUT /api/traces/{vhost}/{id}/stop', trace);
    await ask('DELETE /api/traces/{vhost}/{id}', trace);
    expect([...told].sort()).to.eql(Object.keys(OPERATIONS).sort());
  });

  it('is a JSON Schema', () => {
    expect(schemaOf({ a: 'string or null', b: ['integer'] }, ['a'])).to.eql({
      type: 'object',
      required: ['a'],
      properties: {
        a: { type: ['string', 'null'] },
        b: { type: 'array', items: { type: 'integer' } },
      },
    });
  });
});
