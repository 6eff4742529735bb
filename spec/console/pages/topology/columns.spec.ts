import { expect } from 'chai';
import {
  type ColumnEdge,
  type ColumnNode,
  columnsOf,
} from '../../../../src/console/pages/topology/columns.js';

/** "x" is an exchange, "q" a queue; "x!" takes messages from outside. */
const told = (names: string, lines: string): { columns: string[]; back: string[] } => {
  const nodes = names.split(' ').map((text): ColumnNode => {
    const id = text.replace('!', '');
    return { id, kind: id.startsWith('q') ? 'queue' : 'exchange', isEntry: text.endsWith('!') };
  });
  const edges = lines.split(', ').map((text): ColumnEdge => {
    const [from = '', sign, to = ''] = text.split(' ');
    const kind = sign === '->' ? 'binding' : sign === '=>' ? 'alternate' : 'dead_letter';
    return { id: text, kind, from, to };
  });
  const { of, count, back } = columnsOf(nodes, edges);
  const columns = Array.from({ length: count }, (_, column) =>
    [...of]
      .filter(([, at]) => at === column)
      .map(([id]) => id)
      .join(' '),
  );
  return { columns, back: [...back] };
};

describe('The columns of a topology', () => {
  it('are exchanges, the exchanges behind them, and queues', () => {
    const { columns, back } = told('q1 q2 x1 x2', 'x1 -> x2, x2 -> q1, x1 -> q2');
    expect(columns).to.eql(['x1', 'x2', 'q1 q2']);
    expect(back).to.eql([]);
  });

  it('have alternate exchanges behind those whose messages they take', () => {
    expect(told('x1 x2 q', 'x1 => x2, x2 -> q').columns).to.eql(['x1', 'x2', 'q']);
  });

  it('go on with what dead letters come to', () => {
    const { columns } = told('x1 q1 x2 q2', 'x1 -> q1, q1 ~> x2, x2 -> q2');
    expect(columns).to.eql(['x1', 'q1', 'x2', 'q2']);
    expect(told('x q1 q2', 'x -> q1, q1 ~> q2').columns).to.eql(['x', 'q1', 'q2']);
  });

  it('begin where messages come in, if dead letters go round', () => {
    const lines = 'x1 -> q1, q1 ~> x2, x2 -> q2, q2 ~> x1';
    expect(told('x1! x2 q1 q2', lines)).to.eql({
      columns: ['x1', 'q1', 'x2', 'q2'],
      back: ['q2 ~> x1'],
    });
    expect(told('x1 x2! q1 q2', lines)).to.eql({
      columns: ['x2', 'q2', 'x1', 'q1'],
      back: ['q1 ~> x2'],
    });
  });

  it('begin there also if something else leads into the circle', () => {
    const lines = 'x0 -> q1, x1 -> q1, q1 ~> x2, x2 -> q2, q2 ~> x1';
    expect(told('x0 x1! x2 q1 q2', lines)).to.eql({
      columns: ['x0 x1', 'q1', 'x2', 'q2'],
      back: ['q2 ~> x1'],
    });
  });

  it('stand still for what leads back: between exchanges, and to itself', () => {
    expect(told('x1 x2', 'x1 -> x2, x2 -> x1')).to.eql({
      columns: ['x1', 'x2'],
      back: ['x2 -> x1'],
    });
    expect(told('q', 'q ~> q')).to.eql({ columns: ['q'], back: ['q ~> q'] });
  });

  it('are found in a chain of thousands', () => {
    const names = Array.from({ length: 2_000 }, (_, index) => `x${index}`);
    const lines = names.slice(1).map((name, index) => `x${index} -> ${name}`);
    expect(told(names.join(' '), lines.join(', ')).columns).to.have.lengthOf(2_000);
  });
});
