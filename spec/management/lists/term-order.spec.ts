import { expect } from 'chai';
import {
  byVhostAndName,
  compareTerms,
  compareTexts,
  valueAt,
} from '../../../src/management/lists/term-order.js';

describe('The order of terms', () => {
  it('is that of Erlang', () => {
    const terms = [-1, 0, 2.5, 10, false, null, true, { a: 1 }, [1], '', 'B', 'a'];
    expect(terms.toReversed().sort(compareTerms)).to.deep.equal(terms);
  });

  it('is by code for texts', () => {
    expect(['b', 'a', 'C', 'a'].sort(compareTexts)).to.deep.equal(['C', 'a', 'a', 'b']);
  });

  it('is by vhost, then by name, for what is in vhosts', () => {
    const thing = (vhost: string, name: string) => ({ definition: { vhost, name } });
    const things = [thing('a', 'a'), thing('a', 'b'), thing('b', 'a')];
    expect(things.toReversed().sort(byVhostAndName)).to.deep.equal(things);
  });

  it('takes what is not there for 0', () => {
    expect(valueAt({ a: { b: 1 } }, ['a', 'b'])).to.equal(1);
    expect(valueAt({ a: { b: 1 } }, ['a', 'c'])).to.equal(0);
    expect(valueAt({ a: 5 }, ['a', 'c'])).to.equal(0);
    expect(valueAt({}, ['constructor'])).to.equal(0);
  });
});
