import { expect } from 'chai';
import { BrokerError } from '../../src/core/errors.js';
import type { Parameters } from '../../src/core/parameters.js';
import { SpecBroker } from '../support/spec-broker.js';

const TERMS = { pattern: 'a', definition: { 'max-length': 7 }, priority: 0, 'apply-to': 'all' };

describe('Runtime parameters', () => {
  let spec: SpecBroker;
  let parameters: Parameters;

  beforeEach(() => {
    spec = new SpecBroker();
    parameters = spec.broker.parameters;
    spec.broker.policies.put('policy', { vhost: '/', name: 'p', terms: TERMS });
    spec.broker.policies.put('operator_policy', { vhost: '/', name: 'o', terms: TERMS });
    spec.broker.declareVhost({ name: 'v', queueCountMax: 3 });
  });

  it('are those of every component but policies, which are listed when they are asked for', () => {
    const operators = { component: 'operator_policy', vhost: '/', name: 'o', value: TERMS };
    const limits = {
      component: 'vhost-limits',
      vhost: 'v',
      name: 'limits',
      value: { 'max-queues': 3 },
    };
    expect(parameters.all()).to.deep.equal([operators, limits]);
    expect(parameters.all(undefined, 'v')).to.deep.equal([limits]);
    expect(parameters.all('policy').map(({ name }) => name)).to.deep.equal(['p']);
    expect(parameters.all('nonsense')).to.deep.equal([]);
  });

  it('are found by component, vhost and name', () => {
    expect(parameters.get('operator_policy', '/', 'o')?.value).to.deep.equal(TERMS);
    expect(parameters.get('operator_policy', 'v', 'o')).to.equal(undefined);
    expect(['policy', 'shovel'].map((each) => parameters.has(each))).to.deep.equal([true, false]);
  });

  it('are set and cleared by their component', () => {
    const place = { component: 'operator_policy', vhost: '/', name: 'o2' };
    parameters.put({ ...place, value: TERMS });
    expect(spec.broker.policies.get('operator_policy', '/', 'o2')?.pattern).to.equal('a');
    expect(parameters.delete('operator_policy', '/', 'o2')).to.equal(true);
    expect(parameters.delete('operator_policy', '/', 'o2')).to.equal(false);
  });

  it('are refused where nobody knows the component', () => {
    const place = { component: 'foo', vhost: '/', name: 'x' };
    expect(() => parameters.put({ ...place, value: {} })).to.throw(
      BrokerError,
      'Validation failed\n\ncomponent foo not found\n',
    );
    expect(parameters.delete('foo', '/', 'x')).to.equal(false);
  });

  it('are no way to set or clear policies', () => {
    const place = { component: 'policy', vhost: '/', name: 'p' };
    expect(() => parameters.put({ ...place, value: TERMS })).to.throw(
      BrokerError,
      'policies may not be set using this method',
    );
    expect(() => parameters.delete('policy', '/', 'p')).to.throw(
      BrokerError,
      'policies may not be cleared using this method',
    );
  });
});
