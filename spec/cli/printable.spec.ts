import { expect } from 'chai';
import { printable } from '../../src/cli/printable.js';

describe('What a terminal is given', () => {
  it('has every control character written out', () => {
    expect(printable('\u001b[31mred\u0007\u007f\u009b')).to.equal(
      String.raw`\x1b[31mred\x07\x7f\x9b`,
    );
    expect(printable('a\tb\r\nc\0')).to.equal(String.raw`a\tb\r\nc\x00`);
  });

  it('is otherwise as it was', () => {
    expect(printable('Grüße, 世界 \\ "x"')).to.equal('Grüße, 世界 \\ "x"');
  });
});
