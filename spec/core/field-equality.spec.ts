import { expect } from 'chai';
import type { Field } from '../../src/core/field.js';
import {
  fieldsEquivalent,
  fieldsMatch,
  tableIdentity,
  textOfBytes,
} from '../../src/core/field-equality.js';
import { fields } from '../support/core-builders.js';

const int = (value: number): Field => ({ type: 'I', value });
const long = (value: number | bigint): Field => ({ type: 'l', value });
const double = (value: number): Field => ({ type: 'd', value });
const text = (value: string): Field => ({ type: 'S', value });
const bytes = (value: string): Field => ({ type: 'x', value: Buffer.from(value) });
const array = (...value: Field[]): Field => ({ type: 'A', value });
const table = (values: Record<string, Field>): Field => ({ type: 'F', value: fields(values) });
const decimal = (scale: number, unscaled: number): Field => ({
  type: 'D',
  value: { scale, unscaled },
});
const YES: Field = { type: 't', value: true };
const VOID: Field = { type: 'V', value: null };

/** Each line was asked of RabbitMQ 3.10: does the first value, in a binding, match the second? */
const ASKED: readonly (readonly [what: string, a: Field, b: Field, matches: boolean])[] = [
  ['integers of different widths', int(1), long(1), true],
  ['integers held as number and as bigint', int(1), long(1n), true],
  ['an integer and a float', int(1), double(1), true],
  ['floats of different widths', { type: 'f', value: 1.5 }, double(1.5), true],
  ['different integers', int(1), int(2), false],
  ['a timestamp and an integer', { type: 'T', value: 5 }, int(5), true],
  ['text and the same bytes', text('ä'), bytes('ä'), true],
  ['text and other bytes', text('a'), bytes('b'), false],
  ['text and a number', text('1'), int(1), false],
  ['booleans', YES, YES, true],
  ['true and false', YES, { type: 't', value: false }, false],
  ['true and 1', YES, int(1), false],
  ['1 and true', int(1), YES, false],
  ['void and void', VOID, VOID, true],
  ['text and void', text('a'), VOID, false],
  ['equal arrays', array(int(1), text('a')), array(int(1), text('a')), true],
  ['arrays of different lengths', array(int(1)), array(int(1), int(1)), false],
  ['arrays of integers of different widths', array(int(1)), array(long(1)), false],
  ['equal tables', table({ a: YES, b: VOID }), table({ a: YES, b: VOID }), true],
  ['tables in another order', table({ a: YES, b: VOID }), table({ b: VOID, a: YES }), false],
  ['tables with more', table({ a: YES }), table({ a: YES, b: VOID }), false],
  ['tables with other keys', table({ a: YES }), table({ b: YES }), false],
  ['an array and a table, both empty', array(), table({}), true],
  ['an empty array and a table', array(), table({ a: YES }), false],
  ['a table and an array', table({ a: YES }), array(YES), false],
  ['equal decimals', decimal(1, 10), decimal(1, 10), true],
  ['decimals of one value in different scales', decimal(1, 10), decimal(0, 1), false],
  ['a decimal and an integer', decimal(0, 1), int(1), false],
  ['empty text and an empty array', text(''), array(), false],
];

describe('equality of field values', () => {
  for (const [what, a, b, matches] of ASKED) {
    it(`for the headers exchange: ${what} ${matches ? 'are equal' : 'differ'}`, () => {
      expect(fieldsMatch(a, b)).to.equal(matches);
      expect(fieldsMatch(b, a)).to.equal(matches);
    });
  }

  it('for redeclaring: integers of different widths are equal', () => {
    expect(fieldsEquivalent(int(1), long(1))).to.equal(true);
  });

  it('for redeclaring: an integer and a float differ', () => {
    expect(fieldsEquivalent(int(1), double(1))).to.equal(false);
  });
});

describe('identity of argument tables', () => {
  it('does not depend on the order of the keys', () => {
    expect(tableIdentity(fields({ a: 1, b: 'x' }))).to.equal(
      tableIdentity(fields({ b: 'x', a: 1 })),
    );
  });

  it('depends on the order of the keys of nested tables', () => {
    const one = fields({ t: table({ a: YES, b: VOID }) });
    const other = fields({ t: table({ b: VOID, a: YES }) });
    expect(tableIdentity(one)).not.to.equal(tableIdentity(other));
  });

  it('is empty for an empty table', () => {
    expect(tableIdentity(fields({}))).to.equal('');
  });

  const distinct: Record<string, Field>[] = [
    {},
    { a: int(1) },
    { a: long(1) },
    { a: double(1) },
    { a: text('1') },
    { a: bytes('1') },
    { a: bytes('12') },
    { a: YES },
    { a: VOID },
    { b: VOID },
    { a: array(int(1), int(2)) },
    { a: array(int(12)) },
    { a: array(array(int(1)), int(2)) },
    { a: array(text('a'), text('b')) },
    { a: array(text('aS1:b')) },
    { a: table({ b: YES }) },
    { a: table({}), b: YES },
    { a: decimal(1, 10) },
    { a: decimal(11, 0) },
    { a: text('x'), b: text('y') },
    { a: text('x1:bS1:y') },
  ];

  it('tells every type and value from every other', () => {
    const identities = distinct.map((values) => tableIdentity(fields(values)));
    expect(new Set(identities).size).to.equal(distinct.length);
  });
});

describe('text of bytes', () => {
  it('reads UTF-8', () => {
    expect(textOfBytes(Buffer.from('a%ß€'))).to.equal('a%ß€');
  });

  it('reads what is not UTF-8 as Latin-1', () => {
    expect(textOfBytes(Uint8Array.of(0x61, 0xff))).to.equal('aÿ');
  });
});
