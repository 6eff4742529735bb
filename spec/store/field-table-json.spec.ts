import { expect } from 'chai';
import type { Field, FieldTable } from '../../src/core/field.js';
import {
  fieldTableFromJson,
  fieldTableToJson,
  sortedFieldTable,
} from '../../src/store/field-table-json.js';

describe('a field table as JSON', () => {
  it('is a list of key, type and value', () => {
    const length: Field = { type: 'l', value: 10 };
    const table = tableOf(['x-max-length', length], ['t', { type: 't', value: true }]);
    expect(text(table)).to.equal('[["x-max-length","l",10],["t","t",true]]');
  });

  it('keeps what JSON has no number for', () => {
    for (const value of [NaN, Infinity, -Infinity, -0, 5e-324, 1.7976931348623157e308]) {
      const back = roundTrip({ type: 'd', value });
      expect(Object.is(back.value, value)).to.equal(true);
    }
  });

  it('keeps integers beyond 2^53', () => {
    for (const value of [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n]) {
      expect(roundTrip({ type: 'l', value })).to.deep.equal({ type: 'l', value });
    }
    const table = tableOf(['big', { type: 'l', value: 2n ** 63n - 1n }]);
    expect(text(table)).to.equal('[["big","l","9223372036854775807"]]');
  });

  it('writes an integer alike whether it is a number or a bigint', () => {
    const asNumber = tableOf(['a', { type: 'l', value: 5 }]);
    const asBigint = tableOf(['a', { type: 'l', value: 5n }]);
    expect(text(asNumber)).to.equal(text(asBigint));
  });

  it('keeps keys that mean something to JavaScript, in their order', () => {
    const keys = ['__proto__', '10', '9', 'constructor', ''];
    const table: FieldTable = new Map(keys.map((key) => [key, { type: 'V', value: null }]));
    const back = fieldTableFromJson(JSON.parse(text(table)));
    expect([...back.keys()]).to.deep.equal(keys);
  });

  it('has one sorted form at every depth', () => {
    const one: Field = { type: 'I', value: 1 };
    const inner = (...keys: string[]): Field => ({
      type: 'F',
      value: new Map(keys.map((key) => [key, one])),
    });
    const list = (...keys: string[]): Field => ({ type: 'A', value: [inner(...keys)] });
    const left = tableOf(['b', inner('x', 'y')], ['a', list('p', 'q')]);
    const right = tableOf(['a', list('q', 'p')], ['b', inner('y', 'x')]);
    expect(text(left)).not.to.equal(text(right));
    expect(text(sortedFieldTable(left))).to.equal(text(sortedFieldTable(right)));
  });

  it('is refused when it is anything else', () => {
    const broken = [
      '{}',
      '[1]',
      '[[1,"S","a"]]',
      '[["a","?",1]]',
      '[["a","S",1]]',
      '[["a","I","1"]]',
    ];
    const deeper = [
      '[["a","t",1]]',
      '[["a","A",{}]]',
      '[["a","D",[1]]]',
      '[["a","F",[[]]]]',
      'null',
    ];
    for (const json of [...broken, ...deeper]) {
      expect(() => fieldTableFromJson(JSON.parse(json)), json).to.throw(TypeError);
    }
  });
});

function tableOf(...entries: readonly (readonly [string, Field])[]): FieldTable {
  return new Map(entries);
}

function text(table: FieldTable): string {
  return JSON.stringify(fieldTableToJson(table));
}

function roundTrip(field: Field): Field {
  const back = fieldTableFromJson(JSON.parse(text(tableOf(['key', field]))));
  return back.get('key') ?? { type: 'V', value: null };
}
