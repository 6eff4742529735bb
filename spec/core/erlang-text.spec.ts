import { expect } from 'chai';
import {
  erlangAtom,
  erlangPair,
  erlangString,
  erlangTerm,
  erlangText,
} from '../../src/core/erlang-text.js';
import type { Field } from '../../src/core/field.js';
import { fields } from '../support/core-builders.js';

/** As RabbitMQ 3.10 printed them. */
const TERMS: readonly (readonly [Field, string])[] = [
  [{ type: 'I', value: 7 }, '7'],
  [{ type: 'l', value: 2n ** 62n }, '4611686018427387904'],
  [{ type: 'T', value: 1 }, '1'],
  [{ type: 'd', value: 10 }, '10.0'],
  [{ type: 'd', value: -10 }, '-10.0'],
  [{ type: 'd', value: 10.5 }, '10.5'],
  [{ type: 'd', value: 1e25 }, '1.0e25'],
  [{ type: 'd', value: 1.5e-9 }, '1.5e-9'],
  [{ type: 'd', value: 0.0001 }, '0.0001'],
  [{ type: 'f', value: Math.fround(1.1) }, '1.100000023841858'],
  [{ type: 't', value: true }, 'true'],
  [{ type: 'V', value: null }, 'undefined'],
  [{ type: 'D', value: { scale: 2, unscaled: 314 } }, '{2,314}'],
  [{ type: 'S', value: '' }, '<<>>'],
  [{ type: 'S', value: 'a"b\né' }, '<<"a\\"b\\né">>'],
  [{ type: 'x', value: Buffer.from('ab') }, '<<"ab">>'],
];

describe('Erlang terms', () => {
  for (const [field, term] of TERMS) {
    it(`show a field of type ${field.type} as ${term}`, () => {
      expect(erlangTerm(field)).to.equal(term);
    });
  }

  it('show arrays and tables with the types of what is in them', () => {
    const table: Field = { type: 'F', value: fields({ b: true, c: 'x' }) };
    const array: Field = { type: 'A', value: [{ type: 'b', value: 1 }, table] };
    expect(erlangTerm(array)).to.equal(
      '[{byte,1},{table,[{<<"b">>,bool,true},{<<"c">>,longstr,<<"x">>}]}]',
    );
  });

  it('leave text at the top as it is', () => {
    expect(erlangText({ type: 'S', value: 'a"b' })).to.equal('a"b');
    expect(erlangText({ type: 'x', value: Buffer.from('ab') })).to.equal('ab');
    expect(erlangText({ type: 'd', value: 1 })).to.equal('1.0');
  });

  it('show a text as a list, or as its numbers if it cannot be shown', () => {
    expect(erlangString('a"b\\\n\té')).to.equal('"a\\"b\\\\\\n\\té"');
    expect(erlangString('a\x00')).to.equal('[97,0]');
    expect(erlangString('')).to.equal('""');
  });

  it('show a word in quotes if it does not look like one', () => {
    expect(erlangAtom('direct')).to.equal('direct');
    expect(erlangAtom('x-random')).to.equal("'x-random'");
  });

  it('break a tuple that reaches beyond the end of a line of 80', () => {
    expect(erlangPair('too_large', '123', 63)).to.equal('{too_large,123}');
    expect(erlangPair('too_large', '123', 64)).to.equal(`{too_large,\n${' '.repeat(65)}123}`);
  });
});
