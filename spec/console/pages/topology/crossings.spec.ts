import { expect } from 'chai';
import {
  crossingCount,
  type Grid,
  orderColumns,
} from '../../../../src/console/pages/topology/crossings.js';

function grid(columns: readonly (readonly number[])[], lines: readonly [number, number][]): Grid {
  const next: number[][] = columns.flat().map(() => []);
  const before: number[][] = columns.flat().map(() => []);
  for (const [from, to] of lines) {
    next[from]?.push(to);
    before[to]?.push(from);
  }
  return { columns, next, before };
}

function count({ columns, next }: Grid): number {
  const places = new Float64Array(next.length);
  for (const column of columns) for (const [index, node] of column.entries()) places[node] = index;
  return crossingCount(columns, next, places);
}

describe('Lines that cross', () => {
  it('are counted', () => {
    const columns = [
      [0, 1],
      [2, 3],
    ];
    expect(
      count(
        grid(columns, [
          [0, 2],
          [1, 3],
        ]),
      ),
    ).to.equal(0);
    expect(
      count(
        grid(columns, [
          [0, 3],
          [1, 2],
        ]),
      ),
    ).to.equal(1);
    expect(
      count(
        grid(columns, [
          [0, 2],
          [0, 3],
          [1, 2],
          [1, 3],
        ]),
      ),
    ).to.equal(1);
  });

  it('are undone where that can be', () => {
    const tangled = grid(
      [
        [0, 1, 2],
        [3, 4, 5],
        [6, 7, 8],
      ],
      [
        [0, 5],
        [1, 4],
        [2, 3],
        [5, 7],
        [4, 8],
        [3, 6],
      ],
    );
    expect(count(tangled)).to.be.above(0);
    const columns = orderColumns(tangled);
    expect(count({ ...tangled, columns })).to.equal(0);
  });

  it('leave the order as it is where there are none', () => {
    const columns = [[0, 1, 2], [3]];
    expect(orderColumns(grid(columns, [[1, 3]]))).to.eql(columns);
  });

  it('come to the same order each time, and never to a worse one', () => {
    const left = Array.from({ length: 12 }, (_, index) => index);
    const right = left.map((node) => node + 12);
    const lines = left.flatMap((node): [number, number][] => [
      [node, 12 + ((node * 7) % 12)],
      [node, 12 + ((node * 5 + 3) % 12)],
    ]);
    const start = grid([left, right], lines);
    const columns = orderColumns(start);
    expect(orderColumns(start)).to.eql(columns);
    expect(count({ ...start, columns })).to.be.below(count(start));
  });
});
