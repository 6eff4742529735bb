import { expect } from 'chai';
import { mayAdminister, mayMonitor, maySetPolicies } from '../../../src/console/api/may.js';

describe('What a user may do in the console', () => {
  it('follows from the tags', () => {
    const may = (tag: string): boolean[] =>
      [mayMonitor, maySetPolicies, mayAdminister].map((ask) => ask([tag]));
    expect(may('management')).to.deep.equal([false, false, false]);
    expect(may('policymaker')).to.deep.equal([false, true, false]);
    expect(may('monitoring')).to.deep.equal([true, false, false]);
    expect(may('administrator')).to.deep.equal([true, true, true]);
  });
});
