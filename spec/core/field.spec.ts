import { expect } from 'chai';
import { type Field, integerOf, textOf } from '../../src/core/field.js';

describe('integerOf', () => {
  it('gives the number of every integer type', () => {
    for (const type of ['b', 'B', 's', 'u', 'I', 'i', 'l'] as const) {
      expect(integerOf({ type, value: 7 }), type).to.equal(7);
    }
    expect(integerOf({ type: 'l', value: 2n ** 60n })).to.equal(2n ** 60n);
  });

  it('gives nothing for all else, numbers that are no integers included', () => {
    const others: (Field | undefined)[] = [
      undefined,
      { type: 't', value: true },
      { type: 'd', value: 1 },
      { type: 'T', value: 1 },
      { type: 'S', value: '1' },
      { type: 'V', value: null },
    ];
    for (const field of others) expect(integerOf(field)).to.equal(undefined);
  });
});

describe('textOf', () => {
  it('gives the text of a long string, and nothing for all else', () => {
    expect(textOf({ type: 'S', value: '' })).to.equal('');
    expect(textOf({ type: 'x', value: Buffer.from('a') })).to.equal(undefined);
    expect(textOf(undefined)).to.equal(undefined);
  });
});
