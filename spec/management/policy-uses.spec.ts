import { expect } from 'chai';
import type { PolicyComponent } from '../../src/core/policy/terms.js';
import { policyUses, usesOf } from '../../src/management/policy-uses.js';
import { SpecBroker } from '../support/spec-broker.js';

describe('For what policies are in force', () => {
  it('is counted by vhost, kind and policy', async () => {
    const spec = new SpecBroker();
    spec.broker.declareVhost({ name: 'other' });
    for (const name of ['a1', 'a2', 'b']) spec.queue(name);
    spec.queue('a1', {}, 'other');
    spec.exchange('a');
    const put = (component: PolicyComponent, name: string, pattern: string) =>
      spec.broker.policies.put(component, {
        vhost: '/',
        name,
        terms: { pattern, definition: { expires: 1_000 }, priority: 0, 'apply-to': 'all' },
      });
    const policies = [put('policy', 'a', '^a\\d?$'), put('policy', 'none', '^none')];
    const operators = put('operator_policy', 'a', '^b');
    const vhosts = [...spec.broker.vhosts()];
    const uses = await policyUses('policy', vhosts);
    expect(policies.map((policy) => usesOf(uses, policy))).to.deep.equal([
      { queues_in_force: 2, exchanges_in_force: 1 },
      { queues_in_force: 0, exchanges_in_force: 0 },
    ]);
    expect(usesOf(await policyUses('operator_policy', vhosts), operators)).to.deep.equal({
      queues_in_force: 1,
      exchanges_in_force: 0,
    });
  });
});
