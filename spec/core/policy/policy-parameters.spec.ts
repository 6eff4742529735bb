import { expect } from 'chai';
import { PolicyParameters } from '../../../src/core/policy/policy-parameters.js';
import { SpecBroker } from '../../support/spec-broker.js';

describe('Policies as parameters', () => {
  it('are set with all their terms, and told with them', () => {
    const { policies } = new SpecBroker().broker;
    const parameters = new PolicyParameters(policies, 'operator_policy');
    const terms = { pattern: 'a', definition: { expires: 7 }, priority: 2 };
    parameters.put('/', 'o', terms);
    const value = { ...terms, 'apply-to': 'all' };
    expect(parameters.all()).to.deep.equal([{ vhost: '/', name: 'o', value }]);
    expect(policies.get('operator_policy', '/', 'o')?.priority).to.equal(2);
    expect(parameters.delete('/', 'o')).to.equal(true);
    expect(parameters.all('/')).to.deep.equal([]);
  });

  it('are objects', () => {
    const { policies } = new SpecBroker().broker;
    const parameters = new PolicyParameters(policies, 'operator_policy');
    expect(() => parameters.put('/', 'o', 'x')).to.throw('o not a list <<"x">>');
  });
});
