import { expect } from 'chai';
import { drawnRows } from '../../../src/console/table/viewport.js';

const view = { rowCount: 10_000, rowHeight: 30, height: 600 };

describe('The rows that are drawn', () => {
  it('are those in sight, with some around them', () => {
    const drawn = drawnRows({ ...view, scrollTop: 3_000 });
    expect(drawn.first).to.equal(94);
    expect(drawn.end).to.equal(126);
  });

  it('leave the place of all others empty', () => {
    for (const scrollTop of [0, 17, 3_000, 299_400, 1e9]) {
      const { first, end, heightBefore, heightAfter } = drawnRows({ ...view, scrollTop });
      expect(heightBefore + (end - first) * 30 + heightAfter, `${scrollTop}`).to.equal(300_000);
    }
  });

  it('are the last ones where a list has become shorter than it was scrolled', () => {
    const drawn = drawnRows({ ...view, rowCount: 50, scrollTop: 9_000 });
    expect(drawn).to.deep.include({ end: 50, heightAfter: 0 });
    expect(drawnRows({ ...view, rowCount: 3, scrollTop: 9_000 }).first).to.equal(0);
  });
});
