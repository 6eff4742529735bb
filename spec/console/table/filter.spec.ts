import { expect } from 'chai';
import type { Column } from '../../../src/console/table/column.js';
import { compileFilter, explainFilter, termFor } from '../../../src/console/table/filter.js';

interface Row {
  readonly name: string;
  readonly vhost: string;
  readonly ready: number;
  readonly policy: string | null;
}

const COLUMNS: readonly Column<Row>[] = [
  { id: 'name', title: 'Name', width: 1, value: ({ name }) => name },
  { id: 'vhost', title: 'Vhost', width: 1, value: ({ vhost }) => vhost },
  { id: 'policy', title: 'Policy', width: 1, value: ({ policy }) => policy },
  { id: 'ready', title: 'Ready', width: 1, isNumber: true, value: ({ ready }) => ready },
];

const ROWS: readonly Row[] = [
  { name: 'Orders.new', vhost: '/', ready: 5, policy: null },
  { name: 'orders.old', vhost: 'shop', ready: 500, policy: 'limits' },
  { name: 'mail:out', vhost: 'shop', ready: 0, policy: null },
];

function found(text: string): string[] {
  const predicate = compileFilter(text, COLUMNS);
  return ROWS.filter((row) => predicate?.(row) ?? true).map(({ name }) => name);
}

describe('A filter', () => {
  it('that finds nothing says what may be wrong with it', () => {
    expect(explainFilter('redy>0', COLUMNS))
      .to.include('There is no column “redy”')
      .and.include('name, vhost, policy, ready');
    expect(explainFilter('orders ready>many', COLUMNS)).to.include('“many” is no number');
    expect(explainFilter('ready>1000 vhost:none lemons', COLUMNS)).to.equal(undefined);
  });

  it('finds nothing in what is drawn', () => {
    const drawn = [{ ...COLUMNS[0], isPicture: true }] as readonly Column<Row>[];
    const tests = ['orders', 'name:orders'].map((text) => compileFilter(text, drawn));
    expect(ROWS.filter((row) => tests.some((test) => test?.(row)))).to.deep.equal([]);
  });

  it('lets all through while it is empty', () => {
    expect(found('  ')).to.have.length(3);
  });

  it('wants all its words, in any text and in either case', () => {
    expect(found('ORDERS')).to.deep.equal(['Orders.new', 'orders.old']);
    expect(found('orders shop')).to.deep.equal(['orders.old']);
    expect(found('orders mail')).to.deep.equal([]);
  });

  it('finds nothing that reaches from one text to the next', () => {
    expect(found('orders.new/')).to.deep.equal([]);
    expect(found('shoplimits')).to.deep.equal([]);
  });

  it('looks into the columns that it is given, whatever it has looked into before', () => {
    const [names] = COLUMNS;
    const inNames = compileFilter('shop', names === undefined ? [] : [names]);
    expect(found('shop')).to.deep.equal(['orders.old', 'mail:out']);
    expect(ROWS.filter((row) => inNames?.(row))).to.deep.equal([]);
  });

  it('looks into one column when it is named', () => {
    expect(found('vhost:shop')).to.deep.equal(['orders.old', 'mail:out']);
    expect(found('vhost=/')).to.deep.equal(['Orders.new']);
    expect(found('policy:lim')).to.deep.equal(['orders.old']);
  });

  it('compares numbers', () => {
    expect(found('ready>5')).to.deep.equal(['orders.old']);
    expect(found('ready>=5 ready<500')).to.deep.equal(['Orders.new']);
    expect(found('ready=0')).to.deep.equal(['mail:out']);
    expect(found('ready<=0')).to.deep.equal(['mail:out']);
  });

  it('takes what is no term for a word', () => {
    expect(found('mail:out')).to.deep.equal(['mail:out']);
    expect(found('ready>many')).to.deep.equal([]);
  });

  it('of one value is a term, or words where the value has spaces', () => {
    expect(termFor('vhost', 'a/b')).to.equal('vhost=a/b');
    expect(termFor('vhost', 'team a')).to.equal('team a');
  });
});
