import { expect } from 'chai';
import { format } from '../../src/cli/format.js';
import type { Result } from '../../src/cli/verb.js';

const TABLE: Result = {
  kind: 'table',
  columns: ['name', 'durable', 'arguments'],
  rows: [
    ['a\tb', true, {}],
    ['c,"d"', false, { 'x-max': 1 }],
  ],
};

describe('What a verb gives back', () => {
  it('is a table with tabs between columns and their names above, as in rabbitmqctl', () => {
    expect(format(TABLE, 'table', true)).to.equal(
      'name\tdurable\targuments\na\\tb\ttrue\t[]\nc,"d"\tfalse\t{"x-max":1}\n',
    );
  });

  it('keeps names from commanding the terminal', () => {
    const table: Result = { kind: 'table', columns: ['name'], rows: [['\u001b[2J\\']] };
    for (const formatter of ['table', 'pretty_table'] as const) {
      expect(format(table, formatter, true)).to.contain(String.raw`\x1b[2J\\`);
    }
  });

  it('has no names of columns where they are not wanted', () => {
    expect(format(TABLE, 'table', false).split('\n')[0]).to.equal('a\\tb\ttrue\t[]');
    expect(format(TABLE, 'csv', false).split('\n')).to.have.length(3);
    expect(format(TABLE, 'pretty_table', false)).not.to.contain('durable');
  });

  it('is JSON, with types', () => {
    expect(JSON.parse(format(TABLE, 'json', true))).to.deep.equal([
      { name: 'a\tb', durable: true, arguments: {} },
      { name: 'c,"d"', durable: false, arguments: { 'x-max': 1 } },
    ]);
  });

  it('is CSV, with quotes where they are needed', () => {
    expect(format(TABLE, 'csv', true)).to.equal(
      'name,durable,arguments\na\tb,true,[]\n"c,""d""",false,"{""x-max"":1}"\n',
    );
  });

  it('is drawn with lines', () => {
    const table: Result = { kind: 'table', columns: ['name', 'n'], rows: [['orders', 7]] };
    expect(format(table, 'pretty_table', true)).to.equal(
      '┌────────┬───┐\n│ name   │ n │\n├────────┼───┤\n│ orders │ 7 │\n└────────┴───┘\n',
    );
  });

  it('is nothing where there are no rows, but an empty list in JSON', () => {
    const empty: Result = { kind: 'table', columns: ['name'], rows: [] };
    expect(format(empty, 'table', true)).to.equal('');
    expect(format(empty, 'json', true)).to.equal('[]\n');
  });

  it('is a text for people, or its value in JSON', () => {
    const value: Result = { kind: 'value', value: { version: 1 }, text: 'Version: 1' };
    expect(format(value, 'table', true)).to.equal('Version: 1\n');
    expect(format(value, 'json', true)).to.equal('{"version":1}\n');
    expect(format({ kind: 'text', text: 'Done' }, 'table', true)).to.equal('Done\n');
    expect(format({ kind: 'nothing' }, 'table', true)).to.equal('');
  });

  it('shows lists in brackets, and nothing for what is not there', () => {
    const table: Result = { kind: 'table', columns: ['a', 'b'], rows: [[['x', 'y'], null]] };
    expect(format(table, 'table', false)).to.equal('[x, y]\t\n');
  });
});
