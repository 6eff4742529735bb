import { expect } from 'chai';
import type { Column } from '../../../src/console/table/column.js';
import { formatOrder, parseOrder, sortRows } from '../../../src/console/table/sort.js';

type Row = readonly [name: string, size: number | null];

const COLUMNS: readonly Column<Row>[] = [
  { id: 'name', title: 'Name', width: 1, value: ([name]) => name },
  { id: 'size', title: 'Size', width: 1, isNumber: true, value: ([, size]) => size },
];

const ROWS: readonly Row[] = [
  ['q10', 3],
  ['q9', null],
  ['Q1', 20],
];

const sorted = (order: string): string[] =>
  sortRows(ROWS, COLUMNS, parseOrder(order)).map(([name]) => name);

describe('The order of rows', () => {
  it('counts the numbers within names', () => {
    expect(sorted('name')).to.deep.equal(['Q1', 'q9', 'q10']);
    expect(sorted('-name')).to.deep.equal(['q10', 'q9', 'Q1']);
  });

  it('has those without a value last, whichever way', () => {
    expect(sorted('size')).to.deep.equal(['q10', 'Q1', 'q9']);
    expect(sorted('-size')).to.deep.equal(['Q1', 'q10', 'q9']);
  });

  it('is that of the list where there is no such column', () => {
    for (const order of ['', '-', 'other']) {
      expect(sorted(order), order).to.deep.equal(['q10', 'q9', 'Q1']);
    }
  });

  it('is written as it is read', () => {
    for (const text of ['name', '-size']) {
      const order = parseOrder(text);
      expect(order && formatOrder(order)).to.equal(text);
    }
  });
});
