import { expect } from 'chai';
import { assert, AssertionError } from '../../src/core/assert.js';

describe('assert', () => {
  it('lets pass what holds', () => {
    expect(() => assert(true, 'the world stands')).not.to.throw();
  });

  it('throws what nobody catches when something does not hold', () => {
    expect(() => assert(false, 'the world stands')).to.throw(AssertionError, 'the world stands');
  });
});
