import { expect } from 'chai';
import { fit, move, reveal, SCALE_MIN, zoom } from '../../../../src/console/pages/topology/view.js';

const FRAME = { width: 800, height: 600 };

describe('The view of a picture', () => {
  it('has the whole in the middle where that can be read', () => {
    expect(fit({ width: 400, height: 300 }, FRAME)).to.eql({ x: 200, y: 150, scale: 1 });
    expect(fit({ width: 1_000, height: 300 }, FRAME)).to.eql({ x: 0, y: 180, scale: 0.8 });
  });

  it('has the left upper part where the whole would be too small', () => {
    expect(fit({ width: 400, height: 60_000 }, FRAME)).to.eql({ x: 280, y: 0, scale: 0.6 });
  });

  it('grows and shrinks about a point, within limits', () => {
    const view = { x: 10, y: 20, scale: 1 };
    expect(zoom(view, 2, { x: 10, y: 20 })).to.eql({ x: 10, y: 20, scale: 2 });
    expect(zoom(view, 0.5, { x: 110, y: 20 })).to.eql({ x: 60, y: 20, scale: 0.5 });
    expect(zoom(view, 1e-9, { x: 0, y: 0 }).scale).to.equal(SCALE_MIN);
    expect(zoom(view, 1e9, { x: 0, y: 0 }).scale).to.equal(2);
  });

  it('is moved, but never out of sight', () => {
    const picture = { width: 400, height: 300 };
    const view = { x: 0, y: 0, scale: 1 };
    expect(move(view, { x: 5, y: -5 }, picture, FRAME)).to.eql({ x: 5, y: -5, scale: 1 });
    const far = move(view, { x: 5_000, y: -5_000 }, picture, FRAME);
    expect(far.x).to.be.below(FRAME.width);
    expect(far.y + picture.height).to.be.above(0);
  });

  it('is moved as little as brings a node into sight', () => {
    const view = { x: 0, y: 0, scale: 1 };
    const box = (x: number, y: number) => ({ x, y, width: 100, height: 50 });
    expect(reveal(view, box(100, 100), FRAME)).to.eql(view);
    expect(reveal(view, box(900, -70), FRAME)).to.eql({ x: -224, y: 94, scale: 1 });
    expect(reveal(view, { x: 0, y: 0, width: 5_000, height: 10 }, FRAME).x).to.equal(24);
  });
});
