import { expect } from 'chai';
import { differencesOf, isSame } from '../../src/management/differences.js';

describe('Differences of two objects', () => {
  it('are what was added, changed and taken away, by key', () => {
    const before = { gone: 1, same: 'x', other: [1] };
    const after = { other: [1, 2], same: 'x', come: { a: null } };
    expect(differencesOf(before, after)).to.deep.equal([
      { key: 'come', before: null, after: { a: null } },
      { key: 'gone', before: 1, after: null },
      { key: 'other', before: [1], after: [1, 2] },
    ]);
  });

  it('are none between equal ones, whatever the order of their keys', () => {
    const one = { a: { x: 1, y: [1, { z: 2 }] } };
    expect(differencesOf(one, one)).to.deep.equal([]);
    expect(differencesOf(one, { a: { y: [1, { z: 2 }], x: 1 } })).to.deep.equal([]);
  });

  it('tell lists, objects, and what is not there apart', () => {
    expect(isSame([], {})).to.equal(false);
    expect(isSame({ a: 1 }, { b: 1 })).to.equal(false);
    expect(isSame([1, 2], [2, 1])).to.equal(false);
    expect(isSame(1, '1')).to.equal(false);
    expect(isSame(undefined, undefined)).to.equal(true);
  });
});
