import { expect } from 'chai';
import {
  readInteger,
  readList,
  readOneOf,
  readOptionalText,
  readPort,
  readSwitch,
  readText,
} from '../src/option.js';

describe('The value of an option', () => {
  const values: readonly [string, (value: unknown) => unknown, readonly unknown[], unknown[]][] = [
    ['a text', readText, ['a', '1'], ['', 1, null, ['a']]],
    ['a text or none', readOptionalText, ['a', ''], [1, null, true]],
    ['a port', readPort, ['0', '5672', 65_535], ['65536', -1, '-1', 1.5, '1.5', '', 'a', null]],
    ['an integer', readInteger(1, 20), ['1', '20', 7], ['0', 21, '007x', '', '1e1']],
    ['a word of a list', readOneOf(['a', 'b']), ['a', 'b'], ['c', '', 1]],
  ];
  for (const [name, read, right, wrong] of values) {
    it(`is ${name} or is refused`, () => {
      for (const value of right) expect(String(read(value))).to.equal(String(value));
      for (const value of wrong) expect(read(value), String(value)).to.equal(undefined);
    });
  }

  it('is on or off, and true or false too', () => {
    for (const value of ['on', 'true', true]) expect(readSwitch(value)).to.equal('on');
    for (const value of ['off', 'false', false]) expect(readSwitch(value)).to.equal('off');
    for (const value of ['yes', 'On', '', 1, null]) expect(readSwitch(value)).to.equal(undefined);
  });

  it('is a list, as a text with commas or as a list of texts', () => {
    expect(readList('a, b,')).to.deep.equal(['a', 'b']);
    expect(readList(['a', ' b'])).to.deep.equal(['a', 'b']);
    expect(readList('')).to.deep.equal([]);
    for (const value of [1, ['a', 1], { a: 'b' }, null]) {
      expect(readList(value)).to.equal(undefined);
    }
  });
});
