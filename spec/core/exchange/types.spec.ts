import { expect } from 'chai';
import { createMatcher } from '../../../src/core/exchange/types.js';

describe('exchange types', () => {
  for (const [type, decidedBy] of [
    ['direct', 'routing-key'],
    ['fanout', 'nothing'],
    ['topic', 'routing-key'],
    ['headers', 'message'],
  ] as const) {
    it(`include ${type}, where ${decidedBy} decides where a message goes`, () => {
      expect(createMatcher(type)?.decidedBy).to.equal(decidedBy);
    });
  }

  it('include no others', () => {
    for (const type of ['', 'Direct', 'x-delayed-message', 'constructor']) {
      expect(createMatcher(type)).to.equal(undefined);
    }
  });
});
