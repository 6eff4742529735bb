import { expect } from 'chai';
import { rowAfter, scrollTopFor } from '../../../src/console/table/grid-keys.js';

describe('The keys of a table', () => {
  const rows = { count: 100, inSight: 20, first: 10 };

  it('lead from row to row, from the first in sight on', () => {
    expect(rowAfter('ArrowDown', undefined, rows)).to.equal(10);
    expect(rowAfter('ArrowDown', 10, rows)).to.equal(11);
    expect(rowAfter('ArrowUp', 10, rows)).to.equal(9);
    expect(rowAfter('PageDown', 10, rows)).to.equal(30);
    expect(rowAfter('PageUp', 30, rows)).to.equal(10);
    expect([rowAfter('Home', 50, rows), rowAfter('End', 50, rows)]).to.deep.equal([0, 99]);
  });

  it('lead no further than to the ends, and nowhere in an empty table', () => {
    expect([rowAfter('ArrowUp', 0, rows), rowAfter('ArrowDown', 99, rows)]).to.deep.equal([0, 99]);
    expect(rowAfter('PageDown', 95, rows)).to.equal(99);
    expect(rowAfter('ArrowDown', 150, { ...rows, count: 3 })).to.equal(2);
    expect(rowAfter('ArrowDown', undefined, { ...rows, count: 0 })).to.equal(undefined);
    expect(rowAfter('x', 5, rows)).to.equal(undefined);
  });

  it('scroll as far as is needed, and the head hides nothing', () => {
    const scrolled = { scrollTop: 330, height: 364, headHeight: 34, rowHeight: 33 };
    expect(scrollTopFor(10, scrolled)).to.equal(330);
    expect(scrollTopFor(19, scrolled)).to.equal(330);
    expect(scrollTopFor(20, scrolled)).to.equal(363);
    expect(scrollTopFor(4, scrolled)).to.equal(132);
  });
});
