/**
 * What tools ask the management API: providers of Terraform and Pulumi make a thing and compare it
 * with what they read back, KEDA reads lengths and rates of queues. Each request as they send it.
 */
import { expect } from 'chai';
import { broker } from '../../support/broker.js';
import { eventually } from '../../support/eventually.js';
import { Management } from '../management.js';

const VHOST = '/vhosts/tools';
/** RabbitMQ's statistics come every five seconds. */
const STATS_LIMIT_MS = 12_000;

type Listed = Readonly<Record<string, unknown>>;

describe('A tool of the management API', function () {
  this.timeout(30_000);
  let management: Management;

  before(async () => {
    management = new Management(broker.managementUrl);
    await management.ask({ method: 'DELETE', path: VHOST });
    await management.change('PUT', VHOST, { description: 'of tools' });
  });

  after(async () => {
    await management.change('DELETE', VHOST);
    await management.ask({ method: 'DELETE', path: '/users/tools' });
  });

  const put = async (path: string, body: object): Promise<number> =>
    (await management.ask({ method: 'PUT', path, body })).status;

  /** Reads what was made, which has all that it was made with; the same again changes nothing. */
  async function keeps(path: string, body: Listed): Promise<void> {
    expect(await put(path, body), path).to.equal(201);
    expect(await management.get(path), path).to.deep.include(body);
    expect(await put(path, body), path).to.equal(204);
    expect(await management.get(path), path).to.deep.include(body);
  }

  it('reads what it has made: queues, exchanges, policies, permissions, parameters', async () => {
    await keeps('/queues/tools/classic', {
      durable: true,
      auto_delete: false,
      arguments: { 'x-message-ttl': 5000, 'x-max-priority': 3, 'x-dead-letter-exchange': 'e' },
    });
    await keeps('/queues/tools/quorum', {
      durable: true,
      auto_delete: false,
      arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 3 },
    });
    await keeps('/exchanges/tools/e', {
      type: 'topic',
      durable: true,
      auto_delete: false,
      internal: false,
      arguments: { 'alternate-exchange': 'other' },
    });
    const rule = { pattern: '^c', priority: 3, 'apply-to': 'queues' };
    const definition = { 'max-length': 5, 'dead-letter-exchange': 'e' };
    await keeps('/policies/tools/p', { ...rule, definition });
    await keeps('/operator-policies/tools/p', { ...rule, definition: { 'max-length': 5 } });
    const limits = { value: { 'max-queues': 7, 'max-connections': 9 } };
    await keeps('/parameters/vhost-limits/tools/limits', limits);
    await keeps('/global-parameters/tools', { value: { a: 1, b: ['c', true] } });
    await management.change('DELETE', '/global-parameters/tools');
  });

  it('makes a user, and gives and takes permissions', async () => {
    expect(await put('/users/tools', { password: 'secret', tags: 'management' })).to.equal(201);
    const user = (await management.get('/users/tools')) as Listed;
    const hashed = { password_hash: user['password_hash'], tags: 'management' };
    const hashing = { hashing_algorithm: user['hashing_algorithm'] };
    expect(await put('/users/tools', { ...hashed, ...hashing })).to.equal(204);
    const own = { method: 'GET', path: '/whoami', as: 'tools:secret' };
    expect(await management.ask(own)).to.include({ status: 200 });
    await keeps('/permissions/tools/tools', { configure: '', write: '^w', read: '.*' });
    const topic = { exchange: 'amq.topic', write: '^w', read: '.*' };
    expect(await put('/topic-permissions/tools/tools', topic)).to.equal(201);
    const listed = await management.get('/topic-permissions/tools/tools');
    expect(listed).to.deep.equal([{ user: 'tools', vhost: 'tools', ...topic }]);
    for (const path of ['/permissions/tools/tools', '/topic-permissions/tools/tools']) {
      await management.change('DELETE', path);
      expect(await management.ask({ method: 'GET', path })).to.include({ status: 404 });
    }
  });

  it('finds a binding by the location that was told, and deletes it by its key', async () => {
    await put('/queues/tools/bound', { durable: true });
    const path = '/bindings/tools/e/amq.topic/q/bound';
    for (const args of [{}, { x: 1 }]) {
      const body = { routing_key: 'a.b', arguments: args };
      const { status, headers } = await management.ask({ method: 'POST', path, body });
      const [, key] = String(headers['location']).split('/');
      expect(status).to.equal(201);
      const binding = (await management.get(`${path}/${key}`)) as Listed;
      expect(binding).to.deep.include({ ...body, properties_key: decodeURIComponent(key ?? '') });
      await management.change('DELETE', `${path}/${key}`);
    }
    expect(await management.get(path)).to.deep.equal([]);
  });

  it('scales by the length of a queue, found by name or by an expression', async () => {
    await put('/queues/tools/scaled-1', { durable: true });
    const publish = '/exchanges/tools/amq.default/publish';
    const properties = {};
    const message = { routing_key: 'scaled-1', payload: 'x', payload_encoding: 'string' };
    await management.change('POST', publish, { ...message, properties });
    const lengthOf = async (): Promise<unknown> => {
      const queue = (await management.get('/queues/tools/scaled-1')) as Listed;
      return queue['messages'];
    };
    await eventually('the length', async () => (await lengthOf()) === 1, STATS_LIMIT_MS);
    const query = 'page=1&use_regex=true&pagination=false&name=^scaled&page_size=100';
    for (const path of [`/queues?${query}`, `/queues/tools?${query}`]) {
      const { items } = (await management.get(path)) as { readonly items: readonly Listed[] };
      expect(items.map(({ name }) => name)).to.deep.equal(['scaled-1']);
      expect(items[0]).to.include({ messages: 1, messages_unacknowledged: 0 });
    }
  });
});
