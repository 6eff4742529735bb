import { expect } from 'chai';
import { mayHaveCarbonCopies, readCarbonCopies } from '../../src/amqp/carbon-copies.js';
import { encodeTable } from '../../src/amqp/wire/field-table.js';
import { BrokerError } from '../../src/core/errors.js';
import type { Field, FieldTable } from '../../src/core/field.js';

const text = (value: string): Field => ({ type: 'S', value });
const list = (...items: Field[]): Field => ({ type: 'A', value: items });

function table(fields: Readonly<Record<string, Field>>): FieldTable {
  return new Map(Object.entries(fields));
}

describe('Carbon copies', () => {
  it('are the texts in the lists CC and BCC, in this order', () => {
    const CC = list(text('a1'), text('a2'));
    const headers = table({ BCC: list(text('b')), CC, cc: text('x') });
    expect(readCarbonCopies(headers)).to.deep.equal(['a1', 'a2', 'b']);
  });

  it('pass over what is no text in a list', () => {
    const headers = table({ CC: list({ type: 'I', value: 1 }, text('a')) });
    expect(readCarbonCopies(headers)).to.deep.equal(['a']);
  });

  it('are refused with 406 when a header is there and no list', () => {
    expect(() => readCarbonCopies(table({ BCC: text('key') }))).to.throw(
      BrokerError,
      'invalid message: {unacceptable_type_in_header,"BCC",longstr}',
    );
  });

  it('are looked for only where the letters are', () => {
    const found = (headers: FieldTable): boolean => {
      const bytes = encodeTable(headers);
      return mayHaveCarbonCopies(bytes, 0, bytes.length);
    };
    expect(found(table({ CC: list() }))).to.equal(true);
    expect(found(table({ a: text('b'), BCC: list() }))).to.equal(true);
    expect(found(table({}))).to.equal(false);
    expect(found(table({ CCC: list(), tenant: text('ACME'), bcc: list() }))).to.equal(false);
  });
});
