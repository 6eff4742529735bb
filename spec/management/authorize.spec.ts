import { expect } from 'chai';
import { Broker } from '../../src/core/broker.js';
import { Clock } from '../../src/core/clock.js';
import { ApiError } from '../../src/management/api-error.js';
import {
  requireAdministrator,
  requireManagement,
  requireMonitoring,
  requirePolicymaker,
  requireVhost,
  visibleVhosts,
} from '../../src/management/authorize.js';
import type { ApiContext } from '../../src/management/context.js';
import { MemoryStore } from '../../src/store/memory.js';
import { specFormat } from '../support/core-builders.js';
import { TestManagement } from '../support/test-management.js';

/** All of a request that authorization looks at. */
function requestOf(tags: readonly string[], method = 'GET'): ApiContext {
  return { method, state: { user: { name: 'u', tags } } } as unknown as ApiContext;
}

function verdict(check: () => unknown): string {
  try {
    check();
    return 'allowed';
  } catch (error) {
    if (error instanceof ApiError) return `${error.status} ${String(error.reason)}`;
    throw error;
  }
}

function buildBroker(): Broker {
  const store = new MemoryStore();
  const token = (): string => 'token';
  return new Broker({ clock: new Clock(0), store, format: specFormat, token, random: () => 0 });
}

describe('A tag', () => {
  for (const tag of ['administrator', 'monitoring', 'policymaker', 'management']) {
    it(`${tag} lets its user into the API`, () => {
      expect(verdict(() => requireManagement({ name: 'u', tags: ['x', tag] }))).to.equal('allowed');
    });
  }

  it('impersonator does not, nor does none', () => {
    for (const tags of [[], ['impersonator'], ['Administrator']]) {
      const result = verdict(() => requireManagement({ name: 'u', tags }));
      expect(result).to.equal('401 Not management user');
    }
  });

  it('administrator may all, monitoring may look at all, the others may neither', () => {
    const administrator = requestOf(['administrator']);
    const monitoring = requestOf(['monitoring']);
    const management = requestOf(['management', 'policymaker']);
    expect(verdict(() => requireAdministrator(administrator))).to.equal('allowed');
    expect(verdict(() => requireMonitoring(administrator))).to.equal('allowed');
    expect(verdict(() => requireAdministrator(monitoring))).to.equal('401 Not administrator user');
    expect(verdict(() => requireMonitoring(monitoring))).to.equal('allowed');
    expect(verdict(() => requireMonitoring(management))).to.equal('401 Not monitor user');
  });

  it('policymaker lets its user make policies, and administrator does too', () => {
    const broker = buildBroker();
    expect(verdict(() => requirePolicymaker(requestOf(['policymaker']), broker))).to.equal(
      'allowed',
    );
    const administrator = requestOf(['administrator']);
    expect(verdict(() => requirePolicymaker(administrator, broker, '/'))).to.equal('allowed');
    expect(verdict(() => requirePolicymaker(requestOf(['monitoring']), broker, '/'))).to.equal(
      '401 User not authorised to access object',
    );
  });
});

describe('A policymaker', () => {
  it('who may look at every vhost makes policies only where he has permissions', async () => {
    const api = await new TestManagement().start();
    for (const name of ['a', 'b']) api.broker.declareVhost({ name });
    const as = api.addUser('mo', ['monitoring', 'policymaker'], ['a']);
    const put = (vhost: string) =>
      api.send('PUT', `/policies/${vhost}/p`, {
        as,
        body: { pattern: '', definition: { 'max-length': 1 } },
      });
    expect((await put('a')).status).to.equal(201);
    const { status, json } = await put('b');
    const reason = 'User not authorised to access object';
    expect([status, json]).to.deep.equal([401, { error: 'not_authorised', reason }]);
    expect((await put('none')).status).to.equal(404);
    await api.stop();
  });
});

describe('A vhost in a path', () => {
  it('is open to users with permissions in it, and to look at for those who monitor', async () => {
    const api = await new TestManagement().start();
    api.broker.declareVhost({ name: 'a' });
    const bob = api.addUser('bob', ['management'], ['/']);
    expect((await api.get('/policies/%2F', { as: bob })).status).to.equal(200);
    expect((await api.get('/policies/a', { as: bob })).json).to.deep.equal({
      error: 'not_authorised',
      reason: 'User not authorised to access virtual host',
    });
    const carol = api.addUser('carol', ['monitoring']);
    expect((await api.get('/policies/a', { as: carol })).status).to.equal(200);
    await api.stop();
  });

  it('has to be there; whoever writes is told so in other words', () => {
    const broker = buildBroker();
    const tags = ['administrator'];
    expect(requireVhost(requestOf(tags), broker, '/').name).to.equal('/');
    expect(verdict(() => requireVhost(requestOf(tags), broker, 'x'))).to.equal('404 Not Found');
    expect(verdict(() => requireVhost(requestOf(tags, 'PUT'), broker, 'x'))).to.equal(
      '404 vhost_not_found',
    );
  });

  it('is listed by its name', () => {
    const broker = buildBroker();
    for (const name of ['b', 'a']) broker.declareVhost({ name });
    const names = visibleVhosts(requestOf(['monitoring']), broker).map(({ name }) => name);
    expect(names).to.deep.equal(['/', 'a', 'b']);
  });
});

describe('What a client of AMQP may not do, a user of the API may not either', () => {
  const REFUSED = { error: 'not_authorised', reason: 'Access refused.' };
  let api: TestManagement;
  let as: string;
  beforeEach(async () => {
    api = await new TestManagement().start();
    as = api.addUser('u', ['management']);
    const own = { configure: '^own', write: '^own', read: '^own' };
    api.broker.access.permissions.put({ user: 'u', vhost: '/', ...own });
    for (const path of ['/queues/%2F/other', '/queues/%2F/secret', '/exchanges/%2F/other']) {
      await api.send('PUT', path, { body: {} });
    }
  });
  afterEach(() => api.stop());

  async function expectRefused(method: string, path: string, body: unknown = {}): Promise<void> {
    const { status, json } = await api.send(method, path, { as, body });
    expect([status, json], `${method} ${path}`).to.deep.equal([401, REFUSED]);
  }

  it('he makes, binds and deletes what is his', async () => {
    for (const path of ['/queues/%2F/own', '/exchanges/%2F/own']) {
      expect((await api.send('PUT', path, { as, body: {} })).status).to.equal(201);
    }
    const bound = await api.send('POST', '/bindings/%2F/e/own/q/own', { as, body: {} });
    expect(bound.status).to.equal(201);
    for (const path of [
      '/bindings/%2F/e/own/q/own/~',
      '/queues/%2F/own/contents',
      '/queues/%2F/own',
      '/exchanges/%2F/own',
    ]) {
      expect((await api.send('DELETE', path, { as })).status, path).to.equal(204);
    }
  });

  it('queues and exchanges that are not his', async () => {
    for (const [method, path] of [
      ['PUT', '/queues/%2F/new'],
      ['PUT', '/exchanges/%2F/new'],
      ['DELETE', '/queues/%2F/other'],
      ['DELETE', '/queues/%2F/other/contents'],
      ['DELETE', '/exchanges/%2F/other'],
      ['POST', '/queues/%2F/other/actions'],
      ['POST', '/bindings/%2F/e/other/q/other'],
    ] as const) {
      await expectRefused(method, path, { action: 'pause' });
    }
  });

  it('a name with line breaks, which the broker leaves out', async () => {
    await api.send('PUT', '/exchanges/%2F/own', { body: {} });
    api.broker.access.permissions.put({
      user: 'u',
      vhost: '/',
      configure: '',
      write: '^(own|sec\\nret)$',
      read: '^own$',
    });
    await expectRefused('POST', '/bindings/%2F/e/own/q/sec%0Aret');
    expect([...(api.broker.vhost('/')?.bindings() ?? [])]).to.deep.equal([]);
  });

  it('dead letters and unroutable messages to an exchange that is not his', async () => {
    const args = { 'x-dead-letter-exchange': 'other' };
    await expectRefused('PUT', '/queues/%2F/own', { arguments: args });
    await expectRefused('PUT', '/exchanges/%2F/own', {
      arguments: { 'alternate-exchange': 'other' },
    });
  });

  it('a binding to a topic exchange with a key that is not his', async () => {
    for (const path of ['/queues/%2F/own', '/exchanges/%2F/own']) {
      await api.send('PUT', path, { body: { type: 'topic' } });
    }
    const of = { user: 'u', vhost: '/', exchange: 'own' };
    api.broker.access.topicPermissions.put({ ...of, write: '', read: '^mine\\.' });
    await expectRefused('POST', '/bindings/%2F/e/own/q/own', { routing_key: 'theirs.a' });
    const body = { routing_key: 'mine.a' };
    const { status } = await api.send('POST', '/bindings/%2F/e/own/q/own', { as, body });
    expect(status).to.equal(201);
  });

  it('all of it is open to the owner of the data folder', async () => {
    api.isOwner = true;
    for (const method of ['PUT', 'DELETE']) {
      const { status } = await api.send(method, '/queues/%2F/own', { as: null });
      expect(status, method).to.equal(method === 'PUT' ? 201 : 204);
    }
  });
});

describe('Over HTTP, as over AMQP,', () => {
  type Need = readonly [operation: 'configure' | 'write' | 'read', name: string];
  interface Row {
    readonly title: string;
    readonly request: readonly [method: string, path: string, body?: object];
    readonly status: number;
    readonly needs: readonly Need[];
    /** Of those that RabbitMQ does on a channel of its own. */
    readonly refusal?: readonly [status: number, reason: string];
  }
  const message = { properties: {}, payload: 'm', payload_encoding: 'string' };
  const take = { count: 1, ackmode: 'ack_requeue_true', encoding: 'auto' };
  const refused = (resource: string): string =>
    `ACCESS_REFUSED - access to ${resource} in vhost '/' refused for user 'u'`;
  const ROWS: readonly Row[] = [
    {
      title: 'declare a queue',
      request: ['PUT', '/queues/%2F/new'],
      status: 201,
      needs: [['configure', 'new']],
    },
    {
      title: 'declare a queue with a dead-letter exchange',
      request: ['PUT', '/queues/%2F/new', { arguments: { 'x-dead-letter-exchange': 'dead' } }],
      status: 201,
      needs: [
        ['configure', 'new'],
        ['read', 'new'],
        ['write', 'dead'],
      ],
    },
    {
      title: 'delete a queue',
      request: ['DELETE', '/queues/%2F/q'],
      status: 204,
      needs: [['configure', 'q']],
    },
    {
      title: 'purge a queue',
      request: ['DELETE', '/queues/%2F/q/contents'],
      status: 204,
      needs: [['read', 'q']],
    },
    {
      title: 'declare an exchange',
      request: ['PUT', '/exchanges/%2F/new', { type: 'fanout' }],
      status: 201,
      needs: [['configure', 'new']],
    },
    {
      title: 'declare an exchange with an alternate',
      request: ['PUT', '/exchanges/%2F/new', { arguments: { 'alternate-exchange': 'other' } }],
      status: 201,
      needs: [
        ['configure', 'new'],
        ['read', 'new'],
        ['write', 'other'],
      ],
    },
    {
      title: 'delete an exchange',
      request: ['DELETE', '/exchanges/%2F/x'],
      status: 204,
      needs: [['configure', 'x']],
    },
    {
      title: 'bind a queue',
      request: ['POST', '/bindings/%2F/e/x/q/q', { routing_key: 'new' }],
      status: 201,
      needs: [
        ['write', 'q'],
        ['read', 'x'],
      ],
    },
    {
      title: 'unbind a queue',
      request: ['DELETE', '/bindings/%2F/e/x/q/q/~'],
      status: 204,
      needs: [
        ['write', 'q'],
        ['read', 'x'],
      ],
    },
    {
      title: 'bind an exchange',
      request: ['POST', '/bindings/%2F/e/x/e/y', { routing_key: 'new' }],
      status: 201,
      needs: [
        ['write', 'y'],
        ['read', 'x'],
      ],
    },
    {
      title: 'unbind an exchange',
      request: ['DELETE', '/bindings/%2F/e/x/e/y/~'],
      status: 204,
      needs: [
        ['write', 'y'],
        ['read', 'x'],
      ],
    },
    {
      title: 'publish to an exchange',
      request: ['POST', '/exchanges/%2F/x/publish', { ...message, routing_key: '' }],
      status: 200,
      needs: [['write', 'x']],
      refusal: [400, `403 ${refused("exchange 'x'")}`],
    },
    {
      title: 'publish to the default exchange',
      request: ['POST', '/exchanges/%2F/amq.default/publish', { ...message, routing_key: 'q' }],
      status: 200,
      needs: [['write', 'amq.default']],
      refusal: [400, `403 ${refused("exchange 'amq.default'")}`],
    },
    {
      title: 'get from a queue',
      request: ['POST', '/queues/%2F/q/get', take],
      status: 200,
      needs: [['read', 'q']],
      refusal: [401, refused("queue 'q'")],
    },
  ];

  let api: TestManagement;
  let as: string;
  beforeEach(async () => {
    api = await new TestManagement().start();
    as = api.addUser('u', ['management']);
    for (const [method, path] of [
      ['PUT', '/queues/%2F/q'],
      ['PUT', '/exchanges/%2F/x'],
      ['PUT', '/exchanges/%2F/y'],
      ['POST', '/bindings/%2F/e/x/q/q'],
      ['POST', '/bindings/%2F/e/x/e/y'],
    ] as const) {
      await api.send(method, path, { body: {} });
    }
  });
  afterEach(() => api.stop());

  function allow(needs: readonly Need[]): void {
    const of = (wanted: string): string =>
      needs
        .filter(([operation]) => operation === wanted)
        .map(([, name]) => `^${name}$`)
        .join('|');
    const given = { configure: of('configure'), write: of('write'), read: of('read') };
    api.broker.access.permissions.put({ user: 'u', vhost: '/', ...given });
  }

  for (const { title, request, status, needs, refusal } of ROWS) {
    const [method, path, body = {}] = request;
    it(`a user may ${title} with what it takes, and nothing more`, async () => {
      allow(needs);
      expect((await api.send(method, path, { as, body })).status).to.equal(status);
    });

    for (const lacking of needs) {
      it(`a user may not ${title} without: ${lacking.join(' ')}`, async () => {
        allow(needs.filter((need) => need !== lacking));
        const answer = await api.send(method, path, { as, body });
        const expected = refusal ?? [401, 'Access refused.'];
        const { reason } = answer.json as { readonly reason: string };
        expect([answer.status, reason]).to.deep.equal(expected);
      });
    }
  }

  it('a user may unbind from a topic exchange the keys that are his alone', async () => {
    await api.send('PUT', '/exchanges/%2F/t', { body: { type: 'topic' } });
    for (const key of ['mine.a', 'theirs.a']) {
      await api.send('POST', '/bindings/%2F/e/t/q/q', { body: { routing_key: key } });
    }
    allow([
      ['write', 'q'],
      ['read', 't'],
    ]);
    const of = { user: 'u', vhost: '/', exchange: 't' };
    api.broker.access.topicPermissions.put({ ...of, write: '', read: '^mine\\.' });
    const unbind = (key: string) => api.send('DELETE', `/bindings/%2F/e/t/q/q/${key}`, { as });
    expect((await unbind('theirs.a')).status).to.equal(401);
    expect((await unbind('mine.a')).status).to.equal(204);
  });
});
