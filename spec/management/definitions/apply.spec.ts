import { expect } from 'chai';
import { applyPlan } from '../../../src/management/definitions/apply.js';
import type { Place } from '../../../src/management/definitions/plan.js';
import { readPlan } from '../../../src/management/definitions/read-plan.js';
import { TestManagement } from '../../support/test-management.js';

const by = { name: 'spec' };

function apply(api: TestManagement, document: Record<string, unknown>) {
  const { plan } = readPlan(document, api.broker);
  return applyPlan(api.broker, { plan, hashes: [], by });
}

describe('Carrying out a plan', () => {
  it('leaves queues and exchanges that are there as they are', () => {
    const api = new TestManagement();
    const vhost = api.broker.vhost('/');
    const flags = { autoDelete: false, arguments: new Map() };
    vhost?.declareQueue({ name: 'q', durable: false, exclusive: false, ...flags }, by);
    vhost?.declareExchange({
      name: 'e',
      type: 'fanout',
      durable: false,
      internal: false,
      ...flags,
    });
    apply(api, {
      queues: [{ name: 'q', vhost: '/', durable: true }],
      exchanges: [{ name: 'e', vhost: '/', type: 'topic', durable: true }],
    });
    expect(vhost?.queue('q')?.definition.durable).to.equal(false);
    expect(vhost?.exchange('e')?.definition.type).to.equal('fanout');
  });

  it('replaces policies, parameters and permissions that are there', () => {
    const api = new TestManagement();
    const definition = (count: number) => ({
      policies: [{ vhost: '/', name: 'p', pattern: 'x', definition: { 'max-length': count } }],
      global_parameters: [{ name: 'g', value: count }],
      permissions: [{ user: 'guest', vhost: '/', configure: `${count}`, write: '', read: '' }],
    });
    apply(api, definition(1));
    apply(api, definition(2));
    const { policies, globalParameters, access } = api.broker;
    expect(policies.get('policy', '/', 'p')?.definition).to.deep.equal({ 'max-length': 2 });
    expect(globalParameters.get('g')).to.equal(2);
    expect(access.permissions.get('guest', '/')?.configure).to.equal('2');
  });

  it('leaves the limits of users to whom it gives none', () => {
    const api = new TestManagement();
    const { users } = api.broker.access;
    const limitsAfter = (more: object) => {
      apply(api, { users: [{ name: 'erin', tags: '', password_hash: '', ...more }] });
      const user = users.get('erin');
      return [user?.connectionCountMax, user?.channelCountMax];
    };
    expect(limitsAfter({})).to.deep.equal([-1, -1]);
    expect(limitsAfter({ limits: { 'max-channels': 5 } })).to.deep.equal([-1, 5]);
    expect(limitsAfter({})).to.deep.equal([-1, 5]);
    expect(limitsAfter({ limits: {} })).to.deep.equal([-1, -1]);
  });

  it('tells of what cannot be, if it is to, and goes on', () => {
    const api = new TestManagement();
    const document = {
      vhosts: [{ name: '' }],
      queues: [
        { name: 'q', vhost: 'none' },
        { name: 'q', vhost: '/' },
      ],
    };
    const { plan } = readPlan(document, api.broker);
    const told: string[] = [];
    const onFault = ({ kind, name }: Place): void => {
      told.push(`${kind} ${name}`);
    };
    applyPlan(api.broker, { plan, hashes: [], by, onFault });
    expect(told).to.deep.equal(['vhosts ', 'queues q']);
    expect(api.broker.vhost('/')?.queue('q')).to.not.equal(undefined);
  });

  it('says which bindings have nothing to bind, and passes over the implicit ones', () => {
    const api = new TestManagement();
    const binding = { vhost: '/', destination: 'q', destination_type: 'queue', routing_key: 'q' };
    const ignored = apply(api, {
      queues: [{ name: 'q', vhost: '/' }],
      bindings: [
        { ...binding, source: '' },
        { ...binding, source: 'none' },
        { ...binding, source: 'amq.topic', destination: 'none' },
      ],
    });
    expect(ignored.map(({ name }) => name)).to.deep.equal(['none -> q', 'amq.topic -> none']);
  });
});
