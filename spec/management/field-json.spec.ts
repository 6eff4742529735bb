import { expect } from 'chai';
import type { Field } from '../../src/core/field.js';
import { jsonOfTable, tableOfJson } from '../../src/management/field-json.js';
import type { JsonObject } from '../../src/management/request.js';

describe('A field table in JSON', () => {
  it('has numbers, texts, lists and tables for what AMQP has more types for', () => {
    const fields: Readonly<Record<string, Field>> = {
      octet: { type: 'b', value: -1 },
      long: { type: 'l', value: 5_000_000_000n },
      time: { type: 'T', value: 12 },
      double: { type: 'd', value: 1.5 },
      decimal: { type: 'D', value: { scale: 2, unscaled: 314 } },
      octets: { type: 'x', value: Buffer.from('é') },
      list: { type: 'A', value: [{ type: 't', value: true }] },
      table: { type: 'F', value: new Map([['in', { type: 'V', value: null }]]) },
    };
    expect(jsonOfTable(new Map(Object.entries(fields)))).to.deep.equal({
      octet: -1,
      long: 5_000_000_000,
      time: 12,
      double: 1.5,
      decimal: 3.14,
      octets: 'é',
      list: [true],
      table: { in: null },
    });
  });

  it('becomes one of longs, doubles, texts, booleans, lists and tables', () => {
    const json = { n: 1, x: 1.5, s: 'a', t: true, list: ['a'], table: { n: 2 } };
    const table = tableOfJson(json);
    expect([...table.values()].map(({ type }) => type).join('')).to.equal('ldStAF');
    expect(jsonOfTable(table)).to.deep.equal(json);
  });

  it('holds no null and nothing infinite, and is not nested without end', () => {
    expect(() => tableOfJson({ a: null })).to.throw('null_not_allowed');
    expect(() => tableOfJson(JSON.parse('{"a": [1e400]}') as JsonObject)).to.throw('not_json');
    let nested = {};
    for (let depth = 0; depth < 40; depth++) nested = { nested };
    expect(() => tableOfJson(nested)).to.throw('nested deeper than 32');
  });
});
