import { expect } from 'chai';
import { REFUSED, ROUTED } from '../../src/core/publish-result.js';

describe('the result of a publish', () => {
  it('says of each bit whether it is set, whatever the other is', () => {
    expect(ROUTED & REFUSED).to.equal(0);
    expect([ROUTED, REFUSED]).to.eql([1, 2]);
  });
});
