import { expect } from 'chai';
import {
  LENGTH_SHORT_MAX,
  LENGTH_SHOWN_MAX,
  valueText,
} from '../../../src/console/widgets/value-text.js';

describe('A value that somebody else has chosen', () => {
  it('is shown as it is where it is short', () => {
    for (const [value, text] of [
      ['tills', 'tills'],
      [7, '7'],
      [true, 'true'],
      [null, 'null'],
      [{ a: [1] }, '{\n  "a": [\n    1\n  ]\n}'],
    ] as const) {
      expect(valueText(value)).to.deep.equal({ text, beginning: undefined });
    }
  });

  it('is folded behind its beginning where it is long', () => {
    const long = 'a '.repeat(LENGTH_SHORT_MAX);
    expect(valueText(long)).to.deep.equal({
      text: long,
      beginning: `${'a '.repeat(40)}… (800 characters)`,
    });
    const deep = Array.from({ length: 12 }).reduce<object>((inner) => ({ inner }), {});
    expect(valueText(deep).beginning).to.match(/^\{ "inner": \{ "inner".*… \(\d+ characters\)$/);
  });

  it('is cut where it is endless, and not within a character', () => {
    const { text } = valueText(`x${'🐇'.repeat(LENGTH_SHOWN_MAX)}`);
    expect(text.length).to.be.lessThan(LENGTH_SHOWN_MAX + 40);
    expect(text).to.match(/🐇… 200,001 characters in all$/u);
  });
});
