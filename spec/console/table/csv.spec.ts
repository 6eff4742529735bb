import { expect } from 'chai';
import type { CellValue, Column } from '../../../src/console/table/column.js';
import { csvOf } from '../../../src/console/table/csv.js';

const COLUMNS: readonly Column<CellValue>[] = [
  { id: 'value', title: 'Value', width: 1, value: (value) => value },
];

const cellOf = (value: CellValue): string => csvOf([value], COLUMNS).slice('value\r\n'.length, -2);

describe('Rows as CSV', () => {
  it('begin with the names of the columns', () => {
    const more = [...COLUMNS, { id: 'twice', title: '', width: 1, value: () => 2 }];
    const drawn = { id: 'line', title: '', width: 1, isPicture: true, value: () => 3 };
    expect(csvOf(['a', 'b'], [drawn, ...more]), 'without pictures').to.equal(
      'value,twice\r\na,2\r\nb,2\r\n',
    );
  });

  it('quote what would end a cell', () => {
    expect(cellOf('a,b')).to.equal('"a,b"');
    expect(cellOf('say "no"')).to.equal('"say ""no"""');
    expect(cellOf('a\nb')).to.equal('"a\nb"');
    expect([cellOf(null), cellOf(true), cellOf(-3)]).to.deep.equal(['', 'true', '-3']);
  });

  it('hold no formulas that a client has put into a name', () => {
    for (const name of ['=1+1', '+1', '-1', '@a', '\t=1']) {
      expect(cellOf(name), name).to.equal(`'${name}`);
    }
    expect(cellOf('=HYPERLINK("x","y")')).to.equal('"\'=HYPERLINK(""x"",""y"")"');
  });
});
