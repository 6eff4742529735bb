import { expect } from 'chai';
import { erlangJson } from '../../src/core/erlang-json.js';
import type { JsonValue } from '../../src/core/json.js';

describe('A JSON value as an Erlang term', () => {
  const terms: readonly (readonly [JsonValue, string])[] = [
    ['text "ü"', '<<"text \\"ü\\"">>'],
    ['', '<<>>'],
    [7, '7'],
    [-0.5, '-0.5'],
    [true, 'true'],
    [null, 'null'],
    [[1, ['a']], '[1,[<<"a">>]]'],
    [{ b: 1, a: {} }, '#{<<"a">> => #{},<<"b">> => 1}'],
  ];
  for (const [value, term] of terms) {
    it(`is ${term}`, () => expect(erlangJson(value)).to.equal(term));
  }

  it('ends in dots where it is too deep', () => {
    let deep: JsonValue = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(erlangJson(deep)).to.equal(`${'['.repeat(20)}...${']'.repeat(20)}`);
  });
});
