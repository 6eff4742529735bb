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
