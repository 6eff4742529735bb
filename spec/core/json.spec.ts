import { expect } from 'chai';
import {
  hasFiniteNumbers,
  isJsonArray,
  isJsonObject,
  isShallow,
  type JsonValue,
} from '../../src/core/json.js';

describe('A JSON value', () => {
  it('is an object, an array or something plain', () => {
    const values = [{}, [], null, 'a', 1, true];
    expect(values.map(isJsonObject)).to.deep.equal([true, false, false, false, false, false]);
    expect(values.map(isJsonArray)).to.deep.equal([false, true, false, false, false, false]);
  });

  it('is finite where all its numbers are', () => {
    expect([1, 1e308, 'x', null, [{ a: 1 }]].map(hasFiniteNumbers)).to.not.include(false);
    const values = JSON.parse('[1e400, -1e400, [{ "a": 1e400 }]]') as JsonValue[];
    expect(values.map(hasFiniteNumbers)).to.deep.equal([false, false, false]);
  });

  it('is as deep as the deepest of its parts', () => {
    const value = { a: 1, b: [{ c: ['d'] }] };
    expect([3, 4].map((depth) => isShallow(value, depth))).to.deep.equal([false, true]);
    expect(isShallow('text', 0)).to.equal(true);
  });
});
