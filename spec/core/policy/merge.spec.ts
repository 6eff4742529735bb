import { expect } from 'chai';
import type { JsonObject } from '../../../src/core/json.js';
import { mergedPolicies } from '../../../src/core/policy/merge.js';
import { NO_POLICIES, type Policy } from '../../../src/core/policy/policy.js';

function policyOf(definition: JsonObject): Policy {
  return { vhost: '/', name: 'p', pattern: '', applyTo: 'all', priority: 0, definition };
}

function merged(definition: JsonObject, ofOperator: JsonObject): JsonObject {
  return mergedPolicies(policyOf(definition), policyOf(ofOperator)).definition;
}

describe('A policy and an operator policy together', () => {
  it('are nothing where there is neither', () => {
    expect(mergedPolicies(undefined, undefined)).to.equal(NO_POLICIES);
  });

  it('are what one of them says where there is no other', () => {
    const policy = policyOf({ 'max-length': 5 });
    expect(mergedPolicies(policy, undefined)).to.deep.equal({
      policy,
      operatorPolicy: undefined,
      definition: { 'max-length': 5 },
    });
    expect(mergedPolicies(undefined, policy).definition).to.deep.equal({ 'max-length': 5 });
  });

  it('have the settings of both, and of two limits the lower one', () => {
    const policy = { 'max-length': 50, 'message-ttl': 10, 'dead-letter-exchange': 'x' };
    const operators = { 'max-length': 40, 'message-ttl': 20, expires: 7 };
    expect(merged(policy, operators)).to.deep.equal({
      'max-length': 40,
      'message-ttl': 10,
      'dead-letter-exchange': 'x',
      expires: 7,
    });
  });

  it('have the operator’s word where there is no lower one', () => {
    const policy = { overflow: 'drop-head', 'delayed-retry-type': 'all' };
    const operators = { overflow: 'reject-publish', 'delayed-retry-type': 'disabled' };
    expect(merged(policy, operators)).to.deep.equal(operators);
  });

  it('have a delivery limit if one of them has, whatever the other says', () => {
    const limit = 'delivery-limit';
    expect(merged({ [limit]: -1 }, { [limit]: 5 })).to.deep.equal({ [limit]: 5 });
    expect(merged({ [limit]: 5 }, { [limit]: -1 })).to.deep.equal({ [limit]: 5 });
    expect(merged({ [limit]: 5 }, { [limit]: 7 })).to.deep.equal({ [limit]: 5 });
  });

  it('delay retries by the longer of the shortest delays, and the shorter of the longest', () => {
    const policy = { 'delayed-retry-min': 5, 'delayed-retry-max': 50 };
    const operators = { 'delayed-retry-min': 6, 'delayed-retry-max': 40 };
    expect(merged(policy, operators)).to.deep.equal(operators);
  });
});
