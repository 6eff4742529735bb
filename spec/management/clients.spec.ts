import { expect } from 'chai';
import { SpecBroker } from '../support/spec-broker.js';
import { FakeClient } from '../support/fake-client.js';
import type { ApiContext } from '../../src/management/context.js';
import { requireClient, requireOwnOrTag, visibleClients } from '../../src/management/clients.js';

const asked = (method: string, name: string, ...tags: string[]): ApiContext => {
  const ctx: unknown = { method, state: { user: { name, tags } } };
  return ctx as ApiContext;
};

describe('The clients that operators see', () => {
  it('come in the order of their names', () => {
    const { broker } = new SpecBroker();
    const { clients } = broker.vhost('/') ?? {};
    for (const name of ['b', 'c', 'a']) clients?.add(new FakeClient(name));
    const names = (ctx: ApiContext) => visibleClients(ctx, broker).map(({ name }) => name);
    expect(names(asked('GET', 'boss', 'monitoring'))).to.eql(['a', 'b', 'c']);
    expect(names(asked('GET', 'guest', 'management'))).to.eql(['a', 'b', 'c']);
    expect(names(asked('GET', 'anna', 'policymaker'))).to.eql([]);
  });

  it('are found by name', () => {
    const { broker } = new SpecBroker();
    const client = new FakeClient('a');
    broker.vhost('/')?.clients.add(client);
    expect(requireClient(asked('GET', 'guest'), broker, 'a')).to.equal(client);
    expect(() => requireClient(asked('GET', 'guest'), broker, 'b')).to.throw('Not Found');
  });

  it('are seen by those who monitor, and ended by administrators', () => {
    const TEXT = 'User not authorised to access object';
    const ask = (method: string, ...tags: string[]) => {
      requireOwnOrTag(asked(method, 'boss', ...tags), 'anna');
    };
    ask('GET', 'monitoring');
    ask('GET', 'administrator');
    ask('DELETE', 'administrator');
    expect(() => ask('DELETE', 'monitoring')).to.throw(TEXT);
    expect(() => ask('GET', 'policymaker')).to.throw(TEXT);
  });
});
