import { expect } from 'chai';
import { mayAdminister, mayEnd, mayMonitor, maySetPolicies } from '../../../src/console/api/may.js';

describe('What a user may do in the console', () => {
  it('follows from the tags', () => {
    const may = (tag: string): boolean[] =>
      [mayMonitor, maySetPolicies, mayAdminister].map((ask) => ask([tag]));
    expect(may('management')).to.deep.equal([false, false, false]);
    expect(may('policymaker')).to.deep.equal([false, true, false]);
    expect(may('monitoring')).to.deep.equal([true, false, false]);
    expect(may('administrator')).to.deep.equal([true, true, true]);
  });

  it('to connections follows from whose they are, too', () => {
    const anna = { name: 'anna', tags: ['monitoring'] };
    expect(mayEnd(anna, 'anna')).to.equal(true);
    expect(mayEnd(anna, 'bob')).to.equal(false);
    expect(mayEnd({ ...anna, tags: ['administrator'] }, 'bob')).to.equal(true);
    expect(mayEnd(undefined, 'anna')).to.equal(false);
  });
});
