import { expect } from 'chai';
import { applyPlan } from '../../../src/management/definitions/apply.js';
import { comparisons } from '../../../src/management/definitions/compare.js';
import { readPlan } from '../../../src/management/definitions/read-plan.js';
import { TestManagement } from '../../support/test-management.js';

describe('A comparison of a broker before and after an import', () => {
  it('has both sides of everything in the plan, and one where there is one', () => {
    const api = new TestManagement();
    const stage = api.stage();
    const policy = { vhost: '/', name: 'p', pattern: 'x', definition: { expires: 1 } };
    const document = {
      global_parameters: [{ name: 'g', value: { a: { b: 1 }, c: [1] } }],
      policies: [policy],
      queues: [{ vhost: 'none', name: 'q' }],
      bindings: [{ vhost: '/', source: '', destination: 'none', routing_key: 'none' }],
    };
    const { plan } = readPlan(document, api.broker);
    applyPlan(stage, { plan, hashes: [], by: { name: 'spec' }, onFault: () => {} });
    const compared = comparisons({ broker: api.broker, stage }, plan);
    expect(compared.map(({ kind, before, after }) => [kind, before, after])).to.deep.equal([
      ['global_parameters', undefined, { 'a.b': 1, c: [1] }],
      [
        'policies',
        undefined,
        { pattern: 'x', 'apply-to': 'all', priority: 0, 'definition.expires': 1 },
      ],
      ['queues', undefined, undefined],
      ['bindings', undefined, undefined],
    ]);
  });
});
