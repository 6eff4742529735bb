import { expect } from 'chai';
import { BrokerError } from '../../../src/core/errors.js';
import type { JsonObject } from '../../../src/core/json.js';
import type { Policy } from '../../../src/core/policy/policy.js';
import { acceptPolicy, policyTerms, type PolicyComponent } from '../../../src/core/policy/terms.js';
import { compilePattern } from '../../../src/pattern.js';

function accept(terms: JsonObject, component: PolicyComponent = 'policy', name = 'p') {
  return acceptPolicy(component, { vhost: '/', name }, terms, compilePattern);
}

function faultOf(terms: JsonObject, component: PolicyComponent = 'policy', name = 'p'): string {
  try {
    accept(terms, component, name);
  } catch (error) {
    if (error instanceof BrokerError) return error.message;
    throw error;
  }
  throw new Error('it was accepted');
}

const TERMS = { pattern: '^a', definition: { 'max-length': 1 }, priority: 0 };

describe('The terms of a policy', () => {
  it('make a policy, of all queues and exchanges unless they say otherwise', () => {
    const { policy, matches } = accept(TERMS);
    const expected: Policy = {
      vhost: '/',
      name: 'p',
      pattern: '^a',
      applyTo: 'all',
      priority: 0,
      definition: { 'max-length': 1 },
    };
    expect(policy).to.deep.equal(expected);
    expect([matches('ab'), matches('ba')]).to.deep.equal([true, false]);
  });

  it('are told by the policy as they were', () => {
    const terms = { ...TERMS, priority: 1.5, 'apply-to': 'quorum_queues' };
    expect(policyTerms(accept(terms).policy)).to.deep.equal(terms);
  });

  // What RabbitMQ 3.10.8 answered to each of these, but for the last of apply-to.
  const faults: readonly (readonly [JsonObject, string])[] = [
    [{ definition: {} }, 'no policy provided'],
    [{ definition: { 'max-length': -1 } }, '-1 is not a valid maximum length'],
    [{ definition: { 'max-length': 'x' } }, '<<"x">> is not a valid maximum length'],
    [{ definition: { 'max-length': 1.5 } }, '1.5 is not a valid maximum length'],
    [{ definition: { 'max-length': null } }, 'null is not a valid maximum length'],
    [
      { definition: { 'max-length': { a: 1, b: 'c' } } },
      '#{<<"a">> => 1,<<"b">> => <<"c">>} is not a valid maximum length',
    ],
    [{ definition: { foo: 1 } }, '[{<<"foo">>,1}] are not recognised policy settings'],
    [
      { definition: { foo: 'bar', baz: [1, 'a', null, true, { k: 2.5 }] } },
      '[{<<"baz">>,[1,<<"a">>,null,true,#{<<"k">> => 2.5}]},{<<"foo">>,<<"bar">>}] ' +
        'are not recognised policy settings',
    ],
    [{ definition: { 'max-priority': 5 } }, '[{<<"max-priority">>,5}] are not recognised policy'],
    [{ definition: { 'ha-mode': 'some' } }, '<<"some">> is not a valid ha-mode value'],
    [{ definition: { 'queue-mode': 'x' } }, '<<"x">> is not a valid queue-mode value'],
    [{ definition: { 'alternate-exchange': 5 } }, '5 is not a valid alternate exchange name'],
    [{ priority: 'high' }, 'priority should be a number, actually was <<"high">>'],
    [{ priority: Number('1e400') }, 'priority should be a number, actually was '],
    [{ priority: NaN }, 'priority should be a number, actually was '],
    [{ pattern: 5 }, 'pattern should be a binary but was 5'],
    [{ pattern: '(' }, 'pattern should be regular expression but is invalid: '],
    [{ bogus: 1 }, 'Unrecognised terms [{<<"bogus">>,1}] in p'],
    [{ 'apply-to': 'foo' }, "apply-to 'foo' unrecognised; should be one of: "],
    [{ 'apply-to': 5 }, "apply-to '5' unrecognised; should be one of: "],
  ];
  for (const [terms, fault] of faults) {
    it(`are refused with ${JSON.stringify(terms)}`, () => {
      expect(faultOf({ ...TERMS, ...terms })).to.contain(`Validation failed\n\n${fault}`);
    });
  }

  it('name all that is wrong, in the order of RabbitMQ', () => {
    const wrong = {
      pattern: 'a',
      definition: { 'max-length': -1, expires: 0 },
      'apply-to': 'x',
      priority: 'y',
    };
    expect(faultOf(wrong).split('\n')).to.deep.equal([
      'Validation failed',
      '',
      '0 is not a valid queue expiry',
      "apply-to 'x' unrecognised; should be one of: 'queues', 'classic_queues', " +
        "'quorum_queues', 'streams', 'exchanges', or 'all'",
      'priority should be a number, actually was <<"y">>',
      '',
    ]);
  });

  it('cannot be left out, but for apply-to', () => {
    expect(faultOf({})).to.equal(
      'Validation failed\n\nKey "definition" not found in p\nKey "pattern" not found in p\n' +
        'Key "priority" not found in p\n',
    );
  });

  it('are an object under definition', () => {
    expect(faultOf({ ...TERMS, definition: 'x' })).to.contain(
      'parse error while reading policy p: <<"x">>. Validator: policy_validator.',
    );
    expect(faultOf({ ...TERMS, definition: [] }, 'operator_policy')).to.contain(
      'parse error while reading policy p: []. Validator: operator_policy_validator.',
    );
  });

  it('of an operator policy set limits alone', () => {
    const names = { ...TERMS, definition: { 'dead-letter-exchange': 'x' } };
    expect(faultOf(names, 'operator_policy')).to.contain(
      '[{<<"dead-letter-exchange">>,<<"x">>}] are not recognised policy settings',
    );
    const { policy } = accept({ ...TERMS, definition: { expires: 1 } }, 'operator_policy');
    expect(policy.definition).to.deep.equal({ expires: 1 });
  });

  it('need the shortest delay where retries are delayed, and none longer than the longest', () => {
    expect(faultOf({ ...TERMS, definition: { 'delayed-retry-type': 'all' } })).to.contain(
      'delayed-retry-min is required when delayed-retry-type is all',
    );
    const definition = { 'delayed-retry-min': 5, 'delayed-retry-max': 4 };
    expect(faultOf({ ...TERMS, definition })).to.contain(
      'delayed-retry-max (4) must not be smaller than delayed-retry-min (5)',
    );
    accept({ ...TERMS, definition: { 'delayed-retry-type': 'disabled' } });
  });

  it('have a name that is no longer than any other', () => {
    for (const name of ['', 'x'.repeat(256)]) {
      expect(faultOf(TERMS, 'policy', name)).to.contain('the name of a policy has 1 to 255');
    }
  });
});
